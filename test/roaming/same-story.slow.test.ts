import t from 'tap'
import type { Attempt, ClientEvidence } from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'
import type { Happening } from './live-through.ts'
import { trySeed } from './try-seed.ts'

const cache = newFolder(t)

void t.test(
  'the same hierarchy and the same day make the same recording and tell the same stories',
  async (t) => {
    for (let seed = 101; seed <= 112; seed++) {
      const [first, again] = [await recording(seed), await recording(seed)]
      t.strictSame(again, first, `seed ${seed}`)
    }
  },
)

async function recording(seed: number) {
  const { happenings } = await trySeed(seed, cache)
  return happenings.map(({ step, attempts, result, refused }: Happening) => ({
    ...{ step, refused },
    attempts: attempts.map(ofNoTime),
    result: result && { ...result, attempts: result.attempts.map(({ id }) => id) },
  }))
}

/**
 * Without when it was and how long it took, without the addresses that this run had, and without the length of what came:
 * signatures of elliptic curves are not all of the same length.
 */
function ofNoTime({ startedAt, durationMs, client_end, told, ...same }: Attempt) {
  const isDated = !Number.isNaN(Date.parse(startedAt)) && durationMs >= 0
  const teller = told && { by: told.by, attempt: told.attempt, isDated: !Number.isNaN(Date.parse(told.at)) }
  return { ...same, isDated, told: teller, client_end: client_end && ofNoAddress(client_end) }
}

function ofNoAddress({ received, message, ...same }: ClientEvidence) {
  return { ...same, anythingCame: received > 0, message: message.replace(/127(?:\.\d+){3}/g, 'ADDRESS') }
}
