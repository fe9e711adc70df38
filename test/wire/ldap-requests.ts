import { serializeBytes, serializeText, serializeValue, universal } from '../../sim/encoding/ber.ts'
import type { CompareRequest } from '../../sim/wire/ldap/search.ts'

/** Requests that a domain controller answers and simulated clients do not make. */

export function printCompareRequest({ name, attribute, value }: CompareRequest): Buffer {
  const assertion = serializeValue(universal.sequence, serializeText(attribute), serializeBytes(value))
  return Buffer.concat([serializeText(name), assertion])
}

export function printExtendedRequest(name: string): Buffer {
  return serializeText(name, 0x80)
}
