import type { FailureCandidate, LogDiagnosis, LoggedFailure } from '../../diagnose/failure.ts'
import type { ClientRule, RulesForFailure } from '../../diagnose/rules-for-failure.ts'
import type { LogLine } from '../../logs/statement.ts'
import {
  clientsInWords,
  clocksInWords,
  endsInWords,
  headingOf,
  howSure,
  readInWords,
  signsInWords,
  whenInWords,
  withoutMarks,
} from '../diagnosis-in-words.ts'
import { roleInWords } from '../../vocabulary/site-system-role.ts'
import { shortened } from '../in-words.ts'
import { english } from '../../texts/english.ts'
import type { Colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** Failures that are shown in full; the overview has more of them. */
const inFull = 10
const inOverview = 30

/** What failed in the logs, for whom, why, and what to do; the most frequent first. */
export function diagnoseText(diagnosis: LogDiagnosis, colors: Colors): string {
  const { failures, clocks, leftOut } = diagnosis
  const ofClocks = clocks ? clocksInWords(clocks, english) : undefined
  const paragraphs = [
    wrapped(readInWords(diagnosis), ''),
    ...(ofClocks === undefined ? [] : [wrapped(ofClocks, '')]),
    ...(failures.length > 1 ? [overviewText(failures, colors)] : []),
    ...failures.slice(0, inFull).map((failure, place) => failureText(failure, place, colors)),
    ...(failures.length > inFull ? [wrapped(`--json shows all ${failures.length} in full.`, '')] : []),
    ...(leftOut > 0 ? [wrapped(english.diagnosis.leftOut(leftOut), '')] : []),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

function overviewText(failures: readonly LoggedFailure[], colors: Colors): string {
  const shown = failures.slice(0, inOverview)
  const rows = shown.map((failure, place) => [
    `${place + 1}.`,
    `${failure.count}×`,
    shortened(failure.hosts[0] ?? '', longestHost),
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
    wrapped(`${place + 1}. ${colors.bold(shortened(headingOf(failure, english), longestFact))}`, '   '),
    ...causeLines(failure, colors),
    ...circumstanceLines(failure),
    ...(failure.rules ? rulesLines(failure.rules) : []),
    ...failure.lines.flatMap((line) => lineTexts(line, colors)),
  ].join('\n')
}

/** Candidates that are shown with what tells them apart; the others by their ids. */
const toldApart = 3

function causeLines(failure: LoggedFailure, colors: Colors): string[] {
  const { candidates, certain } = failure
  const [first, ...others] = candidates
  if (!first) return [field('cause', english.diagnosis.nothingLikeIt)]
  const { id, title, party, remedy, look } = first.entry
  const next = certain ? [] : others.slice(0, toldApart - 1)
  const rest = certain ? [] : others.slice(toldApart - 1)
  return [
    field(howSure(failure, english), `${colors.bold(id)}: ${title}`),
    field('because of', shortened(signsInWords(first.by), longestFact)),
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

/** More ids than this tell nothing. */
const restNamed = 5

function restText(rest: readonly FailureCandidate[]): string {
  const more = rest.length - restNamed
  const ids = rest.slice(0, restNamed).map(({ entry }) => entry.id)
  return [...ids, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function circumstanceLines(failure: LoggedFailure): string[] {
  const facts: [name: string, text: string][] = [
    ['asked for', failure.url ?? failure.path ?? ''],
    ['when', whenInWords(failure, english)],
    ['clients', clientsInWords(failure, english)],
    ['told by', endsInWords(failure, english)],
  ]
  return facts.flatMap(([name, text]) => (text === '' ? [] : [field(name, shortened(text, longestFact))]))
}

/** Names of ten clients are longer than a name. */
const longestFact = 400

/** What clients should have done there, by the hierarchy. */
function rulesLines({ system, site, clients, remarks }: RulesForFailure): string[] {
  const where = system !== null && site ? [`${system} of ${site.code}, in ${site.mode} mode`] : []
  const texts = [...where, ...clients.map(ruleText), ...remarks]
  return texts.map((text, place) => field(place === 0 ? 'by the rules' : '', shortened(text, longestFact)))
}

function ruleText({ client, role, protocol, port, rule }: ClientRule): string {
  const how = protocol === null ? 'not at all' : `by ${protocol.toUpperCase()} on port ${port}`
  return `${client} asks its ${roleInWords(role)} ${how} (${rule})`
}

/** Characters of a line that are shown; `--json` has more. */
const longestLine = 240

function lineTexts({ file, line, text }: LogLine, colors: Colors): string[] {
  const message = shortened(withoutMarks(text), longestLine)
  return [colors.dim(wrapped(`    ${file}:${line}`, '      ')), wrapped(`      ${message}`, '      ')]
}

function field(name: string, text: string): string {
  return besideLabel(`    ${name}`, 17, text)
}
