import * as ber from '../../encoding/ber.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { directoryErrors } from '../../vocabulary/error-codes.ts'

/** Tags of requests and responses (RFC 4511, appendix B). */
export const operations = {
  bindRequest: 0x60,
  bindResponse: 0x61,
  unbindRequest: 0x42,
  searchRequest: 0x63,
  searchResultEntry: 0x64,
  searchResultDone: 0x65,
  searchResultReference: 0x73,
  modifyRequest: 0x66,
  modifyResponse: 0x67,
  addRequest: 0x68,
  addResponse: 0x69,
  deleteRequest: 0x4a,
  deleteResponse: 0x6b,
  modifyNameRequest: 0x6c,
  modifyNameResponse: 0x6d,
  compareRequest: 0x6e,
  compareResponse: 0x6f,
  abandonRequest: 0x50,
  extendedRequest: 0x77,
  extendedResponse: 0x78,
} as const

/** The envelope of every request and response (RFC 4511, 4.1.1); `content` is for the parser of the operation. */
export interface LdapMessage {
  /** A request's own number, 1 to 2147483647, repeated by its responses; 0 in unsolicited notifications. */
  id: number
  /** One of `operations`. */
  operation: number
  content: Buffer
  controls: readonly Control[]
}

const tagOfControls = 0xa0

export function serializeMessage({ id, operation, content, controls }: LdapMessage): Buffer {
  return ber.serializeValue(
    ber.universal.sequence,
    ber.serializeNumber(id),
    ber.serializeBytes(content, operation),
    ...(controls.length > 0 ? [ber.serializeValue(tagOfControls, ...controls.map(serializeControl))] : []),
  )
}

/** undefined when it is not a message: without a message ID it cannot even be answered. */
export function parseMessage(bytes: Buffer): LdapMessage | undefined {
  const [outer, ...more] = ber.parseValues(bytes) ?? []
  const [first, second, third, ...others] = ber.parseInside(outer, ber.universal.sequence) ?? []
  const id = ber.parseNumber(first)
  const controls = third ? parseControls(third) : []
  if (id === undefined || !second || !controls || more.length > 0 || others.length > 0) return undefined
  return { id, operation: second.tag, content: second.content, controls }
}

function parseControls(value: ber.BerValue): Control[] | undefined {
  const controls = ber.parseInside(value, tagOfControls)?.map(parseControl)
  return controls?.every((control) => control !== undefined) ? controls : undefined
}

/** An extension of a request or response (RFC 4511, 4.1.11). */
export interface Control {
  /** An object identifier in digits and dots. */
  type: string
  /** A server that does not know a critical control must refuse the operation. */
  critical: boolean
  value?: Buffer
}

function serializeControl({ type, critical, value }: Control): Buffer {
  return ber.serializeValue(
    ber.universal.sequence,
    ber.serializeText(type),
    ...(critical ? [ber.serializeBoolean(true)] : []),
    ...(value ? [ber.serializeBytes(value)] : []),
  )
}

function parseControl(control: ber.BerValue): Control | undefined {
  const [first, ...rest] = ber.parseInside(control, ber.universal.sequence) ?? []
  const type = ber.parseText(first)
  const marked = rest[0]?.tag === ber.universal.boolean
  const critical = marked ? ber.parseBoolean(rest.shift()) : false
  const value = ber.parseBytes(rest.shift())
  if (type === undefined || critical === undefined || rest.length > 0) return undefined
  return { type, critical, ...(value && { value }) }
}

/** The control by which a search returns its entries a page at a time (RFC 2696). */
export const pagedResults = '1.2.840.113556.1.4.319'

export interface PagedResults {
  /** In a request, the entries per page; in a response, an estimate of the total, or 0. */
  size: number
  /** The start of the next page; empty in the first request and in the last response. */
  cookie: Buffer
}

export function serializePagedResults({ size, cookie }: PagedResults, critical: boolean): Control {
  const value = ber.serializeValue(
    ber.universal.sequence,
    ber.serializeNumber(size),
    ber.serializeBytes(cookie),
  )
  return { type: pagedResults, critical, value }
}

export function parsePagedResults({ value }: Control): PagedResults | undefined {
  const [outer, ...more] = (value && ber.parseValues(value)) ?? []
  const [first, second, ...others] = ber.parseInside(outer, ber.universal.sequence) ?? []
  const size = ber.parseNumber(first)
  const cookie = ber.parseBytes(second)
  return size === undefined || !cookie || more.length + others.length > 0 ? undefined : { size, cookie }
}

/** RFC 4511, 4.1.9 and appendix A. */
export const resultCodes = {
  success: 0,
  compareFalse: 5,
  compareTrue: 6,
  referral: 10,
  ...directoryErrors,
} as const

const names = new Map<number, string>(Object.entries(resultCodes).map(([name, code]) => [code, name]))

/** `noSuchObject`; `result 71` for one that is not in the table. */
export function resultName(code: number): string {
  return names.get(code) ?? `result ${code}`
}

