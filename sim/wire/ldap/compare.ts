import { readBytes, readInside, readText, readValues, universal } from '../../encoding/ber.ts'

/** RFC 4511, 4.10. */
export interface CompareRequest {
  name: string
  attribute: string
  value: Buffer
}

export function parseCompareRequest(content: Buffer): CompareRequest | undefined {
  const [first, second, ...more] = readValues(content) ?? []
  const name = readText(first)
  const [type, asserted, ...others] = readInside(second, universal.sequence) ?? []
  const attribute = readText(type)
  const value = readBytes(asserted)
  if (name === undefined || attribute === undefined || !value) return undefined
  return more.length + others.length > 0 ? undefined : { name, attribute, value }
}
