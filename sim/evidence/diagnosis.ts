import type { ClientEvidence, EndEvidence, TlsEvidence } from './attempt.ts'
import { alertPattern } from './catalogue/alerts.ts'
import { cutOffCodes } from './catalogue/cut-off.ts'
import { byFrequency, catalogue } from './catalogue.ts'
import type { CatalogueEntry, Seen, Sighting } from './catalogue-entry.ts'

/**
 * Id of the failure that what both ends saw amounts to; `unexplained` when the catalogue has none. Where no entry shows
 * like this at both ends, what one end says of its own accord counts: the server's word first, since a client whose
 * certificate was refused is told nothing.
 */
export function diagnose(client: ClientEvidence, server: EndEvidence | null): string {
  const found =
    entryWith(
      (sighting) =>
        fits(sighting.client, client) &&
        (sighting.server ? server !== null && fits(sighting.server, server) : hasNothingToSay(server)),
    ) ??
    (server &&
      !hasNothingToSay(server) &&
      entryWith((sighting) => sighting.server !== null && fits(sighting.server, server))) ??
    entryWith((sighting) => sighting.server === null && fits(sighting.client, client))
  return found ? found.id : 'unexplained'
}

/**
 * Every failure that it can be by what the client alone knows, most likely first: as each entry's `suspicion` has it;
 * then those measured at our own ends before those of other programs; then the more frequent. Whoever prints them says
 * "can be". `tls`: of the connection, where a handshake came about.
 */
export function candidates(
  client: ClientEvidence,
  tls: Pick<TlsEvidence, 'version'> | null = null,
): CatalogueEntry[] {
  const possible = byFrequency.flatMap((entry) => {
    const sighted = entry.sightings.some(
      (sighting) => existsUnder(sighting, tls) && fits(sighting.client, client),
    )
    const elsewhere = entry.elsewhere?.client?.some((seen) => fits(seen, client)) ?? false
    return sighted || elsewhere ? [{ entry, rank: rankOf(entry, client) + (sighted ? 0 : 1) }] : []
  })
  return possible.sort((one, other) => one.rank - other.rank).map(({ entry }) => entry)
}

/** Every failure that it can be by what the server alone knows, the more frequent first. */
export function candidatesOfServer(server: EndEvidence): CatalogueEntry[] {
  const said = byFrequency.filter((entry) =>
    [...entry.sightings.map((sighting) => sighting.server), ...(entry.elsewhere?.server ?? [])].some(
      (seen) => seen !== null && fits(seen, server),
    ),
  )
  return said.length > 0 || !hasNothingToSay(server) ? said : byFrequency.filter(isClientsDecision)
}

function entryWith(shows: (sighting: Sighting) => boolean): CatalogueEntry | undefined {
  return catalogue.find(({ sightings }) => sightings.some(shows))
}

function fits<End extends EndEvidence>({ stage, codes, where }: Seen<End>, end: End): boolean {
  const inStage = typeof stage === 'string' ? stage === end.stage : stage.includes(end.stage)
  return inStage && codes.includes(end.code) && (where?.(end) ?? true)
}

/** A server that only sees the client go away, or is told by its alert that it does, knows no cause of its own. */
function hasNothingToSay(server: EndEvidence | null): boolean {
  return server === null || isOneOf(cutOffCodes, server.code) || alertPattern.test(server.code)
}

function isOneOf(codes: readonly string[], code: string): boolean {
  return codes.includes(code)
}

function existsUnder({ tls: version }: Sighting, tls: Pick<TlsEvidence, 'version'> | null): boolean {
  return version === undefined || tls === null || tls.version === `TLSv${version}`
}

function rankOf({ suspicion }: CatalogueEntry, client: ClientEvidence): number {
  const suspected = suspicion?.(client)
  return suspected === 'likely' ? 0 : suspected === undefined ? 2 : 4
}

/** The client ended a connection that stood, for a reason that the server cannot see. */
function isClientsDecision({ sightings }: CatalogueEntry): boolean {
  return sightings.some(({ client, server }) => server === null && client.stage === 'tls')
}
