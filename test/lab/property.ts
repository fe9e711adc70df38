import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { shortestStory, trySeed } from '../roaming/try-seed.ts'
import { makeBatch, random, tryBatch, type Judged } from './pairs.ts'

// `npm run property`: ten thousand pairs of a client and a site system and two thousand hierarchies, or as many as are
// asked for, from this seed or another.
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' },
    hierarchies: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const seed = numberIn(values.seed)
const [pairs, hierarchies] = [numberIn(values.pairs), numberIn(values.hierarchies)]

const sound = [
  pairs === 0 || (await tryPairs(pairs, seed)),
  hierarchies === 0 || (await tryHierarchies(hierarchies, seed)),
]
process.exitCode = sound.includes(false) ? 1 : 0

function numberIn(written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written)
  throw new RangeError(`"${written}" is no number`)
}

async function tryPairs(wanted: number, seed: number): Promise<boolean> {
  const next = random(seed)
  const judged: Judged[] = []
  await inLanes(2 * availableParallelism(), async () => {
    if (judged.length >= wanted) return false
    judged.push(...(await tryBatch(makeBatch(25, next))))
    progress(judged.length, wanted)
    return true
  })
  const failed = judged.filter(({ cause }) => cause !== null)
  const wrong = judged.filter(({ cause, diagnosis }) => diagnosis !== cause)
  const missed = failed.filter(({ place }) => place < 0)
  const first = failed.filter(({ place }) => place === 0)
  for (const { story } of [...wrong, ...missed].slice(0, 10)) process.stderr.write(`${story}\n`)
  process.stdout.write(
    `seed ${seed}: ${judged.length} pairs, ${wrong.length} diagnosed wrongly; from the client's end alone ` +
      `${missed.length} causes are not among the candidates, ${((100 * first.length) / failed.length).toFixed(1)} % come first\n`,
  )
  return wrong.length + missed.length === 0 && first.length >= 0.9 * failed.length
}

/** Hierarchies of the seeds from this one on. */
async function tryHierarchies(wanted: number, seed: number): Promise<boolean> {
  const cache = await mkdtemp(join(tmpdir(), 'sitemode-property-'))
  const wrong: number[] = []
  let [begun, tried, steps, attempts] = [0, 0, 0, 0]
  await inLanes(availableParallelism(), async () => {
    if (begun >= wanted) return false
    const one = seed + begun++
    const { happenings, wrong: sentences } = await trySeed(one, cache)
    tried += 1
    steps += happenings.length
    attempts += happenings.flatMap((happening) => happening.attempts).length
    if (sentences.length > 0) wrong.push(one)
    progress(tried, wanted)
    return true
  })
  for (const one of wrong.slice(0, 5)) process.stderr.write(`${await shortestStory(one, cache)}\n`)
  await rm(cache, { recursive: true })
  process.stdout.write(
    `seed ${seed}: ${tried} hierarchies, ${steps} steps, ${attempts} attempts; ` +
      `${wrong.length} break what the documentation says${wrong.length > 0 ? `: seeds ${wrong.join(', ')}` : ''}\n`,
  )
  return wrong.length === 0
}

/** Runs this many tasks at a time until there are no more. */
async function inLanes(count: number, doNext: () => Promise<boolean>): Promise<void> {
  const lane = async (): Promise<void> => {
    while (await doNext());
  }
  await Promise.all(Array.from({ length: count }, lane))
}

function progress(done: number, wanted: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${wanted}`)
}
