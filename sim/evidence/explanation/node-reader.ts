import type { CatalogueEntry } from '../catalogue-entry.ts'
import { alertOf, cutOffCodes } from '../catalogue/symptoms.ts'
import { messageCodes } from '../codes/message-codes.ts'
import { nodeCodes } from '../codes/node-codes.ts'
import { candidatesOfServer } from '../diagnosis.ts'
import { codesAtClient, codesAtServer, entriesWhere, meaning, type Reader, type Reading } from './reading.ts'

/** Codes of Node, OpenSSL, llhttp, undici, other protocols and our own ends: `ECONNRESET`. Either end may be the one that reports it. */
export const nodeReader: Reader = {
  read(written) {
    const code = [...knownCodes()].find((known) => known.toUpperCase() === written.toUpperCase()) ?? written
    const means = meaningOf(code)
    if (means === undefined) return []
    const reading = (kind: string, candidates: CatalogueEntry[]): Reading => ({
      kind,
      code,
      name: null,
      means,
      candidates,
    })
    const atClient = entriesWhere((entry) => codesAtClient(entry).includes(code))
    const atServer = isCutOff(code)
      ? decisionsOfClients()
      : entriesWhere((entry) => codesAtServer(entry).includes(code))
    return [
      ...(atClient.length > 0 ? [reading('seen by the client', atClient)] : []),
      ...(atServer.length > 0 ? [reading('seen by the server', atServer)] : []),
      ...(atClient.length + atServer.length === 0 ? [reading('seen by either end', [])] : []),
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

function knownCodes(): Set<string> {
  const seen = entriesWhere(() => true).flatMap((entry) => [...codesAtClient(entry), ...codesAtServer(entry)])
  return new Set([
    ...Object.keys(nodeCodes),
    ...Object.keys(messageCodes),
    ...seen.filter((code) => !/^\d/.test(code)),
  ])
}

function meaningOf(code: string): string | undefined {
  const known = meaning(nodeCodes, code) ?? meaning(messageCodes, code)
  if (known !== undefined) return known
  const alert = alertOf(code)
  if (alert !== undefined) {
    return `the other end ended the handshake with the alert "${alert.toLowerCase().replaceAll('_', ' ')}"`
  }
  return code.startsWith('HPE_') ? 'the bytes that came cannot be read as HTTP' : undefined
}
