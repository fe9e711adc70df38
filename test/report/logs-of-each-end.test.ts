import t, { type Test } from 'tap'
import type { ClientEvidence } from '../../sim/evidence/end-evidence.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { CatalogueEntry } from '../../sim/evidence/catalogue-entry.ts'
import { explain } from '../../sim/evidence/explanation/explain.ts'
import type { RecordedHierarchy } from '../../sim/evidence/recording/recording.ts'
import { clientLogs } from '../../sim/report/logs/client-logs.ts'
import { webServerLogs } from '../../sim/report/logs/web-server-log.ts'
import type { TextFile } from '../../sim/report/output-file.ts'
import { openProvoked, turnTo, type Conditions } from '../../sim/scenario/lab/provoke.ts'
import { createSemaphore } from '../../sim/semaphore.ts'
import { isFaultOf } from '../../sim/vocabulary/fault.ts'
import { isWebProtocol } from '../../sim/vocabulary/network.ts'
import { newFolder } from '../new-folder.ts'
import { beginRecording, recordedWhile } from './recorded.ts'

/** Every failure of the catalogue over sockets, in each way in which it shows: both logs of one recording. */
interface Provoked {
  entry: CatalogueEntry
  conditions: string
  hierarchy: RecordedHierarchy
}

const cache = newFolder(t)
const limited = createSemaphore(8)
const provoked = await Promise.all(
  [...catalogue, ...catalogue.flatMap(overHttp)].flatMap((entry) =>
    conditionsOf(entry).map((conditions) => limited(() => provokedUnder(entry, conditions))),
  ),
)

/** The faults that a port without TLS has as well. */
function overHttp({ provocation, ...entry }: CatalogueEntry): CatalogueEntry[] {
  const { fault, protocol, mode } = provocation
  if (fault === undefined || protocol !== undefined || mode !== undefined) return []
  if (!isFaultOf(fault, 'port', 'connection', 'HTTP')) return []
  return [{ ...entry, provocation: { ...provocation, protocol: 'http', mode: 'mixed', tls: ['1.2'] } }]
}

function conditionsOf({ provocation }: CatalogueEntry): Conditions[] {
  return (provocation.tls ?? (['1.2', '1.3'] as const)).flatMap((tls) =>
    (provocation.refusal ?? (['handshake'] as const)).map((refusal) => ({ tls, refusal, keys: 'ec' })),
  )
}

async function provokedUnder(entry: CatalogueEntry, conditions: Conditions): Promise<Provoked> {
  const { recording, journal } = beginRecording()
  let tellServed = (): void => undefined
  const served = new Promise<void>((resolve) => (tellServed = resolve))
  await using running = await openProvoked(entry.provocation, conditions, {
    cache,
    timeout: 3000,
    journal(event) {
      journal(event)
      if (event.type === 'request') tellServed()
    },
  })
  const { id, client_end: end } = await turnTo(running, entry.provocation)
  if (end && wasAnswered(end)) await served
  const [hierarchy] = recording.hierarchies
  if (!hierarchy) throw new Error('nothing was recorded')
  // A forced attempt may have tried a closed port before, and a conversation may have begun well.
  const attempts = hierarchy.attempts.filter(({ attempt }) => attempt.id === id)
  const requests = hierarchy.requests.slice(Math.max(0, (attempts[0]?.exchanges.length ?? 0) - 1))
  return {
    entry,
    conditions: `${id} of ${entry.id}, TLS ${conditions.tls}, ${conditions.refusal}`,
    hierarchy: { ...hierarchy, attempts, requests },
  }
}

/** The web server's answer had begun. */
function wasAnswered({ code, answering }: ClientEvidence): boolean {
  return answering === true || /^\d{3}/.test(code)
}

function linesOf(files: readonly TextFile[]): string[] {
  return files
    .flatMap(({ text }) => text.split('\r\n'))
    .filter((line) => line !== '' && !line.startsWith('#'))
}

/** The messages of type 3: errors. */
function errorsOf(hierarchy: RecordedHierarchy): string[] {
  return linesOf(clientLogs(hierarchy, 0)).flatMap((line) => {
    const [, message] = /^<!\[LOG\[(.*)\]LOG\]!>.* type="3"/.exec(line) ?? []
    return message ?? []
  })
}

function codesIn(message: string): string[] {
  return [
    /\bCode=([1-9]\d*)/,
    /\b(WINHTTP_CALLBACK_STATUS_FLAG_\w+)/,
    /\bStatusCode=(\d+)/,
    /\bText=(ERROR_WINHTTP_\w+)/,
    / failed by \S+ at \S+ \(([^)]+)\)/,
  ].flatMap((pattern) => pattern.exec(message)?.[1] ?? [])
}

interface Logged {
  status: number
  substatus: number
  win32: number
}

/** The answers in a web server's log that are no success. */
function refusalsIn(hierarchy: RecordedHierarchy): Logged[] {
  return linesOf(webServerLogs(hierarchy, 0))
    .map((line) => {
      const [status = 0, substatus = 0, win32 = 0] = line.split(' ').slice(11, 14).map(Number)
      return { status, substatus, win32 }
    })
    .filter(({ status, win32 }) => status >= 400 || win32 !== 0)
}

function leadsTo(t: Test, code: string, { entry, conditions }: Provoked): void {
  const ids = explain(code).flatMap(({ candidates }) => candidates.map(({ id }) => id))
  t.ok(ids.includes(entry.id), `${conditions}: ${code} can be it`)
}

