import {
  printBoolean,
  printBytes,
  printNumber,
  printText,
  printValue,
  readBoolean,
  readBytes,
  readInside,
  readNumber,
  readText,
  readValues,
  universal,
  type BerValue,
} from '../../encoding/ber.ts'

/** Tags of what a message asks or answers (RFC 4511, appendix B). */
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

/** The envelope of all that is said (RFC 4511, 4.1.1); what is in it, the file of its operation reads. */
export interface LdapMessage {
  /** A request's own number, 1 to 2147483647, which its responses repeat; 0 where nobody asked. */
  id: number
  /** One of `operations`. */
  operation: number
  content: Buffer
  controls: readonly Control[]
}

const tagOfControls = 0xa0

export function printMessage({ id, operation, content, controls }: LdapMessage): Buffer {
  return printValue(
    universal.sequence,
    printNumber(id),
    printBytes(content, operation),
    ...(controls.length > 0 ? [printValue(tagOfControls, ...controls.map(printControl))] : []),
  )
}

/** undefined when it is none: nobody can answer that, since not even its number is known. */
export function parseMessage(bytes: Buffer): LdapMessage | undefined {
  const [outer, ...more] = readValues(bytes) ?? []
  const [first, second, third, ...others] = readInside(outer, universal.sequence) ?? []
  const id = readNumber(first)
  const controls = third ? readControls(third) : []
  if (id === undefined || !second || !controls || more.length > 0 || others.length > 0) return undefined
  return { id, operation: second.tag, content: second.content, controls }
}

function readControls(value: BerValue): Control[] | undefined {
  const controls = readInside(value, tagOfControls)?.map(parseControl)
  return controls?.every((control) => control !== undefined) ? controls : undefined
}

/** What extends a request or response (RFC 4511, 4.1.11). */
export interface Control {
  /** An object identifier in digits and dots. */
  type: string
  /** Who does not know it must not do what the message asks. */
  critical: boolean
  value?: Buffer
}

export function printControl({ type, critical, value }: Control): Buffer {
  return printValue(
    universal.sequence,
    printText(type),
    ...(critical ? [printBoolean(true)] : []),
    ...(value ? [printBytes(value)] : []),
  )
}

export function parseControl(control: BerValue): Control | undefined {
  const [first, ...rest] = readInside(control, universal.sequence) ?? []
  const type = readText(first)
  const marked = rest[0]?.tag === universal.boolean
  const critical = marked ? readBoolean(rest.shift()) : false
  const value = readBytes(rest.shift())
  if (type === undefined || critical === undefined || rest.length > 0) return undefined
  return { type, critical, ...(value && { value }) }
}

/** The control by which a search gives its entries a page at a time (RFC 2696). */
export const pagedResults = '1.2.840.113556.1.4.319'

export interface PagedResults {
  /** In a request, entries of the page; in a response, a guess at all of them, or 0. */
  size: number
  /** Where the next page begins; empty in the first request and in the last response. */
  cookie: Buffer
}

export function printPagedResults({ size, cookie }: PagedResults, critical: boolean): Control {
  const value = printValue(universal.sequence, printNumber(size), printBytes(cookie))
  return { type: pagedResults, critical, value }
}

export function parsePagedResults({ value }: Control): PagedResults | undefined {
  const [outer, ...more] = (value && readValues(value)) ?? []
  const [first, second, ...others] = readInside(outer, universal.sequence) ?? []
  const size = readNumber(first)
  const cookie = readBytes(second)
  return size === undefined || !cookie || more.length + others.length > 0 ? undefined : { size, cookie }
}
