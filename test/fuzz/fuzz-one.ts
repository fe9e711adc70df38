import { attack, complaints, type Report } from './attack.ts'
import type { Nonsense } from './nonsense.ts'
import { fuzzTargets } from './targets.ts'

// One listener, for `fuzz.ts`: name, seconds, seed. One line on stdout, and on a failure what was sent last.
const [, , name, seconds = '60', seed = '0'] = process.argv
const target = fuzzTargets.find((candidate) => candidate.name === name)
const { gc } = globalThis
if (!target || !gc) throw new Error('run by fuzz.js')

const lastInputs: Nonsense[] = []
const escaped: string[] = []
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (reason: unknown) => {
    if (escaped.length === 0) showLastInputs()
    escaped.push(`${event}: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`)
  })
}

const end = performance.now() + Number(seconds) * 1000
// Whatever ends it before it has judged is a failure.
process.exitCode = 1
try {
  const report = await attack(target, {
    seed: Number(seed),
    enough: () => performance.now() >= end || escaped.length > 0,
    collectGarbage: () => {
      gc()
    },
    sending(nonsense) {
      lastInputs.push(nonsense)
      if (lastInputs.length > 16) lastInputs.shift()
    },
  })
  const wrong = [...escaped, ...complaints(report)]
  say(`${inNumbers(report)}; ${wrong.length === 0 ? 'passed' : `FAILED: ${wrong.join('; ')}`}`)
  if (wrong.length === 0) process.exitCode = 0
} catch (error) {
  say(`FAILED: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
}

function inNumbers({ sent, before, after, peak }: Report): string {
  return (
    `${sent} inputs; memory ${mebibytes(before.heap)} before, ${mebibytes(after.heap)} after, ` +
    `${mebibytes(peak)} more at most; descriptors ${before.descriptors} before, ${after.descriptors} after`
  )
}

function say(verdict: string): void {
  process.stdout.write(`${name ?? ''}: ${verdict}\n`)
}

/** The targets of HTTP's own nonsense run only by name. */
function showLastInputs(): void {
  for (const { what, pieces } of lastInputs) {
    const bytes = Array.isArray(pieces) ? Buffer.concat(pieces).subarray(0, 2048).toString('base64') : '...'
    process.stderr.write(`${what}: ${bytes}\n`)
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
