import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import {
  groupInWords,
  groupsOf,
  mostAlone,
  outcomesByClient,
  outcomesInWords,
  outcomesOf,
  wrongOf,
  type OutcomeCounts,
} from '../client-groups.ts'
import type { Texts } from '../../texts/english.ts'
import { chunksOf } from '../lists.ts'
import { partsOf, sequencesOf, type Sequence } from '../sequence.ts'
import { attemptDetails } from './attempt-details.ts'
import type { Deferred } from './deferred.ts'
import { markup, type Markup } from './markup.ts'
import { sequenceDiagram } from './sequence-diagram.ts'

/** Longer sequences are shown in parts of so many events. */
const inOnePart = 60

/** Larger groups are shown in parts of so many clients. */
const inOneList = 100

/** Each client's sequence and attempts; many clients are lines that open, in groups as in the picture. */
export function clientSections(run: RecordedHierarchy, deferred: Deferred, texts: Texts): readonly Markup[] {
  const sequences = sequencesOf(run, texts)
  if (sequences.length <= mostAlone) {
    return sequences.map((sequence) => {
      const attempts = texts.counts.attempts(sequence.attempts.size)
      return markup`<section class="client" data-client="${sequence.client}"><h3>${sequence.client} <span class="quiet">· ${attempts}</span></h3>${attemptsOf(sequence, deferred, texts)}</section>`
    })
  }
  const outcomes = outcomesByClient(run.attempts.map(({ attempt }) => attempt))
  const byClient = new Map(sequences.map((sequence) => [sequence.client, sequence]))
  return groupsOf(run.now.clients).flatMap((group) => {
    const { clients } = group
    const its = clients.flatMap((client) => byClient.get(client.name) ?? [])
    if (its.length === 0) return []
    const heading = summary(
      groupInWords(group, texts),
      `${texts.counts.clients(clients.length)}, `,
      outcomesOf(clients, outcomes),
      texts,
    )
    return deferred.details(markup`class="part group"`, heading, () =>
      members(its, outcomes, deferred, texts),
    )
  })
}

function members(
  sequences: readonly Sequence[],
  outcomes: ReadonlyMap<string, OutcomeCounts>,
  deferred: Deferred,
  texts: Texts,
): Markup {
  const chunks = chunksOf(sequences, inOneList)
  const lines = (chunk: readonly Sequence[]): Markup =>
    markup`${chunk.map((sequence) => clientLine(sequence, outcomes, deferred, texts))}`
  if (chunks.length === 1) return lines(sequences)
  return markup`${chunks.map((chunk) => {
    const [from, to] = [chunk[0]?.client, chunk.at(-1)?.client]
    const counts = outcomesOf(
      chunk.map(({ client }) => ({ name: client })),
      outcomes,
    )
    return deferred.details(
      markup`class="part"`,
      summary(texts.run.fromTo(from ?? '', to ?? ''), '', counts, texts),
      () => lines(chunk),
    )
  })}`
}

function clientLine(
  sequence: Sequence,
  outcomes: ReadonlyMap<string, OutcomeCounts>,
  deferred: Deferred,
  texts: Texts,
): Markup {
  const { client } = sequence
  return deferred.details(
    markup`class="client" data-client="${client}"`,
    summary(client, '', outcomesOf([{ name: client }], outcomes), texts),
    () => markup`${attemptsOf(sequence, deferred, texts)}`,
  )
}

/** A heading that opens, with how many attempts ended in each way. */
function summary(name: string, before: string, counts: OutcomeCounts, texts: Texts): Markup {
  const wrong = wrongOf(counts) > 0
  return markup`${wrong && markup`<span class="mark bad" aria-hidden="true">✗</span>`}<b>${name}</b> <span class="quiet">· ${before}${outcomesInWords(counts, texts)} <span class="matching"></span></span>`
}

/** A client's sequence, and the evidence of its attempts. */
function attemptsOf(sequence: Sequence, deferred: Deferred, texts: Texts): Markup[] {
  const parts = partsOf(sequence, inOnePart)
  return parts.map((part) => {
    const lines = part.events.flatMap((event) => (event.kind === 'attempt' ? [event.line] : []))
    const whole = (): Markup =>
      markup`<div class="picture" tabindex="0" role="group" aria-label="${texts.run.sequenceOf(part.client)}">${sequenceDiagram(part, texts)}</div>
      ${lines.map((line) => attemptDetails(line, sequence.attempts, texts))}`
    if (parts.length === 1) return whole()
    const [from, to] = [lines[0]?.attempt.id, lines.at(-1)?.attempt.id]
    return deferred.details(markup`class="part"`, markup`${texts.run.fromTo(from ?? '', to ?? '')}`, whole)
  })
}
