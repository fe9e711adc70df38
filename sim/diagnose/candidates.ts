import type { ClientEvidence, OwnCertificate } from '../evidence/end-evidence.ts'
import { byFrequency, entryOf } from '../evidence/catalogue.ts'
import { candidates as candidatesOfClient } from '../evidence/diagnosis.ts'
import type { CatalogueEntry, Seen } from '../evidence/catalogue-entry.ts'
import type { Found } from '../evidence/explanation/pick-codes.ts'
import { httpSysReasons } from '../evidence/codes/http-sys-reasons.ts'
import { iisStatuses } from '../evidence/codes/iis-statuses.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { Stage } from '../vocabulary/network.ts'
import { codesAtServer, type Reading } from '../evidence/explanation/reading.ts'
import type { FailureCandidate } from './failure.ts'
import { isOfHttpSys, protocolOf, type Told } from './occurrence.ts'

/** What is known of a failed request from the logs of both ends. */
export interface Evidence {
  /** What a client's log tells, or a recording that has both ends; null where only the server has a line. */
  client: Told | null
  server: Told | null
  /** The server's log covers the time, and has no line of the request. */
  serverIsSilent: boolean
}

/** The candidates, the most likely first; `certain` where both ends agree on the first one and on no other. */
export interface Judged {
  candidates: readonly FailureCandidate[]
  certain: boolean
}

export function judge(evidence: Evidence): Judged {
  const { client, server } = evidence
  const known = [...(client?.diagnosis ?? []), ...(server?.diagnosis ?? [])]
  if (known.length > 0) return judgedBefore(known, evidence)
  const signs = signsOf(evidence)
  const place = client ? placesBy(client) : undefined
  // HTTP.sys names the reason, which rules out the failures that only look alike to the client.
  const deciding = server && isOfHttpSys(server) ? signs.find(({ end }) => end === 'server') : undefined
  const judged = byFrequency.flatMap((entry) => {
    if (!canBe(entry, client?.url ?? null)) return []
    const speaking = signs.filter(({ entries }) => entries.has(entry))
    if (deciding && !speaking.includes(deciding)) return []
    return speaking.some(({ end }) => end !== null) ? [{ entry, speaking, place: place?.(entry) ?? 0 }] : []
  })
  // The sort is stable: of those that are alike, the more frequent stay first.
  judged.sort((one, other) => other.speaking.length - one.speaking.length || one.place - other.place)
  const [first] = judged
  const likely = judged.filter((one) => !first || !explainsLess(one, first))
  return {
    candidates: likely.map(({ entry, speaking }) => ({ entry, by: speaking.map(({ by }) => by) })),
    certain: isCertain(judged),
  }
}

/** All codes that speak for it speak for the other as well, and more do. A missing line alone rules nothing out. */
function explainsLess({ speaking }: Weighed, other: Weighed): boolean {
  const codes = speaking.filter(({ end }) => end !== null)
  const more = other.speaking.filter(({ end }) => end !== null)
  return codes.length < more.length && codes.every((sign) => more.includes(sign))
}

/** Recordings and captures have the diagnosis, or the candidates, of those who saw it. */
function judgedBefore(ids: readonly string[], { client, server }: Evidence): Judged {
  const codes = [...(client?.codes ?? []), ...(server?.codes ?? [])].map(({ written }) => written)
  const by = codes.length > 0 ? [...new Set(codes)] : ['the recording']
  const candidates = ids.flatMap((id) => {
    const entry = entryOf(id)
    return entry ? [{ entry, by }] : []
  })
  return { candidates, certain: client?.end === 'both' && candidates.length === 1 }
}

/** The order in which the client's own evidence suspects failures, where its log has that. */
function placesBy({ seen, ownFault }: Told): ((entry: CatalogueEntry) => number) | undefined {
  if (!seen) return undefined
  const { presented, ...evidence } = seen
  const suspected: readonly CatalogueEntry[] = candidatesOfClient({
    ...evidence,
    own: presented === null ? null : ownOf(presented, ownFault),
  })
  return (entry) => {
    const at = suspected.findIndex(({ id }) => id === entry.id)
    return at < 0 ? suspected.length : at
  }
}

function ownOf(presented: boolean, ownFault: Told['ownFault']): OwnCertificate {
  return {
    certificate: presented ? unread : null,
    fault: ownFault?.fault ?? null,
    ...(ownFault?.ofAuthority && { ofAuthority: true }),
  }
}

