import { limits } from '../../limits.ts'
import type { ComputerInfo } from '../../wire/software-update-point/sign-in.ts'
import type { RequestContext } from '../web-server/virtual-directory.ts'
import type { Identity } from './cookie-jar.ts'

interface RegisteredComputer extends Identity {
  /** `5.1.2600`, and the service pack. */
  operatingSystem: string
  servicePack: string
  /** Version of the update agent. */
  agent: string
  at: Date
}

/** Most computers of a site; beyond that the oldest is dropped and must register again. */
const mostComputers = limits.updateComputers.value

function createRegisteredComputers(): Map<string, RegisteredComputer> {
  return new Map()
}

/** The computers that have registered at a site's software update points, by client id, the oldest first. */
export function registeredComputers({
  database,
}: Pick<RequestContext, 'database'>): ReadonlyMap<string, RegisteredComputer> {
  return database.table(createRegisteredComputers)
}

export function register(
  { clientId, dnsName }: Identity,
  info: ComputerInfo,
  { database, now }: Pick<RequestContext, 'database' | 'now'>,
): void {
  const computers = database.table(createRegisteredComputers)
  computers.delete(clientId)
  computers.set(clientId, {
    clientId,
    dnsName,
    operatingSystem: [info.OSMajorVersion, info.OSMinorVersion, info.OSBuildNumber].join('.'),
    servicePack: [info.OSServicePackMajorNumber, info.OSServicePackMinorNumber].join('.'),
    agent: [
      info.ClientVersionMajorNumber,
      info.ClientVersionMinorNumber,
      info.ClientVersionBuildNumber,
      info.ClientVersionQfeNumber,
    ].join('.'),
    at: now(),
  })
  const [oldest] = computers.keys()
  if (computers.size > mostComputers && oldest !== undefined) computers.delete(oldest)
}
