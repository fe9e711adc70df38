import type {
  ClockDifference,
  FailureCandidate,
  LogDiagnosis,
  LoggedFailure,
  ReadFile,
} from '../../diagnose/failure.ts'
import type { LogKind } from '../../logs/log-reader.ts'
import type { LogLine } from '../../logs/statement.ts'
import type { Colors } from './colors.ts'
import { printable } from './printable.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** Failures that are shown in full; the others have a line each. */
const inFull = 10

/** What failed in the logs, for whom, why, and what to do; the most frequent first. */
export function diagnoseText(diagnosis: LogDiagnosis, colors: Colors): string {
  const { failures, clocks, leftOut } = diagnosis
  const rest = failures.slice(inFull)
  const paragraphs = [
    [readText(diagnosis), ...(clocks ? clockLines(clocks) : [])].join('\n'),
    ...(failures.length === 0 ? ['No line tells of a failure.'] : []),
    ...failures.slice(0, inFull).map((failure) => failureText(failure, colors)),
    ...(rest.length > 0 ? [['Less often', ...rest.map((failure) => shortText(failure))].join('\n')] : []),
    ...(leftOut > 0
      ? [
          wrapped(
            `${times(leftOut)} more, a failure was met when no more could be kept; it is not told here.`,
            '',
          ),
        ]
      : []),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

const kindInWords: Readonly<Record<LogKind, readonly [one: string, several: string]>> = {
  'client-log': ["client's log", 'client logs'],
  'web-server-log': ["web server's log", 'web server logs'],
  recording: ['recording', 'recordings'],
  capture: ['capture', 'captures'],
}

function readText({ files, unread, failures }: LogDiagnosis): string {
  const kinds = new Map<LogKind, ReadFile[]>()
  for (const file of files) kinds.set(file.kind, [...(kinds.get(file.kind) ?? []), file])
  const read = [...kinds].map(([kind, all]) => {
    const [one, several] = kindInWords[kind]
    return `${all.length} ${all.length === 1 ? one : several}`
  })
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  const requests = failures.reduce((sum, { count }) => sum + count, 0)
  const failed =
    failures.length === 0
      ? ''
      : ` ${requests === 1 ? 'One request' : `${requests} requests`} failed${failures.length === 1 ? '' : `, in ${failures.length} ways`}.`
  const notUnderstood =
    unread === 0 ? '' : ` ${unread} ${unread === 1 ? 'line was' : 'lines were'} not understood.`
  return wrapped(`${listed(read)}, ${lines} lines.${failed}${notUnderstood}`, '')
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** A second is within what a web server's log can tell. */
const worthTellingMs = 2000

function clockLines({ zoneMinutes, skewMs, pairs }: ClockDifference): string[] {
  const parts = [
    ...(zoneMinutes === 0
      ? []
      : [`${Math.abs(zoneMinutes) / 60} h ${aheadOrBehind(zoneMinutes)} by its time zone`]),
    ...(Math.abs(skewMs) < worthTellingMs
      ? []
      : [`${Math.round(Math.abs(skewMs) / 1000)} s ${aheadOrBehind(skewMs)}`]),
  ]
  if (parts.length === 0) return []
  const shown = pairs === 1 ? 'one request shows' : `${pairs} requests show`
  return [
    wrapped(`The client's clock is ${parts.join(', and ')}, as ${shown}; the lines are joined by that.`, ''),
  ]
}

function aheadOrBehind(difference: number): string {
  return difference > 0 ? "ahead of the server's" : "behind the server's"
}

function failureText(failure: LoggedFailure, colors: Colors): string {
  return [
    wrapped(colors.bold(headingOf(failure)), '  '),
    ...whereLines(failure),
    ...causeLines(failure, colors),
    ...failure.lines.map((line) => lineText(line, colors)),
  ].join('\n')
}

function headingOf(failure: LoggedFailure): string {
  const { count, hosts, clients, clientCount } = failure
  const [host] = hosts
  const who = clientCount > 1 ? `${clientCount} clients` : printable(clients[0] ?? '')
  return [
    times(count),
    ...(host === undefined ? [] : [`at ${printable(host)}`]),
    ...(who === '' ? [] : [`from ${who}`]),
  ].join(' ')
}

function times(count: number): string {
  return count === 1 ? 'Once' : `${count} times`
}

function whereLines({ url, path, first, last, ends, clients, clientCount }: LoggedFailure): string[] {
  const asked = url ?? path
  const when = [...new Set([first, last])].flatMap((time) => (time === null ? [] : [timeText(time)]))
  const seen = { client: "the client's log alone", server: "the server's log alone", both: 'both ends' }[ends]
  return [
    ...(asked === null ? [] : [field('asked for', printable(asked))]),
    ...(when.length === 0 ? [] : [field('when', when.join(' to '))]),
    ...(clientCount > 1 ? [field('clients', clientsText(clients, clientCount))] : []),
    field('told by', seen),
  ]
}

function clientsText(clients: readonly string[], count: number): string {
  const more = count - clients.length
  return [...clients.map(printable), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** `2010-03-04 10:11:12`, with `UTC` where the zone is known. */
function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${iso.endsWith('Z') ? ' UTC' : ''}`
}

/** Candidates that are shown with what tells them apart; the others by their ids. */
const toldApart = 3

function causeLines({ candidates, certain }: LoggedFailure, colors: Colors): string[] {
  const [first, ...others] = candidates
  if (!first) return [wrapped('  Nothing in the catalogue looks like this.', '  ')]
  const { id, title, party, remedy } = first.entry
  const verb = certain ? 'it is' : others.length === 0 ? 'it can be' : 'most likely'
  const next = certain ? [] : others.slice(0, toldApart - 1)
  const rest = certain ? [] : others.slice(toldApart - 1)
  return [
    field(verb, `${colors.bold(id)}: ${title}`),
    field('because', bySigns(first)),
    field('who acts', `the ${party}`),
    field('to do', remedy),
    ...(next.length > 0 ? [field('to be sure', first.entry.look)] : []),
    ...next.flatMap(({ entry }) => [
      field('or', `${colors.bold(entry.id)}: ${entry.title}`),
      field('', entry.look),
    ]),
    ...(rest.length > 0 ? [field('or', restText(rest))] : []),
  ]
}

function bySigns({ by }: FailureCandidate): string {
  return [...new Set(by)].map(printable).join(', ')
}

/** More ids than this tell nothing. */
const restNamed = 5

function restText(rest: readonly FailureCandidate[]): string {
  const more = rest.length - restNamed
  const ids = rest.slice(0, restNamed).map(({ entry }) => entry.id)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function lineText({ file, line, text }: LogLine, colors: Colors): string {
  return `${colors.dim(`    ${printable(file)}:${line}`)}\n      ${printable(withoutMarks(text))}`
}

/** CMTrace's marks hide the message. */
function withoutMarks(text: string): string {
  return text.replace(/^<!\[LOG\[/, '').replace(/\]LOG\]!>.*$/, '')
}

function shortText(failure: LoggedFailure): string {
  const [first] = failure.candidates
  return wrapped(`  ${headingOf(failure)}: ${first ? first.entry.id : 'nothing in the catalogue'}`, '    ')
}

function field(name: string, text: string): string {
  return besideLabel(`    ${name}`, 16, text)
}
