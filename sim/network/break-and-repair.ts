import { isCalled } from '../model/site-system-named.ts'
import type { Fault, RevocationListFault } from '../model/fault.ts'
import { FaultError } from './fault-error.ts'
import { isWebListener, type Host } from './host.ts'
import { isNameFault, type NameService } from './name-service.ts'

/** Switches a fault of a host on; one at a time. Throws a `FaultError` when it cannot have this one. */
export async function breakHost(
  hosts: readonly Host[],
  names: NameService,
  called: string,
  fault: Fault | RevocationListFault,
): Promise<void> {
  const host = hostCalled(hosts, called)
  await repair(host, names)
  if (isNameFault(fault)) {
    names.break(host, fault)
    return
  }
  // A fault is that of the web server where there is one: the share of the same system goes on.
  const web = host.listeners.filter(isWebListener)
  const listeners = web.length > 0 ? web : host.listeners
  const results = await Promise.allSettled(listeners.map((listener) => listener.break(fault)))
  const refused = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }): unknown => reason)
  const unexpected = refused.find((reason) => reason instanceof Error && !(reason instanceof RangeError))
  if (unexpected instanceof Error) throw unexpected
  const [why] = refused
  // Of several ports, the ones that can have the fault have it.
  if (refused.length === results.length && why instanceof RangeError) {
    throw new FaultError(`${host.name} cannot break by ${fault}: ${why.message}`)
  }
}

export async function repairHost(hosts: readonly Host[], names: NameService, called: string): Promise<void> {
  await repair(hostCalled(hosts, called), names)
}

async function repair(host: Host, names: NameService): Promise<void> {
  names.repair(host)
  await Promise.all(host.listeners.map((listener) => listener.repair()))
}

function hostCalled(hosts: readonly Host[], called: string): Host {
  const host = hosts.find((candidate) => isCalled(candidate, called))
  if (!host) throw new FaultError(`the hierarchy has no site system ${called}`)
  return host
}
