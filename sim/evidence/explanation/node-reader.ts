import type { CatalogueEntry } from '../catalogue-entry.ts'
import { alertCodes, alertOf, cutOffCodes } from '../catalogue/symptoms.ts'
import { messageCodes } from '../codes/message-codes.ts'
import { nodeCodes } from '../codes/node-codes.ts'
import { tlsAlerts } from '../codes/tls-alerts.ts'
import { candidatesOfServer } from '../diagnosis.ts'
import {
  atEnd,
  codesAtClient,
  codesAtServer,
  entriesWhere,
  known,
  readingOf,
  type ByEnd,
  type Reader,
  type Referring,
} from './reading.ts'

/** The kinds of what a code means to the end that reports it. */
export const seenBy = { client: 'seen by the client', server: 'seen by the server' } as const

/** Codes of Node, OpenSSL, llhttp, undici, other protocols and our own ends: `ECONNRESET`. Either end may be the one that reports it. */
export const nodeReader: Reader = {
  read(written) {
    const upper = written.toUpperCase().replace(/^X509_V_ERR_/, '')
    const code = [...knownCodes()].find((one) => one.toUpperCase() === upper) ?? upper
    const means = meaningOf(code)
    if (means === undefined) return []
    const reading = (kind: string, end: Referring['end'], ends: ByEnd): Referring =>
      readingOf(
        { kind, end, source: 'Node.js, "Errors"; openssl-verification-options; measured at our own ends' },
        code,
        { means },
        ends,
      )
    const same = [code, ...sameAlerts(code)]
    const atClient = entriesWhere((entry) => codesAtClient(entry).some((one) => same.includes(one)))
    const atServer = isCutOff(code)
      ? decisionsOfClients()
      : entriesWhere((entry) => codesAtServer(entry).some((one) => same.includes(one)))
    return [
      ...(atClient.length > 0 ? [reading(seenBy.client, 'client', atEnd('client', atClient))] : []),
      ...(atServer.length > 0 ? [reading(seenBy.server, 'server', atEnd('server', atServer))] : []),
      ...(atClient.length + atServer.length === 0
        ? [reading('seen by either end', 'either', { client: [], server: [] })]
        : []),
    ]
  },
  codes: () => [...knownCodes()],
}

function isCutOff(code: string): boolean {
  return cutOffCodes.some((cutOff) => cutOff === code)
}

/** The failures for which a client goes away: the server sees no more than that. */
function decisionsOfClients(): CatalogueEntry[] {
  return candidatesOfServer({ stage: 'tls', code: 'ECONNRESET', message: '' })
}

let allKnown: Set<string> | undefined

function knownCodes(): Set<string> {
  const seen = (): string[] =>
    entriesWhere(() => true).flatMap((entry) => [...codesAtClient(entry), ...codesAtServer(entry)])
  allKnown ??= new Set([
    ...Object.keys(nodeCodes),
    ...Object.keys(messageCodes),
    ...seen().filter((code) => !/^\d/.test(code)),
  ])
  return allKnown
}

/** The alerts that are sent for the same faults, since the sender has some freedom to choose. */
function sameAlerts(code: string): string[] {
  const alert = alertOf(code)
  const like = Object.values(tlsAlerts.codes).find(({ name }) => name.toUpperCase() === alert)?.like ?? []
  return like.flatMap((one) => alertCodes(alertOf(one) ?? ''))
}

function meaningOf(code: string): string | undefined {
  const means = known(nodeCodes, code) ?? known(messageCodes, code)
  if (means !== undefined) return means
  const alert = alertOf(code)
  if (alert !== undefined) {
    return `the other end ended the handshake with the alert "${alert.toLowerCase().replaceAll('_', ' ')}"`
  }
  return code.startsWith('HPE_') ? 'the bytes that came cannot be read as HTTP' : undefined
}
