import * as ber from '../../encoding/ber.ts'

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

export function serializeControl({ type, critical, value }: Control): Buffer {
  return ber.serializeValue(
    ber.universal.sequence,
    ber.serializeText(type),
    ...(critical ? [ber.serializeBoolean(true)] : []),
    ...(value ? [ber.serializeBytes(value)] : []),
  )
}

export function parseControl(control: ber.BerValue): Control | undefined {
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
