import { printBytes, readText, readValues } from '../../encoding/ber.ts'
import { printResult, resultOf, type LdapResult } from './result.ts'

const tags = { requestName: 0x80, responseName: 0x8a } as const

/** Sent unasked when a connection ends for what was said on it (RFC 4511, 4.4.1). */
export const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036'

/** The object identifier of what is asked (RFC 4511, 4.12). */
export function parseExtendedRequest(content: Buffer): string | undefined {
  return readText(readValues(content)?.[0], tags.requestName)
}

export interface ExtendedResponse extends LdapResult {
  name?: string
}

export function printExtendedResponse({ name, ...result }: ExtendedResponse): Buffer {
  const named = name === undefined ? [] : [printBytes(Buffer.from(name), tags.responseName)]
  return Buffer.concat([printResult(result), ...named])
}

export function parseExtendedResponse(content: Buffer): ExtendedResponse | undefined {
  const values = readValues(content) ?? []
  const result = resultOf(values)
  const name = readText(
    values.find(({ tag }) => tag === tags.responseName),
    tags.responseName,
  )
  return result && { ...result, ...(name !== undefined && { name }) }
}
