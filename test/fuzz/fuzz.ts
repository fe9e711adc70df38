import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { fuzzTargets } from './targets.ts'

// `npm run fuzz -- [seconds] [name] [--seed N]` sends nonsense to each listener for this many seconds, each in a process
// of its own, so that a listener that hangs or runs out of memory is noticed.
const { positionals, values } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } })
const [seconds = '60', name] = positionals
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 32))
const targets = fuzzTargets.filter((target) => name === undefined || target.name === name)

if (!/^\d+$/.test(seed) || !(Number(seconds) > 0) || targets.length === 0) {
  const names = fuzzTargets.map((target) => target.name).join(', ')
  process.stderr.write(`usage: npm run fuzz -- [seconds] [name] [--seed N]; a name is one of ${names}\n`)
  process.exitCode = 2
} else {
  process.stdout.write(`seed ${seed}\n`)
  await Promise.all(Array.from({ length: availableParallelism() }, () => lane(targets)))
}

/** One after the other, as many at a time as there are processors. */
async function lane(left: { name: string }[]): Promise<void> {
  for (let target = left.shift(); target; target = left.shift()) {
    if (!(await passes(target.name))) process.exitCode = 1
  }
}

/** Ends a process that hangs: it had its seconds, and time to start and to end. */
async function passes(target: string): Promise<boolean> {
  const child = spawn(
    process.execPath,
    [
      ...['--expose-gc', '--enable-source-maps', '--max-old-space-size=512'],
      ...[fileURLToPath(new URL('fuzz-one.js', import.meta.url)), target, seconds, seed],
    ],
    { stdio: 'inherit', timeout: (Number(seconds) + 60) * 1000, killSignal: 'SIGKILL' },
  )
  const code = await new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? signal ?? 0)),
  )
  // A process that ends with 1 has said itself why.
  if (code === 'SIGKILL') process.stdout.write(`${target}: FAILED: it hangs, and was ended\n`)
  else if (code !== 0 && code !== 1) process.stdout.write(`${target}: FAILED: its process died, ${code}\n`)
  return code === 0
}
