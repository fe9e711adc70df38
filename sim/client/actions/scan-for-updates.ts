import { parseWebLocation } from '../../wire/server-address.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import type { LocatedSite, LocatedUpdateServer } from '../../wire/management-point/locations.ts'
import { systemAt, toldBy, type KnownSystem } from '../knowledge.ts'
import type { UpdateInfo } from '../../wire/software-update-point/updates.ts'
import { locateUpdateServer } from '../conversations/locate.ts'
import {
  scanForUpdates as scanAgainst,
  type UpdateClient,
  type UpdateScan,
} from '../conversations/scan-for-updates.ts'
import { byProtocol, reasonOf, withoutSuccess, type ActionContext, type Ending } from './action.ts'
import { registeredSender } from './registered-sender.ts'
import { claimedLocation } from './active-directory.ts'

/** The updates that the software update point offered, in the order of its answers. */
export interface UpdateData {
  /** With id, revision and deployment, as SyncUpdates of MS-WUSP has them. */
  updates: readonly UpdateInfo[]
}

/** A scan that was made: the server, the computer as the server knows it, and what it was told. */
export interface Scanned {
  attempt: Attempt
  server: KnownSystem
  computer: UpdateClient
  scan: UpdateScan
}

/** Scans against the software update point that the management point names. */
export async function scanForUpdates(action: ActionContext): Promise<Ending<UpdateData>> {
  const scanned = await scanOnce(action)
  if ('ending' in scanned) return scanned.ending
  const { attempt, scan } = scanned
  return { outcome: attempt.outcome, rule: null, attempt, data: { updates: scan.updates } }
}

/** The scan, or how the action ends instead. */
export async function scanOnce(action: ActionContext): Promise<Scanned | { ending: Ending }> {
  const found = await registeredSender(action)
  if ('ending' in found) return found
  const { sender, managementPoint, relation } = found
  const { assigned, at, client, network } = action.context()
  const request = {
    // Stands for the site's whole catalogue, in any version.
    content: { id: '{00000000-0000-0000-0000-000000000000}', version: 1 },
    assignedSite: assigned?.code ?? '',
    location: claimedLocation(at),
  }
  const located = await action.converse(managementPoint, locateUpdateServer(sender, request), { relation })
  const [server] = located.result?.flatMap((site) => updatePointsOf(site, located.attempt)) ?? []
  action.tell(
    located.result
      ? `asked ${sender.managementPoint} for the software update point: ${server?.fqdn ?? 'none'}`
      : `could not ask ${sender.managementPoint} for the software update point: ${reasonOf(located.attempt)}`,
    null,
    located.attempt,
  )
  if (server === undefined)
    return { ending: { outcome: withoutSuccess(located.attempt), rule: null, attempt: located.attempt } }
  const computer = {
    clientId: sender.clientId.replace(/^GUID:/, '').toLowerCase(),
    dnsName: client.fqdn,
    now: network.clock.now(),
  }
  const { attempt, result: scan } = await action.converse(server, scanAgainst(computer, server.path))
  const how = byProtocol(attempt)
  const { fqdn } = server
  action.tell(
    scan
      ? `scanned against ${fqdn} ${how}: ${scan.updates.length} updates offered`
      : `could not scan against ${fqdn} ${how}: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  return scan
    ? { attempt, server, computer, scan }
    : { ending: { outcome: attempt.outcome, rule: null, attempt } }
}

/** The software update points of a reply, at their addresses; one whose address cannot be read is left out. */
function updatePointsOf(
  { siteCode: code, masterSiteCode: primary, records }: LocatedSite<LocatedUpdateServer>,
  attempt: Attempt,
): KnownSystem[] {
  return records.flatMap(({ url }) => {
    const at = parseWebLocation(url)
    const told = toldBy('management-point', attempt)
    return at ? systemAt(at, 'software-update-point', { code, primary }, told) : []
  })
}
