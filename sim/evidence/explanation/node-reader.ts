import { alertPattern } from '../catalogue/alerts.ts'
import { cutOffCodes } from '../catalogue/cut-off.ts'
import type { CatalogueEntry } from '../catalogue-entry.ts'
import { nodeCodes } from '../codes/node-codes.ts'
import { candidatesOfServer } from '../diagnosis.ts'
import { entriesWhere, type Reader, type Reading } from './reading.ts'

/** Codes of Node, OpenSSL, llhttp, undici and our own ends: `ECONNRESET`. Either end may be the one that reports it. */
export const nodeReader: Reader = {
  read(written) {
    const code = [...knownCodes()].find((known) => known.toUpperCase() === written.toUpperCase())
    const means = meaningOf(code ?? written.toUpperCase())
    if (means === undefined) return []
    const reading = (end: string, candidates: CatalogueEntry[]): Reading => ({
      kind: `seen by the ${end}`,
      code: code ?? written,
      name: null,
      means,
      candidates,
    })
    const seenBy = (codesAt: typeof codesAtClient): CatalogueEntry[] =>
      entriesWhere((entry) => codesAt(entry).includes(code ?? written))
    const atServer = isCutOff(code) ? clientsDecisions() : seenBy(codesAtServer)
    return [reading('client', seenBy(codesAtClient)), reading('server', atServer)].filter(
      ({ candidates }, index) => candidates.length > 0 || (index === 0 && atServer.length === 0),
    )
  },
  codes: () => [...knownCodes()],
}

function isCutOff(code: string | undefined): boolean {
  return cutOffCodes.some((cutOff) => cutOff === code)
}

/** A server that only sees the client go away. */
function clientsDecisions(): CatalogueEntry[] {
  return candidatesOfServer({ stage: 'tls', code: 'ECONNRESET', message: '' })
}

function knownCodes(): Set<string> {
  const seen = entriesWhere(() => true).flatMap((entry) => [...codesAtClient(entry), ...codesAtServer(entry)])
  return new Set([...nodeCodes.keys(), ...seen.filter((code) => !/^\d/.test(code))])
}

function meaningOf(code: string): string | undefined {
  const known = nodeCodes.get(code)
  if (known !== undefined) return known
  const alert = alertPattern.exec(code)?.[1]
  if (alert !== undefined) {
    return `the other end ended the handshake with the alert "${alert.toLowerCase().replaceAll('_', ' ')}"`
  }
  return code.startsWith('HPE_') ? 'what came cannot be read as HTTP' : undefined
}

function codesAtClient({ sightings, elsewhere }: CatalogueEntry): string[] {
  return [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])].flatMap(
    ({ codes }) => codes,
  )
}

function codesAtServer({ sightings, elsewhere }: CatalogueEntry): string[] {
  const seen = [...sightings.map(({ server }) => server), ...(elsewhere?.server ?? [])]
  return seen.flatMap((one) => one?.codes ?? [])
}
