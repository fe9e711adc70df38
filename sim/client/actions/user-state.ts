import { userStateBySmb } from '../../rules/user-state.ts'
import { parseWebLocation, type ShareLocation } from '../../wire/server-address.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import { packageContent } from '../../wire/distribution-point/package.ts'
import {
  captureStore,
  readUserState,
  releaseStore,
  restoreStore,
  writeUserState,
  type GrantedStore,
  type Refused,
} from '../conversations/user-state.ts'
import { locateStateMigrationPoint } from '../conversations/locate.ts'
import { systemAt, toldBy, type KnownSystem } from '../knowledge.ts'
import { onShare } from '../purpose.ts'
import type { ShareConversation } from '../transports/smb/smb.ts'
import { claimedLocation } from './active-directory.ts'
import { byProtocol, reasonOf, withoutSuccess, type ActionContext, type Ending } from './action.ts'
import { findDefaultManagementPoint } from './management-points.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** How many bytes of user state were stored or restored. */
export interface UserStateData {
  /** Bytes of user state, not of packets. */
  bytes: number
}

/** Bytes; not documented, our choice. */
const smallState = 64 * 1024

/**
 * Stores a user state of this many bytes, made from the computer's name, at its site's state migration point: asks for a store,
 * writes into its share, and releases the store.
 */
export async function storeState(action: ActionContext, bytes = smallState): Promise<Ending<UserStateData>> {
  const { name: computer } = action.context().client
  const content = Buffer.concat([
    ...packageContent({ id: computer, version: 0 }, { first: 0, last: bytes - 1 }),
  ])
  const found = await findStateMigrationPoint(action)
  if ('outcome' in found) return found
  const sentence = `could not store ${bytes} bytes`
  const asked = await action.converse(found, captureStore(computer, bytes))
  if (!isGranted(asked.result)) return failed(action, asked.attempt, sentence, asked.result?.refusal)
  const { id, folder } = asked.result
  const written = await useShare(action, found, folder, writeUserState(folder, content))
  if (!written.result) return failed(action, written.attempt, sentence, undefined)
  action.tell(`wrote ${bytes} bytes to ${placeOf(written.attempt)}`, userStateBySmb, written.attempt)
  const { attempt, result } = await action.converse(found, releaseStore(computer, id))
  if (result && !('refusal' in result)) return succeeded(action, attempt, 'stored', bytes)
  return failed(action, attempt, sentence, result?.refusal)
}

/** Restores the whole user state of this computer. */
export async function restoreState(action: ActionContext): Promise<Ending<UserStateData>> {
  const { name: computer } = action.context().client
  const found = await findStateMigrationPoint(action)
  if ('outcome' in found) return found
  const asked = await action.converse(found, restoreStore(computer))
  if (!isGranted(asked.result))
    return failed(action, asked.attempt, 'could not restore', asked.result?.refusal)
  const { id, folder } = asked.result
  const read = await useShare(action, found, folder, readUserState(asked.result))
  if (!read.result) return failed(action, read.attempt, 'could not restore', undefined)
  const bytes = read.result.length
  action.tell(`read ${bytes} bytes from ${placeOf(read.attempt)}`, userStateBySmb, read.attempt)
  const { attempt, result } = await action.converse(found, releaseStore(computer, id))
  if (result && !('refusal' in result)) return succeeded(action, attempt, 'restored', bytes)
  return failed(action, attempt, 'could not restore', result?.refusal)
}

function isGranted(answer: GrantedStore | Refused | undefined): answer is GrantedStore {
  return answer !== undefined && !('refusal' in answer)
}

function useShare<Result>(
  action: ActionContext,
  found: KnownSystem,
  { host, share, path }: ShareLocation,
  conversation: ShareConversation<Result>,
) {
  const system = { ...found, fqdn: host, share: { name: share, path } }
  return action.contact(system, onShare(conversation), { overSmb: userStateBySmb })
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

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the size of the user state that it stores: 64 KiB',
  },
]
