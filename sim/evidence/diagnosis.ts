import type { ClientEvidence, EndEvidence } from './end-evidence.ts'
import { byFrequency, catalogue, type FailureId } from './catalogue.ts'
import type { CatalogueEntry, Seen, Sighting, ToldOfMode } from './catalogue-entry.ts'
import { alertOf, cutOffCodes } from './catalogue/symptoms.ts'
import { isRuledOut, reachedByClient, type Reached } from './reached.ts'

/**
 * The failure that both ends' evidence amounts to; `unexplained` when the catalogue has none. Where client and site differ
 * in mode, and it shows, that is the failure. If no entry fits both ends, the evidence of one end decides: the server's
 * first, since a client whose certificate was refused learns no reason. Of entries that look alike to the server the one is
 * taken whose further condition holds at the client: what is wrong with its own certificate, say.
 */
export function diagnose(client: ClientEvidence, server: EndEvidence | null): FailureId | 'unexplained' {
  const told = toldOfMode(client, server)
  const showsAtBoth = ({ client: atClient, server: atServer }: Sighting): boolean =>
    fits(atClient, client) && (atServer ? server !== null && fits(atServer, server) : hasNothingToSay(server))
  const showsAtServer = (sighting: Sighting): boolean =>
    sighting.server !== null && server !== null && fits(sighting.server, server)
  const found =
    (told && entryWith(showsAtBoth, told)) ??
    entryWith(showsAtBoth) ??
    (hasNothingToSay(server)
      ? undefined
      : (entryWith((sighting) => showsAtServer(sighting) && (sighting.client.where?.(client) ?? true)) ??
        entryWith(showsAtServer))) ??
    entryWith((sighting) => sighting.server === null && fits(sighting.client, client))
  return found ? found.id : 'unexplained'
}

/**
 * Every failure that can explain the client's evidence alone, most likely first: by each entry's `suspicion`; then
 * sightings at our own ends before those at other programs; then by frequency. A text about them says "can be". What the
 * connection reached rules the others out.
 */
export function candidates(
  client: ClientEvidence,
  reached: Reached = reachedByClient(client),
): CatalogueEntry<FailureId>[] {
  const possible = byFrequency.flatMap((entry) => {
    const canBe = (seen: Seen<ClientEvidence>): boolean =>
      fits(seen, client) && !isRuledOut(seen.span ?? entry.span, reached)
    const sighted = entry.sightings.some(
      (sighting) => existsUnder(sighting, reached) && canBeTold(sighting, client) && canBe(sighting.client),
    )
    const elsewhere = entry.elsewhere?.client?.some(canBe) ?? false
    return sighted || elsewhere ? [{ entry, rank: rankOf(entry, client, reached) + (sighted ? 0 : 1) }] : []
  })
  return possible.sort((one, other) => one.rank - other.rank).map(({ entry }) => entry)
}

/**
 * Every failure that can explain the server's evidence alone, most likely first: by each entry's suspicion, where it is
 * known what is wrong with the server's own certificate; then by frequency. Where the client has left without a word, what the
 * connection reached, if that is known, rules reasons out.
 */
export function candidatesOfServer(
  server: EndEvidence,
  wrongWithOwn?: readonly EndEvidence[],
  reached?: Reached,
): CatalogueEntry<FailureId>[] {
  const candidates = byFrequency.filter((entry) =>
    [...entry.sightings.map((sighting) => sighting.server), ...(entry.elsewhere?.server ?? [])].some(
      (seen) => seen !== null && fits(seen, server),
    ),
  )
  const isPossible = (entry: CatalogueEntry): boolean =>
    isClientsDecision(entry) && (!reached || !isRuledOut(entry.span, reached))
  const possible =
    candidates.length > 0 || !hasNothingToSay(server) ? candidates : byFrequency.filter(isPossible)
  return wrongWithOwn ? mostSuspected(possible, wrongWithOwn) : possible
}

/** The reasons that a client can have to leave after the handshake, with neither an alert nor a request. */
export function candidatesOfLeaving(wrongWithOwn: readonly EndEvidence[]): CatalogueEntry<FailureId>[] {
  return mostSuspected(byFrequency.filter(isClientsDecision), wrongWithOwn)
}

/** Sorting is stable: the most frequent stays first among equals. */
function mostSuspected(
  entries: readonly CatalogueEntry<FailureId>[],
  wrongWithOwn: readonly EndEvidence[],
): CatalogueEntry<FailureId>[] {
  const rank = ({ suspicionAtServer }: CatalogueEntry): number =>
    ranks[suspicionAtServer?.(wrongWithOwn) ?? 'open']
  return entries.toSorted((one, other) => rank(one) - rank(other))
}

const ranks = { likely: 0, open: 1, unlikely: 2 } as const

function entryWith(
  shows: (sighting: Sighting) => boolean,
  told?: ToldOfMode,
): CatalogueEntry<FailureId> | undefined {
  return catalogue.find(({ sightings }) =>
    sightings.some((sighting) => sighting.told === told && shows(sighting)),
  )
}

/**
 * Where client and site differ in mode: whether nobody tells the client, whether it will hear of it, or whether it was told
 * something else. undefined where they agree, or nothing is known of it.
 */
function toldOfMode(
  { believed }: Pick<ClientEvidence, 'believed'>,
  server: Pick<EndEvidence, 'siteMode'> | null,
): ToldOfMode | undefined {
  const site = server?.siteMode
  if (!believed || !site || believed.mode === site.mode) return undefined
  const { told, toldAgainBy } = believed
  const toldAgain = toldAgainBy === 'active-directory' ? site.published : toldAgainBy !== null
  const wasSo = told !== null && (site.since === null || told.at > site.since)
  return wasSo ? 'otherwise' : toldAgain ? 'not-yet' : 'never'
}

/**
 * By the client's evidence alone: it knows which source would tell it again, but neither whether its site publishes there
 * nor whether the mode that it was told still holds.
 */
function canBeTold({ told }: Sighting, { believed }: ClientEvidence): boolean {
  if (told === undefined || told === 'otherwise' || !believed) return true
  const { toldAgainBy } = believed
  return toldAgainBy === 'active-directory' || (toldAgainBy === null) === (told === 'never')
}

export function fits<End extends EndEvidence>({ stage, codes, where }: Seen<End>, end: End): boolean {
  const inStage = typeof stage === 'string' ? stage === end.stage : stage.includes(end.stage)
  return inStage && codes.includes(end.code) && (where?.(end) ?? true)
}

/** A server that only sees the client close the connection, or gets the client's alert, knows no cause of its own. */
function hasNothingToSay(server: EndEvidence | null): boolean {
  return server === null || isOneOf(cutOffCodes, server.code) || alertOf(server.code) !== undefined
}

function isOneOf(codes: readonly string[], code: string): boolean {
  return codes.includes(code)
}

function existsUnder({ tls }: Sighting, { version }: Reached): boolean {
  return tls === undefined || version === undefined || version === `TLSv${tls}`
}

function rankOf({ suspicion }: CatalogueEntry, client: ClientEvidence, reached: Reached): number {
  const suspected = suspicion?.(client, reached)
  return suspected === 'likely' ? 0 : suspected === undefined ? 2 : 4
}

/** The client ends an established connection, for a reason that the server cannot see. */
function isClientsDecision({ suspicionAtServer }: CatalogueEntry): boolean {
  return suspicionAtServer !== undefined
}
