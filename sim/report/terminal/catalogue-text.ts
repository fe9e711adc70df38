import type { CatalogueEntry, Seen, Sighting, WinHttpError } from '../../evidence/catalogue-entry.ts'
import type { CatalogueSection } from '../../evidence/catalogue.ts'
import type { Understood } from '../../logs/code-reader.ts'
import type { Reading } from '../../evidence/explanation/reading.ts'
import { codesInClientLog } from '../in-words.ts'
import type { Colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** The whole catalogue by section: the id and title of each failure. */
export function catalogueText(sections: readonly CatalogueSection[], colors: Colors): string {
  return sections.map((section) => sectionText(section, colors)).join('\n\n')
}

function sectionText({ title, entries }: CatalogueSection, colors: Colors): string {
  const idWidth = Math.max(...entries.map(({ id }) => id.length)) + 4
  return [
    colors.bold(title),
    ...entries.map((entry) => besideLabel(`  ${entry.id}`, idWidth, entry.title)),
  ].join('\n')
}

/** Everything that the catalogue knows about one failure. */
export function entryText(entry: CatalogueEntry, colors: Colors): string {
  const { id, title, happens, party, remedy, look, reference, confidence } = entry
  return [
    wrapped(`${colors.bold(id)}: ${title}`, ''),
    wrapped(happens, ''),
    [field('who acts', `the ${party}`), field('to do', remedy), field('look at', look)].join('\n'),
    ['What the two ends see here', ...unique(entry.sightings.map(sightingText))].join('\n'),
    ['What the real product reports', ...reportedLines(entry)].join('\n'),
    [field('source', reference), field('how sure', howSure[confidence])].join('\n'),
  ].join('\n\n')
}

/** Confidence in the reports of the real product, in words. */
const howSure: Readonly<Record<CatalogueEntry['confidence'], string>> = {
  documented: 'documented',
  inferred: 'inferred from what is documented',
  'our choice': 'not documented; our choice',
}

function field(name: string, text: string): string {
  return besideLabel(`  ${name}`, fieldWidth, text)
}

const fieldWidth = 14

function sightingText({ tls, refusal, client, server }: Sighting): string {
  const conditions = [
    ...(tls === undefined ? [] : [`TLS ${tls}`]),
    ...(refusal === 'iis' ? ['refused by status'] : []),
  ]
  const heading = conditions.length > 0 ? [`  ${conditions.join(', ')}`] : []
  return [
    ...heading,
    field('client', seenText(client)),
    field('server', server ? seenText(server) : 'nothing wrong, or that the client went away'),
  ].join('\n')
}

function seenText({ stage, codes }: Pick<Seen, 'stage' | 'codes'>): string {
  return `${typeof stage === 'string' ? stage : stage.join(' or ')}: ${codes.join(', ')}`
}

function reportedLines(entry: CatalogueEntry): string[] {
  const { winHttp, clientError, webServer, httpSys, clientLog, stateMessage } = entry
  const codes = codesInClientLog(entry)
  return [
    field(
      'WinHTTP',
      winHttp ? winHttpText(winHttp) : 'no error: there is an answer, or no connection was tried',
    ),
    ...(clientError === undefined ? [] : [field('client', clientError)]),
    field('web server', webServer ? webServerText(webServer) : 'logs nothing: it fails below the web server'),
    ...(httpSys ? [field('HTTP.sys', httpSys.join(', '))] : []),
    ...(clientLog
      ? [field('client log', `${clientLog.file}: ${clientLog.line} (${howSure[clientLog.confidence]})`)]
      : []),
    ...(codes === '' ? [] : [field('log codes', `${codes} (${howSure.inferred})`)]),
    ...(stateMessage ? [field('state', `${stateMessage.topic}/${stateMessage.id}`)] : []),
  ]
}

function winHttpText({ code, name, flags = [] }: WinHttpError): string {
  return [`${code} ${name}`, ...flags].join(', ')
}

function webServerText({ status, substatus, win32 }: NonNullable<CatalogueEntry['webServer']>): string {
  const answer = substatus === undefined ? String(status) : `${status}.${substatus}`
  return win32 === undefined ? answer : `${answer}, sc-win32-status ${win32}`
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}

/** Candidates shown in full; the others are shown by their titles. */
const shownInFull = 5

/** Every code that a text holds, with where it stands, and what is not known. */
export function understoodText({ found, unknown }: Understood, colors: Colors): string {
  const parts = found.map(({ written, line, times, readings }) => {
    const often = times === 1 ? '' : `, in ${times} lines`
    const head = wrapped(`Line ${line}${often}: ${colors.bold(written)}`, '  ')
    return [head, ...readings.map((reading) => readingText(reading, colors))].join('\n\n')
  })
  const rest = unknown.length === 0 ? [] : [wrapped(`Not known here: ${unknown.join(', ')}`, '  ')]
  return [...parts, ...rest].join('\n\n')
}

/** The meaning of a code, and the failures that it can be a sign of: one by one, and by the end that shows it. */
export function explanationText(readings: readonly Reading[], colors: Colors): string {
  return [...readings.map((reading) => readingText(reading, colors)), ...endsText(readings)].join('\n\n')
}

/** Ids alone; nothing where a single failure is all there is. */
function endsText(readings: readonly Reading[]): string[] {
  const shown = ['client', 'server'] as const
  const byEnd = shown.map((end) => ({
    end,
    ids: new Set(readings.flatMap(({ ends }) => ends[end].map(({ id }) => id))),
  }))
  if (byEnd.every(({ ids }) => ids.size === 0) || new Set(byEnd.flatMap(({ ids }) => [...ids])).size === 1)
    return []
  return [
    [
      'Which failures show it at which end',
      ...byEnd.map(({ end, ids }) =>
        field(end, ids.size === 0 ? 'nothing in the catalogue' : [...ids].join(', ')),
      ),
    ].join('\n'),
  ]
}

function readingText(reading: Reading, colors: Colors): string {
  const { kind, code, name, means, remedy, source, candidates, otherCauses } = reading
  const heading = [
    wrapped(`${colors.bold(name === null ? code : `${code} ${name}`)} (${kind}): ${means}`, '  '),
    ...(remedy === null ? [] : [field('to do', remedy)]),
    field('source', source),
  ].join('\n')
  const others = otherCauses.map(({ cause, remedy: toDo, source: page }) =>
    [wrapped(`It can also be that ${cause}:`, ''), field('to do', toDo), field('source', page)].join('\n'),
  )
  if (candidates.length === 0)
    return [heading, ...others, 'The catalogue has no failure that shows like this.'].join('\n\n')
  const introduction =
    candidates.length === 1
      ? 'Of the failures in the catalogue, it can be this one:'
      : `It can be any of these ${candidates.length}, the more frequent first; the code alone does not say which:`
  const rest = candidates.slice(shownInFull)
  return [
    heading,
    wrapped(introduction, ''),
    ...candidates.slice(0, shownInFull).map((entry) => candidateText(entry, colors)),
    ...(rest.length > 0
      ? [['or', ...rest.map(({ id, title }) => wrapped(`  ${id}: ${title}`, '    '))].join('\n')]
      : []),
    ...others,
  ].join('\n\n')
}

/** A candidate, in enough detail to look further. */
function candidateText(
  { id, title, party, remedy, look, confidence }: CatalogueEntry,
  colors: Colors,
): string {
  return [
    wrapped(`${colors.bold(id)}: ${title}`, '  '),
    field('look at', look),
    field('to do', remedy),
    field('who acts', `the ${party}`),
    field('how sure', howSure[confidence]),
  ].join('\n')
}
