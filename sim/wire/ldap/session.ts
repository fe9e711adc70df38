import * as ber from '../../encoding/ber.ts'
import { serializeResult, resultOf, type LdapResult } from './result.ts'

/** RFC 4511, 4.2. */
export interface BindRequest {
  /** 3. */
  version: number
  /** The name of an entry; empty for an anonymous bind. */
  name: string
  /** SASL credentials are ignored: no mechanism is supported here. */
  authentication: { kind: 'simple'; password: Buffer } | { kind: 'sasl'; mechanism: string }
}

const credentials = { simple: 0x80, sasl: 0xa3 } as const

export function serializeBindRequest({ version, name, authentication }: BindRequest): Buffer {
  const written =
    authentication.kind === 'simple'
      ? ber.serializeBytes(authentication.password, credentials.simple)
      : ber.serializeValue(credentials.sasl, ber.serializeText(authentication.mechanism))
  return Buffer.concat([ber.serializeNumber(version), ber.serializeText(name), written])
}

export function parseBindRequest(content: Buffer): BindRequest | undefined {
  const [first, second, third, ...more] = ber.parseValues(content) ?? []
  const version = ber.parseNumber(first)
  const name = ber.parseText(second)
  const authentication = parseAuthentication(third)
  if (version === undefined || name === undefined || !authentication || more.length > 0) return undefined
  return { version, name, authentication }
}

function parseAuthentication(value: ber.BerValue | undefined): BindRequest['authentication'] | undefined {
  const password = ber.parseBytes(value, credentials.simple)
  if (password) return { kind: 'simple', password }
  const [first] = ber.parseInside(value, credentials.sasl) ?? []
  const mechanism = ber.parseText(first)
  return mechanism === undefined ? undefined : { kind: 'sasl', mechanism }
}

const names = { requestName: 0x80, responseName: 0x8a } as const

/** Sent unasked when the server ends a connection because of a protocol error (RFC 4511, 4.4.1). */
export const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036'

/** The object identifier of what is asked (RFC 4511, 4.12). */
export function parseExtendedRequest(content: Buffer): string | undefined {
  return ber.parseText(ber.parseValues(content)?.[0], names.requestName)
}

export interface ExtendedResponse extends LdapResult {
  name?: string
}

export function serializeExtendedResponse({ name, ...result }: ExtendedResponse): Buffer {
  const named = name === undefined ? [] : [ber.serializeBytes(Buffer.from(name), names.responseName)]
  return Buffer.concat([serializeResult(result), ...named])
}

export function parseExtendedResponse(content: Buffer): ExtendedResponse | undefined {
  const values = ber.parseValues(content) ?? []
  const result = resultOf(values)
  const name = ber.parseText(
    values.find(({ tag }) => tag === names.responseName),
    names.responseName,
  )
  return result && { ...result, ...(name !== undefined && { name }) }
}