void t.test('each code in the log of either end can be the failure that it is of', (t) => {
  for (const one of provoked) {
    const codes = errorsOf(one.hierarchy).flatMap(codesIn)
    t.ok(codes.length > 0, `${one.conditions}: the client logs a code`)
    for (const { status, substatus, win32 } of refusalsIn(one.hierarchy)) {
      if (status >= 400) codes.push(String(status))
      if (substatus !== 0) codes.push(`${status}.${substatus}`)
      if (win32 !== 0) codes.push(String(win32))
    }
    for (const code of new Set(codes)) leadsTo(t, code, one)
  }
  t.end()
})

void t.test('a web server logs what the catalogue says, and nothing of a failure below it', (t) => {
  for (const { entry, conditions, hierarchy } of provoked) {
    const { webServer } = entry
    const end = hierarchy.attempts[0]?.attempt.client_end
    const logged = webServer && end && wasAnswered(end) ? [{ substatus: 0, win32: 0, ...webServer }] : []
    t.strictSame(refusalsIn(hierarchy), logged, conditions)
  }
  t.end()
})

void t.test(
  'a client that was answered logs the status, and one that was not logs an error of WinHTTP',
  (t) => {
    for (const { entry, conditions, hierarchy } of provoked) {
      if (!isWebProtocol(entry.provocation.protocol ?? 'https')) continue
      const errors = errorsOf(hierarchy)
      const { status = null, client_end: end } = hierarchy.attempts[0]?.attempt ?? {}
      if (end?.code === 'UNEXPECTED_ANSWER') continue
      const answered = errors.filter((line) =>
        /Options=(0|31|63), Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE$/.test(line),
      )
      const why = errors.filter((line) =>
        new RegExp(`^\\[CCMHTTP\\] ERROR INFO: StatusCode=${status} StatusText=[A-Z].*$`).test(line),
      )
      const unanswered = errors.filter((line) =>
        /Options=(0|31|63), Code=12\d+, Text=ERROR_WINHTTP_/.test(line),
      )
      const counts = [answered.length, why.length, unanswered.length]
      t.strictSame(counts, status === null ? [0, 0, 1] : [1, 1, 0], conditions)
      t.notOk(
        errors.some((line) => line.includes('…')),
        conditions,
      )
    }
    t.end()
  },
)

void t.test('a client without a certificate logs why it has none', (t) => {
  const without = provoked.filter(({ entry }) => entry.clientError !== undefined)
  t.equal(new Set(without.map(({ entry }) => entry.clientError)).size, 6)
  for (const { entry, conditions, hierarchy } of without) {
    const why = linesOf(clientLogs(hierarchy, 0)).filter((line) => line.includes(`(${entry.clientError})`))
    t.equal(why.length, 1, conditions)
    t.match(why[0], /component="CcmExec" context="" type="2"/, conditions)
  }
  t.end()
})

void t.test('neither end’s log changes with what the other end saw', (t) => {
  for (const { conditions, hierarchy } of provoked) {
    const otherServer: RecordedHierarchy = {
      ...hierarchy,
      requests: [],
      attempts: hierarchy.attempts.map((line) => ({
        ...line,
        server: null,
        attempt: {
          ...line.attempt,
          outcome: line.attempt.outcome === 'failed' ? ('contradicted' as const) : line.attempt.outcome,
          contradiction: 'what both ends say',
          server_end: { stage: 'tls', code: 'CERT_REVOKED', message: 'seen by the server' },
          diagnosis: 'client-certificate-revoked',
        },
      })),
    }
    t.strictSame(clientLogs(otherServer, 0), clientLogs(hierarchy, 0), conditions)
    t.strictSame(webServerLogs({ ...hierarchy, attempts: [] }, 0), webServerLogs(hierarchy, 0), conditions)
  }
  t.end()
})

void t.test(
  'a server that cannot fetch a revocation list says so in its log, and the client does not',
  async (t) => {
    const { hierarchies } = await recordedWhile(
      {
        sites: [
          {
            ...{ code: 'NAT', mode: 'native', refusal: 'iis', crlChecking: false },
            systems: [{ name: 'mp', roles: ['management-point'] }],
          },
        ],
        clients: [{ name: 'PC', assignedSite: 'NAT' }],
      },
      async (running) => {
        for (const fault of ['silent', 'not-listening', 'list-expired'] as const) {
          await running.break('crl', fault)
          t.match(await running.client('PC').contact('management-point'), { substatus: 13 })
        }
        await running.repair('crl')
        running.revoke({ client: 'PC' })
        t.match(await running.client('PC').contact('management-point'), { substatus: 13 })
      },
    )
    const [offline, revoked] = [2148081683, 2148081680]
    t.strictSame(
      hierarchies.flatMap(refusalsIn),
      [offline, offline, offline, revoked].map((win32) => ({ status: 403, substatus: 13, win32 })),
    )
    const product = hierarchies.flatMap(errorsOf).filter((line) => line.startsWith('[CCMHTTP]'))
    t.match(product[0], /^\[CCMHTTP\] ERROR: URL=https:\S+, Port=8443, Options=31, Code=0, Text=CCM_E_BAD_/)
    t.equal(product[1], '[CCMHTTP] ERROR INFO: StatusCode=403 StatusText=Forbidden')
    t.equal(new Set(product).size, 2, 'the same four times')
  },
)
