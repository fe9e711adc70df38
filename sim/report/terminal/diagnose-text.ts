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

/** Failures that are shown in full; the overview has more of them. */
const inFull = 10
const inOverview = 30

/** What failed in the logs, for whom, why, and what to do; the most frequent first. */
export function diagnoseText(diagnosis: LogDiagnosis, colors: Colors): string {
  const { failures, clocks, leftOut } = diagnosis
  const paragraphs = [
    readText(diagnosis),
    ...(clocks ? clockTexts(clocks) : []),
    ...(failures.length > 1 ? [overviewText(failures, colors)] : []),
    ...failures.slice(0, inFull).map((failure, place) => failureText(failure, place, colors)),
    ...(failures.length > inFull ? [wrapped(`--json shows all ${failures.length} in full.`, '')] : []),
    ...(leftOut > 0 ? [leftOutText(leftOut)] : []),
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
  const notUnderstood =
    unread === 0 ? '' : ` ${unread} ${unread === 1 ? 'line was' : 'lines were'} not understood.`
  const failed = requests === 1 ? 'One request failed' : `${requests} requests failed`
  const ways = failures.length > 1 ? `, in ${failures.length} ways` : ''
  const found = failures.length === 0 ? 'No line tells of a failure' : `${failed}${ways}`
  return wrapped(`${listed(read)}, ${lines} lines.${notUnderstood} ${found}.`, '')
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** Less is within what a web server's log can tell. */
const worthTellingMs = 2000

function clockTexts({ zoneMinutes, skewMs, pairs }: ClockDifference): string[] {
  const parts = [
    ...(zoneMinutes === 0
      ? []
      : [`${Math.abs(zoneMinutes) / 60} h ${aheadOrBehind(zoneMinutes)}, as in another time zone`]),
    ...(Math.abs(skewMs) < worthTellingMs
      ? []
      : [`${Math.round(Math.abs(skewMs) / 1000)} s ${aheadOrBehind(skewMs)}`]),
  ]
  if (parts.length === 0) return []
  const shown = pairs === 1 ? 'one request shows' : `${pairs} requests show`
  return [
    wrapped(
      `The client's clock is ${parts.join(', and ')}; ${shown} that. The lines are joined accordingly.`,
      '',
    ),
  ]
}

function aheadOrBehind(difference: number): string {
  return difference > 0 ? "ahead of the server's" : "behind the server's"
}

function overviewText(failures: readonly LoggedFailure[], colors: Colors): string {
  const shown = failures.slice(0, inOverview)
  const rows = shown.map((failure, place) => [
    `${place + 1}.`,
    `${failure.count}×`,
    printable(failure.hosts[0] ?? '', longestHost),
    causeInShort(failure),
  ])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const lines = rows.map(([number = '', count = '', host = '', cause = '']) => {
    const [ofNumber = 0, ofCount = 0, ofHost = 0] = widths
    return `  ${number.padStart(ofNumber)} ${count.padStart(ofCount)}  ${host.padEnd(ofHost)}  ${colors.bold(cause)}`
  })
  const more = failures.length - shown.length
  return [...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n')
}

const longestHost = 34

/** With a question mark where it only can be that. */
function causeInShort({ candidates: [first], certain }: LoggedFailure): string {
  if (!first) return 'nothing in the catalogue'
  return certain ? first.entry.id : `${first.entry.id}?`
}

function failureText(failure: LoggedFailure, place: number, colors: Colors): string {
  return [
    wrapped(`${place + 1}. ${colors.bold(headingOf(failure))}`, '   '),
    ...causeLines(failure, colors),
    ...circumstanceLines(failure),
    ...failure.lines.flatMap((line) => lineTexts(line, colors)),
  ].join('\n')
}

function headingOf({ count, hosts: [host], clients, clientCount }: LoggedFailure): string {
  const who = clientCount > 1 ? `${clientCount} clients` : printable(clients[0] ?? '')
  return [
    count === 1 ? 'Once' : `${count} times`,
    ...(host === undefined ? [] : [`at ${printable(host)}`]),
    ...(who === '' ? [] : [`from ${who}`]),
  ].join(' ')
}

/** Candidates that are shown with what tells them apart; the others by their ids. */
const toldApart = 3

function causeLines({ candidates, certain }: LoggedFailure, colors: Colors): string[] {
  const [first, ...others] = candidates
  if (!first) return [field('cause', 'nothing in the catalogue looks like this')]
  const { id, title, party, remedy, look } = first.entry
  const next = certain ? [] : others.slice(0, toldApart - 1)
  const rest = certain ? [] : others.slice(toldApart - 1)
  const howSure = certain ? 'it is' : next.length === 0 ? 'it can be' : 'most likely'
  return [
    field(howSure, `${colors.bold(id)}: ${title}`),
    field('because of', bySigns(first)),
    field('who acts', `the ${party}`),
    field('to do', remedy),
    ...(certain ? [] : [field('to be sure', look)]),
    ...next.flatMap(({ entry }) => [
      field('or', `${colors.bold(entry.id)}: ${entry.title}`),
      field('', entry.look),
    ]),
    ...(rest.length > 0 ? [field('or', restText(rest))] : []),
  ]
}

function bySigns({ by }: FailureCandidate): string {
  return [...new Set(by)].map((sign) => printable(sign)).join(', ')
}

/** More ids than this tell nothing. */
const restNamed = 5

function restText(rest: readonly FailureCandidate[]): string {
  const more = rest.length - restNamed
  const ids = rest.slice(0, restNamed).map(({ entry }) => entry.id)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function circumstanceLines(failure: LoggedFailure): string[] {
  const { url, path, first, last, clients, clientCount } = failure
  const asked = url ?? path
  const when = periodText(first, last)
  return [
    ...(asked === null ? [] : [field('asked for', printable(asked))]),
    ...(when === '' ? [] : [field('when', when)]),
    ...(clientCount > 1 ? [field('clients', clientsText(clients, clientCount))] : []),
    field('told by', endsText(failure)),
  ]
}

function clientsText(clients: readonly string[], count: number): string {
  const more = count - clients.length
  return [...clients.map((name) => printable(name)), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function endsText({ ends, serverIsSilent, ambiguous }: LoggedFailure): string {
  if (serverIsSilent) return "the client's log; the web server's covers the time, and has no line of it"
  if (ambiguous) return "both ends, though another line of the web server's log would fit as well"
  return { client: "the client's log alone", server: "the web server's log alone", both: 'both ends' }[ends]
}

/** `2010-03-04 10:11:12 to 10:26:12 UTC`; without the zone where nobody tells it. */
function periodText(first: string | null, last: string | null): string {
  if (first === null || last === null) return ''
  const [day, time] = [first.slice(0, 10), first.slice(11, 19)]
  const [lastDay, lastTime] = [last.slice(0, 10), last.slice(11, 19)]
  const end = lastDay === day ? lastTime : `${lastDay} ${lastTime}`
  const until = end === time ? '' : ` to ${end}`
  return `${day} ${time}${until}${first.endsWith('Z') ? ' UTC' : ''}`
}

/** Characters of a line that are shown; `--json` has more. */
const longestLine = 240

function lineTexts({ file, line, text }: LogLine, colors: Colors): string[] {
  const message = printable(withoutMarks(text), longestLine)
  return [
    colors.dim(wrapped(`    ${printable(file)}:${line}`, '      ')),
    wrapped(`      ${message}`, '      '),
  ]
}

/** CMTrace's marks hide the message. */
function withoutMarks(text: string): string {
  return text.replace(/^<!\[LOG\[/, '').replace(/\]LOG\]!>.*$/, '')
}

function leftOutText(leftOut: number): string {
  return wrapped(
    `There is more than can be kept: ${leftOut} further failed requests are not told here. Give fewer files at once.`,
    '',
  )
}

function field(name: string, text: string): string {
  return besideLabel(`    ${name}`, 17, text)
}
