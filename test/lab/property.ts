import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ownProcess } from '../../sim/library/own-process.ts'
import { readJobs } from '../../sim/cli/shards/jobs-option.ts'
import { inOrder } from '../../sim/jobs/in-order.ts'
import { openPool } from '../../sim/jobs/pool.ts'
import { serveUnits } from '../../sim/jobs/serve-units.ts'
import { createSemaphore } from '../../sim/semaphore.ts'
import { shortestStory, trySeed } from '../roaming/try-seed.ts'
import { makeBatch, random, tryBatch, type Batch, type Judged } from './pairs.ts'

// `npm run property`: ten thousand pairs of a client and a site system and two thousand hierarchies, or as many as are
// asked for, from this seed or another, in one process or in several.
const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '10000' },
    hierarchies: { type: 'string', default: '2000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    jobs: { type: 'string', default: '1' },
  },
})
const seed = numberIn(values.seed)
const [pairs, hierarchies] = [numberIn(values.pairs), numberIn(values.hierarchies)]
const jobs = readJobs(values.jobs)

/** Set in the environment of a process that tries for another one. */
const marker = 'SITEMODE_PROPERTY_JOB'

/** A process mostly waits for clients to time out. */
const atOnce = 4

/** What is tried by itself: a batch of pairs, or the hierarchy of a seed. */
type Unit = { batch: Batch } | { seed: number; cache: string }

/** What came of it; of a hierarchy in numbers. */
type Found = { judged: Judged[] } | { seed: number; steps: number; attempts: number; isWrong: boolean }

if (process.env[marker] === '1') await serveUnits<Unit, Found>(ownProcess(process).line(), tryUnit)

const forked = jobs > 1 ? openPool<Unit, Found>(startJob, { jobs, atOnce }) : undefined
const limited = createSemaphore(atOnce)
const act = (unit: Unit): Promise<Found> =>
  forked
    ? forked.do(unit, 'seed' in unit ? `the hierarchy of seed ${unit.seed}` : 'a batch of pairs')
    : limited(() => tryUnit(unit))

const sound = [
  pairs === 0 || (await tryPairs(pairs, seed)),
  hierarchies === 0 || (await tryHierarchies(hierarchies, seed)),
]
await forked?.[Symbol.asyncDispose]()
process.exitCode = sound.includes(false) ? 1 : 0

function startJob() {
  return fork(fileURLToPath(import.meta.url), process.argv.slice(2), {
    env: { ...process.env, [marker]: '1' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
}

async function tryUnit(unit: Unit): Promise<Found> {
  if ('batch' in unit) return { judged: await tryBatch(unit.batch) }
  const { happenings, wrong } = await trySeed(unit.seed, unit.cache)
  const attempts = happenings.flatMap((happening) => happening.attempts).length
  return { seed: unit.seed, steps: happenings.length, attempts, isWrong: wrong.length > 0 }
}

function numberIn(written: string): number {
  if (/^\d{1,9}$/.test(written)) return Number(written)
  throw new RangeError(`"${written}" is no number`)
}

/** Batches with as many pairs as are wanted, and a few more. */
function* batchesOf(wanted: number, seed: number): Generator<Unit> {
  const next = random(seed)
  for (let made = 0; made < wanted;) {
    const batch = makeBatch(25, next)
    made += batch.pairs.length
    yield { batch }
  }
}

async function tryPairs(wanted: number, seed: number): Promise<boolean> {
  const judged: Judged[] = []
  for await (const found of inOrder(batchesOf(wanted, seed), jobs, act)) {
    if ('judged' in found) judged.push(...found.judged)
    progress(judged.length, wanted)
  }
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
  let [tried, steps, attempts] = [0, 0, 0]
  const units = Array.from({ length: wanted }, (_, index): Unit => ({ seed: seed + index, cache }))
  for await (const found of inOrder(units, jobs, act)) {
    if (!('seed' in found)) continue
    tried += 1
    steps += found.steps
    attempts += found.attempts
    if (found.isWrong) wrong.push(found.seed)
    progress(tried, wanted)
  }
  for (const one of wrong.slice(0, 5)) process.stderr.write(`${await shortestStory(one, cache)}\n`)
  await rm(cache, { recursive: true })
  process.stdout.write(
    `seed ${seed}: ${tried} hierarchies, ${steps} steps, ${attempts} attempts; ` +
      `${wrong.length} break what the documentation says${wrong.length > 0 ? `: seeds ${wrong.join(', ')}` : ''}\n`,
  )
  return wrong.length === 0
}

function progress(done: number, wanted: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${wanted}`)
}
