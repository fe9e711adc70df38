import type { Test } from 'tap'
import { endAt, sitemode } from './command.ts'
import type { Moment } from './end-of-process.ts'

/** Interrupts a command at moments of its work, one process after another with one cache, and checks the cache. */
export async function interruptedAt(
  t: Test,
  cache: string,
  args: string[],
  moments: readonly (readonly [Moment['event'], number])[],
): Promise<void> {
  for (const [index, [event, count]] of moments.entries()) {
    const signal = index % 2 === 0 ? 'SIGINT' : 'SIGTERM'
    // Once it is open, `serve` closes everything in order; it opens all listeners in one turn, before any signal is handled.
    const isOrderly = event !== 'start' && args.includes('serve')
    const { code, stderr } = await endAt(cache, args, {
      ...{ event, count, signal },
      ...(isOrderly && { orderly: true }),
    })
    const where = `${args.join(' ')} at ${event} ${count}: ${code}`
    t.ok(codesAfter(event, signal, args).includes(code), where)
    // Some of the shipped hierarchies give warnings on purpose.
    const said = stderr.split('\n').filter((line) => line !== '' && !line.includes(': warning: '))
    t.strictSame(said, [], 'at once, and without a word')
  }
  const { status, stdout } = await sitemode(cache, 'matrix', '--json')
  t.equal(status, 0)
  const left = `with what ${args.join(' ')} left`
  t.match(JSON.parse(stdout), { summary: { agree: 38, disagree: 0 } }, left)
}

function codesAfter(event: Moment['event'], signal: NodeJS.Signals, args: string[]): (number | null)[] {
  // Before our handler is there the signal itself ends the process.
  if (event === 'start') return [null]
  const interrupted = signal === 'SIGINT' ? 130 : 143
  // Later processes do not publish again, and a command may end after its last output; `serve` never does.
  const mayBeThrough = ['link', 'print'].includes(event) && !args.includes('serve')
  // Some clients of the plan are stranded.
  const through = args.includes('plan') ? 1 : 0
  return mayBeThrough ? [interrupted, through] : [interrupted]
}
