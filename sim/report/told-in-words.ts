import type { Attempt } from '../evidence/attempt.ts'
import type { Told } from '../evidence/end-evidence.ts'
import { english, type Texts } from '../texts/english.ts'
import { isLookup } from '../vocabulary/network.ts'

/** Attempts by id: a teller's system is that of the attempt by which it told. */
export type AttemptsById = ReadonlyMap<string, Pick<Attempt, 'system'>>

/** The source from which a client knows where a system is. */
export interface Telling {
  /** `told by mp.hq1.contoso.test` */
  by: string
  /** Id of the attempt that brought it; null where no message did. */
  attempt: string | null
  /** ` at 09:00, 26 hours ago`; empty within the first hour. */
  age: string
}

/**
 * undefined where nobody told the client, and for a lookup: the services that it asks belong to the computer's own network.
 */
export function tellingOf(
  { told, protocol, startedAt }: Attempt,
  byId: AttemptsById,
  texts: Texts,
): Telling | undefined {
  if (!told || isLookup(protocol)) return undefined
  const { by, attempt } = told
  const system = byId.get(attempt ?? '')?.system ?? undefined
  return { by: texts.told[by](system), attempt, age: ageInWords(told, startedAt, texts) }
}

/** `told by mp.hq1.contoso.test (a3)`, `told by Active Directory (a1) at 09:00, 26 hours ago`. */
export function toldInWords(attempt: Attempt, byId: AttemptsById, texts: Texts): string | undefined {
  const telling = tellingOf(attempt, byId, texts)
  if (!telling) return undefined
  const { by, attempt: id, age } = telling
  return `${by}${id === null ? '' : ` (${id})`}${age}`
}

/** `https://dp.hq1.contoso.test:8443, told by mp.hq1.contoso.test (a3)`; undefined for an attempt without a socket. */
export function addressAsTold(attempt: Attempt, byId: AttemptsById): string | undefined {
  const address = addressOf(attempt)
  const told = toldInWords(attempt, byId, english)
  return address === null || told === undefined ? undefined : `${address}, ${told}`
}

/** The scheme, host and port of an attempt; null without a socket. */
export function addressOf({ url }: Pick<Attempt, 'url'>): string | null {
  return url?.match(/^[^/]+\/\/[^/]+/)?.[0] ?? null
}

const hour = 3_600_000
/** From this age on, a fact's age is told in days. */
const daysFrom = 72 * hour

/** At installation a time of day says nothing. */
function ageInWords({ by, at }: Told, used: string, { toldAge }: Texts): string {
  const age = Date.parse(used) - Date.parse(at)
  if (age < hour) return ''
  const ago =
    age < daysFrom ? toldAge.hoursAgo(Math.floor(age / hour)) : toldAge.daysAgo(Math.floor(age / (24 * hour)))
  return `${by === 'installation' ? '' : toldAge.at(at.slice(11, 16))}${ago}`
}
