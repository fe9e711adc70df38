import { printBytes, printText, printValue, universal } from '../../sim/encoding/ber.ts'
import type { CompareRequest } from '../../sim/wire/ldap/search.ts'

/** Requests that a domain controller answers and simulated clients do not make. */

export function printCompareRequest({ name, attribute, value }: CompareRequest): Buffer {
  const assertion = printValue(universal.sequence, printText(attribute), printBytes(value))
  return Buffer.concat([printText(name), assertion])
}

export function printExtendedRequest(name: string): Buffer {
  return printText(name, 0x80)
}
