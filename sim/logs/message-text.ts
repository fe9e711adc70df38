import { managementPointRequests } from '../evidence/codes/client-codes.ts'
import { seenBy } from '../evidence/explanation/node-reader.ts'
import { pickCodes, type Found } from '../evidence/explanation/pick-codes.ts'
import type { Reading } from '../evidence/explanation/reading.ts'

/** Most lines of a log hold no code at all: looking closely at each would take most of the time. */
const mayHoldCode = /0x[\da-f]{3}|\d{3}|[A-Z]{3,}_[A-Z]|\bE[A-Z]{4,}\b|certificate|connection|alert|PXE-/i

/** The codes of a text that can be the sign of a failure, with what they mean to the end that reports them. */
export function failingCodes(text: string, end: keyof typeof seenBy): Found[] {
  return mayHoldCode.test(text) ? pickCodes(text).found.flatMap((found) => reportedBy(end, found)) : []
}

/** A code with what it means to one end; nothing where it means nothing to it. */
export function reportedBy(end: keyof typeof seenBy, found: Found): Found[] {
  const other = end === 'client' ? seenBy.server : seenBy.client
  const readings = found.readings.filter((reading) => reading.kind !== other && isOfFailure(reading))
  return readings.length > 0 ? [{ ...found, readings }] : []
}

/** The name of a request is explained as well, and so are states of success. */
function isOfFailure({ kind, candidates, otherCauses, remedy }: Reading): boolean {
  return (
    kind !== managementPointRequests.kind &&
    (candidates.length > 0 || otherCauses.length > 0 || remedy !== null)
  )
}

/** The server that was asked, and for what, as the address in a log tells. */
export interface Requested {
  url: string
  hosts: readonly string[]
  port: number | null
  path: string
}

const address = /\b(?:https?|smb|ldap|dns|wins|tftp|soh):\/\/[^\s,;"'<>()[\]]+/i
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'smb:': 445, 'ldap:': 389 }

/** The first address in a text; undefined where there is none. */
export function requestedIn(text: string): Requested | undefined {
  if (!text.includes('://')) return undefined
  const url = address.exec(text)?.[0].replace(/[.:]+$/, '')
  return url === undefined || !URL.canParse(url) ? undefined : requested(url)
}

/** Throws where it is no address. */
export function requested(url: string): Requested {
  const { hostname, port, pathname, protocol } = new URL(url)
  return {
    url,
    hosts: [hostname.toLowerCase()],
    port: port === '' ? (usualPorts[protocol] ?? null) : Number(port),
    path: pathname === '' ? '/' : pathname,
  }
}
