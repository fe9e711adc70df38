import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf, titleOf } from '../../evidence/catalogue.ts'
import type { HttpExchange } from '../../evidence/connection.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { roleInWords } from '../in-words.ts'
import { groupBy } from '../lists.ts'
import { runFolder, safeName, type OutputFile } from '../output-file.ts'
import { addressAsTold } from '../told-in-words.ts'

/** The logs of each client, by component, in CMTrace's format; times by the simulation's clock. */
export function clientLogs(hierarchy: RecordedHierarchy, index: number): OutputFile[] {
  const told = toldLines(hierarchy)
  const lines = hierarchy.attempts.flatMap((line) =>
    [...(told.get(line.attempt.id) ?? []), ...attemptLines(line)].map((written) => ({
      written,
      client: line.attempt.client,
    })),
  )
  const clients = `${runFolder(hierarchy, index)}/clients`
  const files = groupBy(
    lines,
    ({ written, client }) => `${clients}/${safeName(client)}/${written.component}.log`,
  )
  return [...files].map(([path, within]) => ({
    path,
    text: `${within.map(({ written }) => cmtraceLine(written)).join('\r\n')}\r\n`,
  }))
}

/**
 * A line for each address that a client was told, and another when it goes by one that has grown old; by the id of the
 * attempt that goes there. Only the file is documented; the wording is our choice.
 */
function toldLines({ attempts }: RecordedHierarchy): ReadonlyMap<string, LogLine[]> {
  const byId = new Map(attempts.map(({ attempt }) => [attempt.id, attempt]))
  const logged = new Set<string>()
  const lines = new Map<string, LogLine[]>()
  for (const { attempt } of attempts) {
    const address = addressAsTold(attempt, byId)
    const fact = `${attempt.client} ${address}`
    if (address === undefined || logged.has(fact)) continue
    logged.add(fact)
    const message = `Using ${address}.`
    lines.set(attempt.id, [{ component: 'LocationServices', message, type: 1, at: attempt.startedAt }])
  }
  return lines
}

/**
 * The lines that a client logs of one attempt. A failure has the catalogue's line, where one is known. For the other
 * lines only the file is documented ("List of Log Files in Configuration Manager 2007"); the wording is our choice.
 */
function attemptLines(line: AttemptEnded): LogLine[] {
  const { attempt, exchanges } = line
  const logLine = (component: string, message: string, type: LogType = 1, atMs = 0): LogLine => ({
    component,
    message,
    type,
    at: new Date(Date.parse(attempt.startedAt) + atMs).toISOString(),
  })
  const { outcome, durationMs } = attempt
  const component = componentOf(attempt, exchanges[0])
  if (outcome === 'withheld')
    return [logLine(component, `${targetInWords(attempt)}: not used. ${attempt.why}`, 2)]
  const requests = exchanges.flatMap((exchange) =>
    exchange.answer
      ? [logLine(componentOf(attempt, exchange), exchangeInWords(exchange), 1, exchange.atMs)]
      : [],
  )
  const result =
    outcome === 'answered'
      ? logLine(
          component,
          `${targetInWords(attempt)}: answered by ${attempt.protocol.toUpperCase()}.`,
          1,
          durationMs,
        )
      : logLine(component, failureMessage(attempt), 3, durationMs)
  const inCcmExec = outcome === 'failed' ? catalogueLine(attempt) : null
  return [...requests, result, ...(inCcmExec === null ? [] : [logLine('CcmExec', inCcmExec, 3, durationMs)])]
}

function targetInWords({ role, relation, site, system }: Attempt): string {
  const where = site === null ? '' : ` of ${relation} site ${site}`
  return `${system ?? 'No system'} (${roleInWords(role)}${where})`
}

function exchangeInWords({ method, url, answer }: HttpExchange): string {
  return `${method} ${url}: HTTP ${answer?.status ?? ''}, ${answer?.body.bytes ?? 0} bytes.`
}