/** A certificate of which no more is known than that it was presented. */
const unread: CertificateEvidence = {
  ...{ subject: '', issuer: '', serialNumber: '', notBefore: '', notAfter: '' },
  ...{ names: [], usages: [], authority: false, key: '', hash: '' },
}

/** Something in the logs that speaks for some failures and not for others. */
interface Sign {
  by: string
  /** null for a line that is missing. */
  end: 'client' | 'server' | null
  entries: ReadonlySet<CatalogueEntry>
}

interface Weighed {
  speaking: readonly Sign[]
}

function isCertain([first, second]: readonly Weighed[]): boolean {
  const saysSo = (end: Sign['end']): boolean => first?.speaking.some((sign) => sign.end === end) ?? false
  const most = first?.speaking.length ?? 0
  return saysSo('client') && saysSo('server') && most > (second?.speaking.length ?? 0)
}

function signsOf({ client, server, serverIsSilent }: Evidence): Sign[] {
  return [
    ...signsIn(client?.codes ?? [], 'client'),
    ...signsIn(server?.codes ?? [], 'server'),
    ...(serverIsSilent ? [silence] : []),
  ]
}

/** Each meaning counts once, however often the lines name it. */
function signsIn(codes: readonly Found[], end: 'client' | 'server'): Sign[] {
  const signs = new Map<string, Sign>()
  for (const { written, readings } of codes) {
    for (const reading of readings) {
      const key = `${reading.kind} ${reading.code}`
      const possible = end === 'client' ? reading.candidates : loggedAtServer(reading)
      if (signs.has(key) || possible.length === 0) continue
      signs.set(key, { by: written, end, entries: new Set(possible) })
    }
  }
  return [...signs.values()]
}

/**
 * The candidates that can leave this in a log of IIS. A refusal with a substatus is logged with its own status there: only
 * other web servers have a bare 400 for it. The reasons of HTTP.sys are of its log alone, so that every candidate can.
 */
function loggedAtServer({ kind, code, candidates }: Reading): readonly CatalogueEntry[] {
  if (kind === httpSysReasons.kind) return candidates
  const status = kind === iisStatuses.kind ? Number.parseInt(code) : undefined
  return candidates
    .filter(leavesLine)
    .filter(({ webServer }) => status === undefined || !webServer?.substatus || webServer.status === status)
}

/** In a web server's log, a status of Windows concerns the client's certificate, not the server's own. */
function leavesLine(entry: CatalogueEntry): boolean {
  return entry.webServer !== null || codesAtServer(entry).some((code) => /^\d{3}\b/.test(code))
}

const silence: Sign = {
  by: 'no line at the web server',
  end: null,
  entries: new Set(byFrequency.filter(leavesNoLine)),
}

/** It fails below the web server, or can be refused there: in a handshake. */
function leavesNoLine({ webServer, sightings }: CatalogueEntry): boolean {
  return webServer === null || sightings.some(({ refusal }) => refusal === 'handshake')
}

/** The stages that an attempt by a protocol can reach. */
const stages: Readonly<Record<string, readonly Stage[]>> = {
  http: ['resolve', 'connect', 'http'],
  https: ['resolve', 'connect', 'tls', 'http'],
  smb: ['resolve', 'connect', 'smb'],
  ldap: ['resolve', 'connect', 'ldap'],
  dns: ['resolve', 'connect', 'dns'],
  wins: ['resolve', 'connect', 'wins'],
  tftp: ['resolve', 'connect', 'pxe'],
  soh: ['resolve', 'connect', 'soh'],
}

/** Whether a failure is possible by the protocol of an address: a request in the clear shows no certificate. */
function canBe(entry: CatalogueEntry, url: string | null): boolean {
  const protocol = protocolOf(url) ?? ''
  const reached = stages[protocol]
  if (!reached) return true
  const seen = [...entry.sightings.map(({ client }) => client), ...(entry.elsewhere?.client ?? [])]
  return seen.some(
    (one) => [one.stage].flat().some((stage) => reached.includes(stage)) && fitsProtocol(one, protocol),
  )
}

function fitsProtocol({ where, codes }: Seen<ClientEvidence>, protocol: string): boolean {
  if (!where) return true
  const [code = ''] = codes
  const showsUnder = (own: OwnCertificate | null): boolean =>
    where({ stage: 'http', code, message: '', received: 0, own })
  const inTheClear = showsUnder(null)
  return protocol === 'https' ? !inTheClear || showsUnder({ certificate: null, fault: null }) : inTheClear
}
