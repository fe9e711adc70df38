import type { UpdateInfo } from '../../wire/software-update-point/updates.ts'
import { locateUpdateServer } from '../conversations/locate.ts'
import { scanForUpdates as scan } from '../conversations/scan-for-updates.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { registeredSender } from './default-management-point.ts'
import { claimedLocation } from './site-settings.ts'

/** The updates that the software update point offered, in the order of its answers. */
export interface UpdateData {
  updates: readonly UpdateInfo[]
}

/** Scans against the software update point that the management point names. */
export async function scanForUpdates(action: ActionContext): Promise<Ending<UpdateData>> {
  const found = await registeredSender(action)
  if ('ending' in found) return found.ending
  const { sender } = found
  const { assigned, at, client, network } = action.context()
  const request = {
    // Stands for the site's whole catalogue, in any version.
    content: { id: '{00000000-0000-0000-0000-000000000000}', version: 1 },
    assignedSite: assigned?.code ?? '',
    location: at.internet ? { addresses: [] } : claimedLocation(at),
  }
  const located = await action.converse('management-point', locateUpdateServer(sender, request), {
    system: sender.managementPoint,
  })
  const [record] = located.result?.flatMap(({ records }) => records) ?? []
  const system = record && new URL(record.url).hostname
  action.tell(
    located.result
      ? `asked ${sender.managementPoint} for the software update point: ${system ?? 'none'}`
      : `could not ask ${sender.managementPoint} for the software update point: ${reasonOf(located.attempt)}`,
    null,
    located.attempt,
  )
  if (system === undefined) return { outcome: 'failed', rule: null, attempt: located.attempt }
  const updates = {
    clientId: sender.clientId.replace(/^GUID:/, '').toLowerCase(),
    dnsName: client.fqdn,
    now: network.clock.now(),
  }
  const { attempt, result } = await action.converse('software-update-point', scan(updates), { system })
  const how = byProtocol(attempt)
  action.tell(
    result
      ? `scanned against ${system} ${how}: ${result.updates.length} updates offered`
      : `could not scan against ${system} ${how}: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  return { outcome: attempt.outcome, rule: null, attempt, data: result && { updates: result.updates } }
}
