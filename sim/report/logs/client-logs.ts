import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { isWebProtocol } from '../../vocabulary/network.ts'
import { sslOptions } from '../../vocabulary/site-mode.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import type { ClientEvidence } from '../../evidence/end-evidence.ts'
import type { ClientLogLine } from '../../evidence/catalogue-entry.ts'
import type { HttpExchange } from '../../evidence/connection.ts'
import { explain } from '../../evidence/explanation/explain.ts'
import { clientLogOf } from '../../evidence/logged.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import { roleInWords } from '../../vocabulary/site-system-role.ts'
import { groupBy } from '../lists.ts'
import { runFolder, safeName, type TextFile } from '../output-file.ts'
import { addressAsTold } from '../told-in-words.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The logs of each client, by component, in CMTrace's format; times by the simulation's clock. */
export function clientLogs(hierarchy: RecordedHierarchy, index: number): TextFile[] {
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
 * The lines that a client logs of one attempt, from what it saw itself: neither the server's evidence nor the diagnosis,
 * which needs both ends. A failed request has the lines of the real client. For the others only the file is documented
 * ("List of Log Files in Configuration Manager 2007"); the wording is our choice.
 */
function attemptLines(line: AttemptEnded): LogLine[] {
  const { attempt, exchanges } = line
  const logLine = (component: string, message: string, type: LogType = 1, atMs = 0): LogLine => ({
    component,
    message,
    type,
    at: new Date(Date.parse(attempt.startedAt) + atMs).toISOString(),
  })
  const { durationMs, client_end, protocol } = attempt
  const component = componentOf(attempt, exchanges[0])
  const target = targetInWords(attempt)
  // Only an attempt that was withheld has no address.
  if (attempt.url === null && !client_end)
    return [logLine(component, `${target}: not used. ${attempt.why}`, 2)]
  const requests = exchanges.flatMap((exchange) =>
    exchange.answer
      ? [logLine(componentOf(attempt, exchange), exchangeInWords(exchange), 1, exchange.atMs)]
      : [],
  )
  if (!client_end) {
    const answered = `${target}: answered by ${protocol.toUpperCase()}.`
    return [...requests, logLine(component, answered, 1, durationMs)]
  }
  const ownFault = faultOfOwnCertificate(client_end)
  const failure = `${target}: ${failureInWords(attempt, client_end)} ${circumstances(client_end)}`
  return [
    ...(ownFault === undefined ? [] : [logLine('CcmExec', ownFault, 2)]),
    ...requests,
    logLine(component, failure, 3, durationMs),
    ...productLines(line, client_end).map(({ file, line: message }) =>
      logLine(file.replace(/\.log$/, ''), message, 3, durationMs),
    ),
  ]
}

function targetInWords({ role, relation, site, system }: Attempt): string {
  const where = site === null ? '' : ` of ${relation} site ${site}`
  return `${system ?? 'No system'} (${roleInWords(role)}${where})`
}

function exchangeInWords({ method, url, answer }: HttpExchange): string {
  return `${method} ${url}: HTTP ${answer?.status ?? ''}, ${answer?.body.bytes ?? 0} bytes.`
}

/** Why the client has no certificate to present, or what it finds wrong with its own; undefined where that is nothing. */
function faultOfOwnCertificate({ own }: ClientEvidence): string | undefined {
  const code = own?.fault ?? null
  const [reading] = code === null ? [] : explain(code)
  if (!own || !reading) return undefined
  if (own.certificate === null) return `No client certificate to present (${code}): ${reading.means}.`
  const whose = own.ofAuthority ? "authority above the client's certificate" : "client's certificate"
  return `The ${whose} has a fault (${code}): ${reading.means}.`
}

/** How far the client got, in the form of the real client's details. Its message tells a reset from a close. */
function circumstances({ stage, received, answering, own, message }: ClientEvidence): string {
  const details = {
    Stage: stage,
    Received: received,
    ...(answering && { Answering: 'yes' }),
    ...(own && { Certificate: own.certificate ? 'presented' : 'none' }),
    Message: message,
  }
  return Object.entries(details)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')
}

/** The client's own code for a failure, and what that means. */
function failureInWords({ url, protocol }: Attempt, { code }: ClientEvidence): string {
  const means = explain(code)[0]?.means
  const how = `failed by ${protocol.toUpperCase()} at ${url ?? ''} (${code})`
  return means === undefined ? `${how}.` : `${how}: ${means}.`
}

/** The real client's own lines, with their variable parts filled in. */
function productLines(
  { attempt, exchanges, sslSettings }: AttemptEnded,
  end: ClientEvidence,
): ClientLogLine[] {
  const { url, protocol } = attempt
  if (url === null || !isWebProtocol(protocol)) return []
  const answer = exchanges.at(-1)?.answer
  const values: Readonly<Record<string, string | number | undefined>> = {
    URL: url,
    Port: portOf(url),
    Options: sslSettings && sslOptions(sslSettings),
    StatusCode: answer?.status,
    StatusText: answer?.reason,
  }
  return clientLogOf(end).lines.map((logged) => ({
    ...logged,
    line: logged.line.replaceAll(
      /(\w+)=…/gu,
      (_varying: string, name: string) => `${name}=${values[name] ?? ''}`,
    ),
  }))
}

/** A URL does not have the port that is usual for its scheme. */
function portOf(url: string): string {
  const { port, protocol } = new URL(url)
  return port || (protocol === 'https:' ? '443' : '80')
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

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: "the wording of the clients' logs, except for failures",
  },
]
