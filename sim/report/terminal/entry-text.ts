import type { CatalogueEntry, Seen, Sighting, WinHttpError } from '../../evidence/catalogue-entry.ts'
import { colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'

/** Everything that the catalogue knows of one failure. */
export function entryText(entry: CatalogueEntry): string {
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

/** A candidate: enough to look further. */
export function candidateText({ id, title, party, remedy, look, confidence }: CatalogueEntry): string {
  return [
    wrapped(`${colors.bold(id)}: ${title}`, '  '),
    field('look at', look),
    field('to do', remedy),
    field('who acts', `the ${party}`),
    field('how sure', howSure[confidence]),
  ].join('\n')
}

/** Of what the real product reports. */
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

function reportedLines({
  winHttp,
  clientError,
  webServer,
  clientLog,
  stateMessage,
}: CatalogueEntry): string[] {
  return [
    field(
      'WinHTTP',
      winHttp ? winHttpText(winHttp) : 'no error: there is an answer, or no connection was tried',
    ),
    ...(clientError === undefined ? [] : [field('client', clientError)]),
    field('web server', webServer ? webServerText(webServer) : 'logs nothing: it fails below the web server'),
    ...(clientLog
      ? [field('client log', `${clientLog.file}: ${clientLog.line} (${howSure[clientLog.confidence]})`)]
      : []),
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