/** The result in every response but a search entry (RFC 4511, 4.1.9). */
export interface LdapResult {
  code: number
  /** The last name found on the way to the entry; empty where names play no part. */
  matchedName: string
  /** For people. */
  message: string
}

/** The whole response to bind, search, compare, add, delete and modify. */
export function serializeResult({ code, matchedName, message }: LdapResult): Buffer {
  return Buffer.concat([
    ber.serializeNumber(code, ber.universal.enumerated),
    ber.serializeText(matchedName),
    ber.serializeText(message),
  ])
}

/** A referral or credentials that may follow are ignored. */
export function parseResult(content: Buffer): LdapResult | undefined {
  const values = ber.parseValues(content)
  return values && resultOf(values)
}

export function resultOf([first, second, third]: readonly ber.BerValue[]): LdapResult | undefined {
  const code = ber.parseNumber(first, ber.universal.enumerated)
  const matchedName = ber.parseText(second)
  const message = ber.parseText(third)
  if (code === undefined || matchedName === undefined || message === undefined) return undefined
  return { code, matchedName, message }
}

/** RFC 4511, 4.2. */
export interface BindRequest {
  /** 3. */
  version: number
  /** The name of an entry; empty for an anonymous bind. */
  name: string
  /** SASL credentials are ignored: no mechanism is supported here. `other`: a choice that LDAP does not define. */
  authentication:
    | { kind: 'simple'; password: Buffer }
    | { kind: 'sasl'; mechanism: string }
    | { kind: 'other'; tag: number }
}

const credentials = { simple: 0x80, sasl: 0xa3 } as const

export function serializeBindRequest({ version, name, authentication }: BindRequest): Buffer {
  return Buffer.concat([
    ber.serializeNumber(version),
    ber.serializeText(name),
    serializeAuthentication(authentication),
  ])
}

function serializeAuthentication(authentication: BindRequest['authentication']): Buffer {
  switch (authentication.kind) {
    case 'simple':
      return ber.serializeBytes(authentication.password, credentials.simple)
    case 'sasl':
      return ber.serializeValue(credentials.sasl, ber.serializeText(authentication.mechanism))
    case 'other':
      return ber.serializeBytes(Buffer.alloc(0), authentication.tag)
  }
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
  if (value && value.tag !== credentials.sasl) {
    const isChoice = (value.tag & contextClass.mask) === contextClass.value
    return isChoice ? { kind: 'other', tag: value.tag } : undefined
  }
  const [first] = ber.parseInside(value, credentials.sasl) ?? []
  const mechanism = ber.parseText(first)
  return mechanism === undefined ? undefined : { kind: 'sasl', mechanism }
}

/** The upper bits of a tag that has its meaning from where it stands. */
const contextClass = { mask: 0xc0, value: 0x80 } as const

const extendedTags = { requestName: 0x80, responseName: 0x8a } as const

/** Sent unasked when the server ends a connection because of a protocol error (RFC 4511, 4.4.1). */
export const noticeOfDisconnection = '1.3.6.1.4.1.1466.20036'

/** The object identifier of what is asked (RFC 4511, 4.12). */
export function parseExtendedRequest(content: Buffer): string | undefined {
  return ber.parseText(ber.parseValues(content)?.[0], extendedTags.requestName)
}

export interface ExtendedResponse extends LdapResult {
  name?: string
}

export function serializeExtendedResponse({ name, ...result }: ExtendedResponse): Buffer {
  const named = name === undefined ? [] : [ber.serializeBytes(Buffer.from(name), extendedTags.responseName)]
  return Buffer.concat([serializeResult(result), ...named])
}

export function parseExtendedResponse(content: Buffer): ExtendedResponse | undefined {
  const values = ber.parseValues(content) ?? []
  const result = resultOf(values)
  const name = ber.parseText(
    values.find(({ tag }) => tag === extendedTags.responseName),
    extendedTags.responseName,
  )
  return result && { ...result, ...(name !== undefined && { name }) }
}

/**
 * Bounds of the first LDAP message in a stream, with its tag and length. undefined: more bytes are needed to tell;
 * `wrong`: no message begins like this.
 */
export function ldapMessageBounds(
  bytes: Buffer,
): { start: number; end: number } | { wrong: string } | undefined {
  if (bytes.length > 0 && bytes[0] !== ber.universal.sequence) {
    return { wrong: 'what came is no LDAP message: its first byte is not 0x30' }
  }
  const head = ber.parseHead(bytes)
  if (head === null) return { wrong: 'what came is no LDAP message: it has no length that LDAP allows' }
  return head && { start: 0, end: head.end }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'LDAP (RFC 4511, [MS-ADTS])',
  },
]

/** The same message, with four bytes for each length in it. */
export function withLongLengths(message: Buffer): Buffer {
  const value = ber.parseValue(message)
  return value ? ber.withLongLengths(value) : message
}
