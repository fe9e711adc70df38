import { packageContent } from '../../wire/distribution-point/package.ts'
import { restoreUserState } from '../conversations/restore-user-state.ts'
import { storeUserState } from '../conversations/store-user-state.ts'
import type { Acting, Ending } from './action.ts'

const fewBytes = 64 * 1024

/** Stores a user state of so many bytes, which follow from the computer's name, at the state migration point of its site. */
export async function storeState(acting: Acting, bytes = fewBytes): Promise<Ending> {
  const { name: computer } = acting.standing().client
  const content = Buffer.concat([
    ...packageContent({ id: computer, version: 0 }, { first: 0, last: bytes - 1 }),
  ])
  const { attempt, answer } = await acting.turnTo(
    'state-migration-point',
    storeUserState({ computer, bytes: content }),
  )
  const told = answer?.stored ? `stored ${bytes} bytes` : `could not store ${bytes} bytes`
  return ended(acting, attempt, told, answer && !answer.stored ? answer.refusal : undefined)
}

/** Has the user state of this computer back, whole. */
export async function restoreState(acting: Acting): Promise<Ending> {
  const { name: computer } = acting.standing().client
  const { attempt, answer } = await acting.turnTo('state-migration-point', restoreUserState(computer))
  const told = answer?.restored ? `restored ${answer.bytes.length} bytes` : 'could not restore'
  return ended(acting, attempt, told, answer && !answer.restored ? answer.refusal : undefined)
}

/** A refusal is an answer of the point, and the action has failed all the same. */
function ended(
  acting: Acting,
  attempt: Ending['attempt'],
  told: string,
  refusal: string | undefined,
): Ending {
  if (!attempt) return { outcome: 'failed', rule: null }
  const why = refusal ?? attempt.diagnosis ?? (attempt.outcome === 'withheld' ? attempt.why : undefined)
  const whom = attempt.system ?? 'the state migration point'
  acting.tell(
    `${told} at ${whom} by ${attempt.protocol.toUpperCase()}${why === undefined ? '' : `: ${why}`}`,
    null,
    attempt,
  )
  return { outcome: refusal === undefined ? attempt.outcome : 'failed', rule: null, attempt }
}