function failureMessage(attempt: Attempt): string {
  const { contradiction, diagnosis, client_end, url, protocol, outcome } = attempt
  if (outcome === 'contradicted') return `${targetInWords(attempt)}: contradicted. ${contradiction ?? ''}`
  const how = `${protocol.toUpperCase()} at ${url ?? ''} (${client_end?.code ?? ''})`
  return `${targetInWords(attempt)}: failed by ${how}: ${titleOf(diagnosis)}.`
}

/** The real client's own line, with its variable parts filled in. */
function catalogueLine({ diagnosis, url }: Attempt): string | null {
  const log = entryOf(diagnosis)?.clientLog
  if (!log || !url) return null
  const { port, protocol } = new URL(url)
  const scheme = protocol.slice(0, -1)
  return log.line
    .replace('URL=…', `URL=${url}`)
    .replace('Port=…', `Port=${port}`)
    .replace('Protocol=…', `Protocol=${scheme}`)
}

/** The component's name, or the function that picks it by the attempt and by its HTTP request, if there was one. */
type Component = string | ((attempt: Pick<Attempt, 'protocol'>, exchange?: HttpExchange) => string)

/** Besides site systems, the hosts that clients look things up at. */
type LookupRole = 'domain-controller' | 'name-server'

const components: Readonly<Record<SiteSystemRole | LookupRole, Component>> = {
  'management-point'(_attempt, exchange) {
    const path = exchange ? new URL(exchange.url).pathname.toLowerCase() : ''
    if (path.startsWith('/ccm_system')) return 'CcmMessaging'
    return path.startsWith('/sms_mp/.sms_pol') ? 'DataTransferService' : 'LocationServices'
  },
  'standard-distribution-point': transferring,
  'branch-distribution-point': transferring,
  'software-update-point': 'ScanAgent',
  // A task sequence moves user state, and its log is smsts.
  'state-migration-point': 'smsts',
  'fallback-status-point': 'FSPStateMessage',
  'server-locator-point': 'LocationServices',
  'pxe-service-point': 'smsts',
  'system-health-validator-point': 'Ccmsha',
  'reporting-point': 'CcmExec',
  'domain-controller': 'LocationServices',
  'name-server': 'LocationServices',
}

function transferring({ protocol }: Pick<Attempt, 'protocol'>, exchange?: HttpExchange): string {
  if (protocol === 'smb') return 'FileBITS'
  return exchange ? 'DataTransferService' : 'ContentTransferManager'
}

/**
 * The client's component that logs a request, by the documented purpose of each log ("List of Log Files in
 * Configuration Manager 2007", bb892800). A recording may name a role that this version does not know.
 */
function componentOf(attempt: Attempt, exchange?: HttpExchange): string {
  const component = isKnownRole(attempt.role) ? components[attempt.role] : 'CcmExec'
  return typeof component === 'string' ? component : component(attempt, exchange)
}

function isKnownRole(role: string): role is keyof typeof components {
  return Object.hasOwn(components, role)
}

/** Information, warning, error: CMTrace shows them in white, yellow and red. */
type LogType = 1 | 2 | 3

interface LogLine {
  /** The client's component, which names its log file: `LocationServices`. */
  component: string
  message: string
  type: LogType
  /** ISO 8601, in UTC. */
  at: string
}

/**
 * A line in the format that CMTrace (and Trace32 before it) reads. The simulated client has neither thread nor
 * source file, so those fields are fixed. An end mark within the message gets a space, so that it ends nothing.
 */
export function cmtraceLine({ component, message, type, at }: LogLine): string {
  const [, year = '', month = '', day = '', time = ''] = /^(\d+)-(\d+)-(\d+)T([\d:.]+)Z$/.exec(at) ?? []
  const text = message.replaceAll(/[\r\n\u2028\u2029]+/gu, ' ').replaceAll(']LOG]!>', ']LOG] !>')
  return `<![LOG[${text}]LOG]!><time="${time}+000" date="${month}-${day}-${year}" component="${component}" context="" type="${type}" thread="1" file="sitemode">`
}
