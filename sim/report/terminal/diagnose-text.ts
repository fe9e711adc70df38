import type {
  ClockDifference,
  FailureCandidate,
  LogDiagnosis,
  LoggedFailure,
  ReadFile,
} from '../../diagnose/failure.ts'
import type { ClientRule, RulesForFailure } from '../../diagnose/rules-for-failure.ts'
import type { LogKind } from '../../logs/log-reader.ts'
import type { LogLine } from '../../logs/statement.ts'
import {
  clocksInWords,
  endsInWords,
  headingOf,
  kindInWords,
  signsInWords,
  timesInWords,
  verbOf,
  whenInWords,
} from '../diagnosis-in-words.ts'
import { roleInWords } from '../in-words.ts'
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
    [readText(diagnosis), ...clockLines(clocks)].join('\n'),
    ...(failures.length === 0 ? ['No line tells of a failure.'] : []),
    ...failures.slice(0, inFull).map((failure) => failureText(failure, colors)),
    ...(rest.length > 0 ? [['Less often', ...rest.map((failure) => shortText(failure))].join('\n')] : []),
    ...(leftOut > 0
      ? [
          wrapped(
            `${timesInWords(leftOut)} more, a failure was met when no more could be kept; it is not told here.`,
            '',
          ),
        ]
      : []),
  ]
  return `${paragraphs.join('\n\n')}\n`
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

function clockLines(clocks: ClockDifference | null): string[] {
  const words = clocks ? clocksInWords(clocks) : ''
  return words === '' ? [] : [wrapped(words, '')]
}

function failureText(failure: LoggedFailure, colors: Colors): string {
  return [
    wrapped(colors.bold(printable(headingOf(failure))), '  '),
    ...whereLines(failure),
    ...causeLines(failure, colors),
    ...(failure.rules ? rulesLines(failure.rules) : []),
    ...failure.lines.map((line) => lineText(line, colors)),
  ].join('\n')
}

function whereLines(failure: LoggedFailure): string[] {
  const { url, path, ends, clients, clientCount } = failure
  const asked = url ?? path
  const when = whenInWords(failure)
  return [
    ...(asked === null ? [] : [field('asked for', printable(asked))]),
    ...(when === '' ? [] : [field('when', when)]),
    ...(clientCount > 1 ? [field('clients', clientsText(clients, clientCount))] : []),
    field('told by', endsInWords[ends]),
  ]
}

function clientsText(clients: readonly string[], count: number): string {
  const more = count - clients.length
  return [...clients.map(printable), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** Candidates that are shown with what tells them apart; the others by their ids. */
const toldApart = 3

function causeLines(failure: LoggedFailure, colors: Colors): string[] {
  const { candidates, certain } = failure
  const [first, ...others] = candidates
  if (!first) return [wrapped('  Nothing in the catalogue looks like this.', '  ')]
  const { id, title, party, remedy } = first.entry
  const next = certain ? [] : others.slice(0, toldApart - 1)
  const rest = certain ? [] : others.slice(toldApart - 1)
  return [
    field(verbOf(failure), `${colors.bold(id)}: ${title}`),
    field('because', printable(signsInWords(first.by))),
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

/** More ids than this tell nothing. */
const restNamed = 5

function restText(rest: readonly FailureCandidate[]): string {
  const more = rest.length - restNamed
  const ids = rest.slice(0, restNamed).map(({ entry }) => entry.id)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** What clients should have done there, by the hierarchy. */
function rulesLines({ system, site, clients, remarks }: RulesForFailure): string[] {
  const where = system !== null && site ? [`${system} of ${site.code}, in ${site.mode} mode`] : []
  return [
    ...where.map((text) => field('rules', text)),
    ...clients.map((client) => field('', ruleText(client))),
    ...remarks.map((remark, place) =>
      field(place + where.length === 0 ? 'rules' : '', printable(remark)),
    ),
  ]
}

function ruleText({ client, role, protocol, port, rule }: ClientRule): string {
  const how = protocol === null ? 'not at all' : `by ${protocol.toUpperCase()} on port ${port}`
  return `${client} asks its ${roleInWords(role)} ${how} (${rule})`
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
  return wrapped(
    `  ${printable(headingOf(failure))}: ${first ? first.entry.id : 'nothing in the catalogue'}`,
    '    ',
  )
}

function field(name: string, text: string): string {
  return besideLabel(`    ${name}`, 16, text)
}
