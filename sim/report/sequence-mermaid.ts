import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import { printable } from '../printable.ts'
import { english } from '../texts/english.ts'
import { roleInWords } from '../vocabulary/site-system-role.ts'
import { wentWrong, wrongInWords } from './in-words.ts'
import { runFolder, safeName, type TextFile } from './output-file.ts'
import { modesOf, partsOf, sequencesOf, type Sequence, type SequenceEvent } from './sequence.ts'
import { toldInWords, type AttemptsById } from './told-in-words.ts'

/** Mermaid draws no text beyond 50,000 characters; a part of so many events stays below that. */
const inOnePart = 150

/** The sequence of each client as text for Mermaid, long ones in parts. */
export function mermaidSequences(hierarchy: RecordedHierarchy, index: number): TextFile[] {
  return sequencesOf(hierarchy, english).flatMap((sequence) => {
    const path = `${runFolder(hierarchy, index)}/clients/${safeName(sequence.client)}/sequence`
    const parts = partsOf(sequence, inOnePart)
    return parts.map((part, place) => ({
      path: `${path}${parts.length === 1 ? '' : `-${place + 1}`}.mmd`,
      text: sequenceMermaid(part),
    }))
  })
}

export function sequenceMermaid(sequence: Sequence): string {
  const { client, participants, events, attempts } = sequence
  const aliases = new Map(participants.map(({ fqdn }, index) => [fqdn, `s${index}`]))
  const over = participants.length === 0 ? 'c' : `c,s${participants.length - 1}`
  return [
    'sequenceDiagram',
    `  participant c as ${plain(client)}`,
    ...participants.map(
      ({ name, site }, index) =>
        `  participant s${index} as ${plain(site === null ? name : `${name} (${site}, ${modesOf(sequence, site).join(' then ')})`)}`,
    ),
    ...events.flatMap((event) => eventLines(event, { aliases, over, attempts })),
    '',
  ].join('\n')
}

interface Drawing {
  aliases: ReadonlyMap<string, string>
  /** Both ends of the diagram. */
  over: string
  attempts: AttemptsById
}

function eventLines(event: SequenceEvent, { aliases, over, attempts }: Drawing): string[] {
  if (event.kind === 'note') {
    const mark = event.passed === false ? 'failed: ' : ''
    return [`  Note over ${over}: ${plain(mark + event.text)}`]
  }
  const { attempt, exchanges } = event.line
  const { id, protocol, outcome, system, role, rule, forced } = attempt
  const to = aliases.get(system ?? '')
  const how = `${id} ${protocol.toUpperCase()}${forced ? ' by force' : ''}, ${roleInWords(role)}`
  if (outcome === 'withheld' || to === undefined)
    return [`  Note over c: ${plain(`${how}: withheld by ${rule}`)}`]
  if (wentWrong(attempt)) {
    const sign = outcome === 'failed' ? (attempt.client_end?.code ?? '') : outcome
    const told = toldInWords(attempt, attempts, english)
    const why = `${wrongInWords(attempt, english)}${told === undefined ? '' : `; ${told}`}`
    return [`  c--x${to}: ${plain(how)}`, `  Note right of c: ${plain(`${sign}: ${why}`)}`]
  }
  const status = exchanges.at(-1)?.answer?.status
  return [
    `  c->>${to}: ${plain(how)}`,
    `  ${to}-->>c: ${plain(status === undefined ? 'answered' : `${status}`)}`,
  ]
}

/** Characters that Mermaid could take for syntax become entities; `end` is a keyword. */
function plain(text: string): string {
  return printable(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\p{L}\p{N} .,/()_=?&+*-]/gu, (character) => `#${character.codePointAt(0) ?? 0};`)
    .replaceAll(/\bend\b/gi, (word) => `${word.slice(0, 2)}#${word.codePointAt(2) ?? 0};`)
    .replaceAll(/-{2,}/g, (dashes) => '#45;'.repeat(dashes.length))
}
