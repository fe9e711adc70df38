import { parseWebLocation } from '../../wire/server-address.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import { packageContent } from '../../wire/distribution-point/package.ts'
import { restoreUserState, storeUserState } from '../conversations/user-state.ts'
import { locateStateMigrationPoint } from '../conversations/locate.ts'
import { systemAt, toldBy, type KnownSystem } from '../knowledge.ts'
import { claimedLocation } from './active-directory.ts'
import { byProtocol, reasonOf, withoutSuccess, type ActionContext, type Ending } from './action.ts'
import { findDefaultManagementPoint } from './management-points.ts'

/** How many bytes of user state were stored or restored. */
export interface UserStateData {
  bytes: number
}

/** Bytes; not documented, our choice. */
const smallState = 64 * 1024

/** Stores a user state of this many bytes, made from the computer's name, at its site's state migration point. */
export async function storeState(action: ActionContext, bytes = smallState): Promise<Ending<UserStateData>> {
  const { name: computer } = action.context().client
  const content = Buffer.concat([
    ...packageContent({ id: computer, version: 0 }, { first: 0, last: bytes - 1 }),
  ])
  const found = await findStateMigrationPoint(action)
  if ('outcome' in found) return found
  const { attempt, result } = await action.converse(found, storeUserState({ computer, bytes: content }))
  if (result?.stored) return succeeded(action, attempt, 'stored', bytes)
  return failed(action, attempt, `could not store ${bytes} bytes`, result?.refusal)
}

/** Restores the whole user state of this computer. */
export async function restoreState(action: ActionContext): Promise<Ending<UserStateData>> {
  const { name: computer } = action.context().client
  const found = await findStateMigrationPoint(action)
  if ('outcome' in found) return found
  const { attempt, result } = await action.converse(found, restoreUserState(computer))
  if (result?.restored) return succeeded(action, attempt, 'restored', result.bytes.length)
  return failed(action, attempt, 'could not restore', result?.refusal)
}

function succeeded(
  action: ActionContext,
  attempt: Attempt,
  verb: string,
  bytes: number,
): Ending<UserStateData> {
  action.tell(`${verb} ${bytes} bytes at ${placeOf(attempt)}`, null, attempt)
  return { outcome: attempt.outcome, rule: null, attempt, data: { bytes } }
}

/** A refusal makes the action fail, although the attempt was answered. */
function failed(
  action: ActionContext,
  attempt: Attempt,
  sentence: string,
  refusal: string | undefined,
): Ending<UserStateData> {
  const why = refusal ?? attempt.diagnosis ?? (attempt.outcome === 'withheld' ? attempt.why : undefined)
  action.tell(`${sentence} at ${placeOf(attempt)}${why === undefined ? '' : `: ${why}`}`, null, attempt)
  return { outcome: refusal === undefined ? attempt.outcome : 'failed', rule: null, attempt }
}

function placeOf(attempt: Attempt): string {
  return `${attempt.system ?? 'the state migration point'} ${byProtocol(attempt)}`
}

/** The state migration point that the client's management point names first, or how the action ends without one. */
async function findStateMigrationPoint(action: ActionContext): Promise<KnownSystem | Ending> {
  const own = await findDefaultManagementPoint(action)
  if ('outcome' in own) return own
  const { client, at, network, assigned } = action.context()
  const sender = { name: client.name, managementPoint: own.fqdn, now: network.clock.now() }
  const request = { assignedSite: assigned?.code ?? '', location: claimedLocation(at) }
  const { attempt, result } = await action.converse(own, locateStateMigrationPoint(sender, request))
  const told = toldBy('management-point', attempt)
  const [system] = (result ?? []).flatMap(({ siteCode: code, masterSiteCode: primary, records }) =>
    records.flatMap(({ url }) => {
      const web = parseWebLocation(url)
      return web ? systemAt(web, 'state-migration-point', { code, primary }, told) : []
    }),
  )
  action.tell(
    result
      ? `asked ${own.fqdn} for the state migration point: ${system?.fqdn ?? 'none'}`
      : `could not ask ${own.fqdn} for the state migration point: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  return system ?? { outcome: withoutSuccess(attempt), rule: null, attempt }
}
