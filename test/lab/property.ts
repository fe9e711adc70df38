import { availableParallelism } from 'node:os'
import { makeBatch, random, tryBatch, type Judged } from './pairs.ts'

// What `npm run property` does: ten thousand pairs, or as many as are asked for, from this seed or another.
const [, , pairs = '10000', seed = String(Date.now() % 1_000_000)] = process.argv
const next = random(Number(seed))
const judged: Judged[] = []

async function lane(): Promise<void> {
  while (judged.length < Number(pairs)) {
    judged.push(...(await tryBatch(makeBatch(25, next))))
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${judged.length}/${pairs}`)
  }
}

await Promise.all(Array.from({ length: 2 * availableParallelism() }, lane))
const failed = judged.filter(({ cause }) => cause !== null)
const wrong = judged.filter(({ cause, diagnosis }) => diagnosis !== cause)
const missed = failed.filter(({ place }) => place < 0)
const first = failed.filter(({ place }) => place === 0)
for (const { story } of [...wrong, ...missed].slice(0, 10)) process.stderr.write(`${story}\n`)
process.stdout.write(
  `seed ${seed}: ${judged.length} pairs, ${wrong.length} diagnosed wrongly; from the client's end alone ` +
    `${missed.length} causes are not among the candidates, ${((100 * first.length) / failed.length).toFixed(1)} % come first\n`,
)
process.exitCode = wrong.length + missed.length > 0 || first.length < 0.9 * failed.length ? 1 : 0
