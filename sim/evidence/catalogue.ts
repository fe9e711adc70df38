import type { CatalogueEntry, Chapter, Failure } from './catalogue-entry.ts'
import { answers } from './catalogue/answers.ts'
import { clientCertificate } from './catalogue/client-certificate.ts'
import { directory } from './catalogue/directory.ts'
import { handshake } from './catalogue/handshake.ts'
import { health } from './catalogue/health.ts'
import { http } from './catalogue/http.ts'
import { names } from './catalogue/names.ts'
import { networkBoot } from './catalogue/network-boot.ts'
import { port } from './catalogue/port.ts'
import { revocationList } from './catalogue/revocation-list.ts'
import { serverCertificate } from './catalogue/server-certificate.ts'
import { shares } from './catalogue/shares.ts'
import { siteMode } from './catalogue/site-mode.ts'

/** The chapters by their titles, in the order in which they are shown. */
const chapters = {
  Names: names,
  Port: port,
  'Site modes': siteMode,
  Handshake: handshake,
  "The site system's certificate": serverCertificate,
  "The client's certificate": clientCertificate,
  'Revocation lists': revocationList,
  Answers: answers,
  HTTP: http,
  Shares: shares,
  'Active Directory': directory,
  'Booting from the network': networkBoot,
  'Statements of health': health,
} satisfies Readonly<Record<string, Chapter>>

type Chapters = typeof chapters

/** Id of a failure in the catalogue. */
export type FailureId = { [Title in keyof Chapters]: keyof Chapters[Title] }[keyof Chapters]

/** Entries that a reader looks for in one place. */
export interface CatalogueSection {
  title: string
  entries: readonly CatalogueEntry<FailureId>[]
}

/**
 * Every way in which a connection is known to fail. No two entries look alike at both ends, so a diagnosis does not
 * depend on their order; only where the two ends contradict each other, the first entry that fits counts.
 */
export const catalogueSections: readonly CatalogueSection[] = Object.entries(chapters).map(
  ([title, chapter]) => ({ title, entries: entriesOf(chapter) }),
)

export const catalogue: readonly CatalogueEntry<FailureId>[] = catalogueSections.flatMap(
  ({ entries }) => entries,
)

/** What an attempt can be diagnosed with: a failure of the catalogue, or `unexplained`. */
export type DiagnosisId = FailureId | 'unexplained'

export const diagnosisIds: readonly DiagnosisId[] = [...catalogue.map(({ id }) => id), 'unexplained']

const frequencies = ['frequent', 'occasional', 'rare'] as const

/** The most frequent failures first. */
export const byFrequency: readonly CatalogueEntry<FailureId>[] = frequencies.flatMap((frequency) =>
  catalogue.filter((entry) => entry.frequency === frequency),
)

/** undefined when there is none, as for `unexplained`. */
export function entryOf(id: string | null): CatalogueEntry<FailureId> | undefined {
  return catalogue.find((entry) => entry.id === id)
}

/** The title of a failure in a sentence, after a colon. */
export function titleOf(id: string | null): string {
  return entryOf(id)?.title ?? 'nothing in the catalogue explains it'
}

function entriesOf(chapter: Partial<Readonly<Record<FailureId, Failure>>>): CatalogueEntry<FailureId>[] {
  const entries: CatalogueEntry<FailureId>[] = []
  let id: FailureId
  for (id in chapter) {
    const failure = chapter[id]
    if (failure) entries.push({ id, ...failure })
  }
  return entries
}
