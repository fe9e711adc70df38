import t from 'tap'
import type { Told } from '../../sim/evidence/end-evidence.ts'
import type { Attempt, ClientEvidence, EndEvidence } from '../../sim/index.ts'
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
function ofNoTime({ startedAt, durationMs, client_end, server_end, told, ...same }: Attempt) {
  return {
    ...{ ...same, isDated: isDate(startedAt) && durationMs >= 0, told: told && ofNoDate(told) },
    client_end: client_end && ofNoAddress(client_end),
    server_end: server_end && { ...server_end, siteMode: ofModeWithoutDate(server_end) },
  }
}

function ofNoDate({ at, ...same }: Told) {
  return { ...same, isDated: isDate(at) }
}

function ofModeWithoutDate({ siteMode }: EndEvidence) {
  return siteMode && { ...siteMode, since: siteMode.since && isDate(siteMode.since) }
}

function isDate(text: string): boolean {
  return !Number.isNaN(Date.parse(text))
}

function ofNoAddress({ received, message, believed, ...same }: ClientEvidence) {
  return {
    ...{ ...same, anythingCame: received > 0, message: message.replace(/127(?:\.\d+){3}/g, 'ADDRESS') },
    believed: believed && { ...believed, told: believed.told && ofNoDate(believed.told) },
  }
}
