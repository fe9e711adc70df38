import { locateUpdateServer } from '../conversations/locate.ts'
import { scanForUpdates as scan } from '../conversations/scan-for-updates.ts'
import type { Acting, Ending } from './action.ts'
import { claimedLocation } from './find-holding-sites.ts'
import { registeredSender } from './registered-sender.ts'

/** Scans against the software update point that the management point names. */
export async function scanForUpdates(acting: Acting): Promise<Ending> {
  const found = await registeredSender(acting)
  if ('ending' in found) return found.ending
  const { sender } = found
  const { assigned, at, client, surroundings } = acting.standing()
  const request = {
    // The catalogue of the site, whatever its version.
    content: { id: '{00000000-0000-0000-0000-000000000000}', version: 1 },
    assignedSite: assigned?.code ?? '',
    location: at.internet ? { addresses: [] } : claimedLocation(at),
  }
  const located = await acting.turnTo('management-point', locateUpdateServer(sender, request), {
    system: sender.managementPoint,
  })
  const [record] = located.answer?.flatMap(({ records }) => records) ?? []
  const system = record && new URL(record.url).hostname
  acting.tell(
    located.answer
      ? `asked ${sender.managementPoint} for the software update point: ${system ?? 'none'}`
      : `could not ask ${sender.managementPoint} for the software update point: ${located.attempt.diagnosis ?? located.attempt.why}`,
    null,
    located.attempt,
  )
  if (system === undefined) return { outcome: 'failed', rule: null, attempt: located.attempt }
  const updates = {
    clientId: sender.clientId.replace(/^GUID:/, '').toLowerCase(),
    dnsName: client.fqdn,
    now: surroundings.clock.now(),
  }
  const { attempt, answer } = await acting.turnTo('software-update-point', scan(updates), { system })
  const how = attempt.protocol.toUpperCase()
  acting.tell(
    answer
      ? `scanned against ${system} by ${how}: ${answer.updates.length} updates offered`
      : `could not scan against ${system} by ${how}: ${attempt.diagnosis ?? attempt.why}`,
    null,
    attempt,
  )
  return { outcome: attempt.outcome, rule: null, attempt }
}
