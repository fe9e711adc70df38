import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { AttemptEnded } from '../../sim/evidence/recording/event.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { newFolder } from '../new-folder.ts'
import { capturedRun, disagreements, type TimedEvent } from './captured-run.ts'
import { lacks } from './run-program.ts'

const file = fileURLToPath(
  new URL('../../../scenarios/native-client-without-http-in-mixed-site.yaml', import.meta.url),
)

type Changed = (line: AttemptEnded) => AttemptEnded | undefined

/** Each tells of one attempt what did not happen; undefined where it is no attempt to tell it of. */
const untruths: Record<string, Changed> = {
  'another port': (line) => (line.ends ? { ...line, ends: { ...line.ends, clientPort: 1 } } : undefined),
  'another status': (line) => {
    const [first, ...rest] = line.exchanges
    if (!first?.answer) return undefined
    return { ...line, exchanges: [{ ...first, answer: { ...first.answer, status: 299 } }, ...rest] }
  },
  'another answer to a handshake in the clear': (line) => {
    const { attempt, server } = line
    const inClear = attempt.protocol === 'https' && attempt.tls === null && server?.status != null
    return inClear ? { ...line, server: { ...server, status: 299 } } : undefined
  },
  'another word on the certificate': ({ attempt, ...line }) => {
    const { tls } = attempt
    const clientCertificate = !tls?.clientCertificate
    return tls ? { ...line, attempt: { ...attempt, tls: { ...tls, clientCertificate } } } : undefined
  },
  'withheld, though it was made': ({ attempt, ...line }) =>
    line.ends
      ? { ...line, ends: null, attempt: { ...attempt, outcome: 'withheld', client_end: null } }
      : undefined,
  'refused, though it was withheld': ({ attempt, ...line }) => {
    const message = 'connect ECONNREFUSED 127.16.1.1:8443'
    const client_end = { stage: 'connect', code: 'ECONNREFUSED', message, received: 0, own: null } as const
    return attempt.outcome === 'withheld'
      ? { ...line, attempt: { ...attempt, outcome: 'failed', client_end } }
      : undefined
  },
}

void t.test(
  'a capture of a scenario agrees with its recording, and with no other',
  { skip: lacks('tshark', '-v') },
  async (t) => {
    const { scenario } = await loadScenario(file)
    const run = await capturedRun(t, newFolder(t), (options) => recordScenarios([scenario], options))
    if (!run) {
      t.comment('tshark may not capture here')
      return
    }
    const { events, flows } = run
    t.strictSame(disagreements(events, flows), [])

    for (const type of ['attempt', 'revocation-list'] as const) {
      const left = events.findLastIndex((event) => event.type === type && event.ends !== null)
      t.equal(disagreements(events.toSpliced(left, 1), flows).length, 1, `without an event of ${type}`)
    }
    for (const [name, change] of Object.entries(untruths)) {
      const told = tellOfOne(events, change)
      t.not(told, undefined, `there is an attempt to tell: ${name}`)
      t.ok(disagreements(told ?? [], flows).length > 0, name)
    }
  },
)

function tellOfOne(events: readonly TimedEvent[], change: Changed): TimedEvent[] | undefined {
  for (const [index, event] of events.entries()) {
    const changed = event.type === 'attempt' ? change(event) : undefined
    if (changed) return events.toSpliced(index, 1, { ...changed, at: event.at })
  }
  return undefined
}
