import { deflateSync, inflateSync } from 'node:zlib'
import { limits } from '../../limits.ts'
import { decodeUtf16, encodeUtf16 } from '../text.ts'
import { parseMessageHeader, serializeMessageHeader, type MessageHeader } from './message-header.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The path to which messages are posted, with the verb CCM_POST. */
export const messagePath = '/ccm_system/request'

/** The directory in which clients sign in. */
export const signInDirectory = '/ccm_system_windowsauth'

/** A message on the wire: a header in UTF-16, the body, which is normally compressed, and perhaps attachments. */
export interface Envelope {
  header: MessageHeader
  xml: string
  /** The bytes of the body as sent, which a client may have signed. */
  payload: Buffer
  /** Text of the parts that come after the body. */
  attachments: readonly string[]
}

/**
 * Bytes of an inflated body. Longer ones, such as zip bombs, are never inflated in full; parsing the XML of one
 * this long can take half a second.
 */
const longestInflated = limits.inflatedMessage.value
const boundary = 'aAbBcCdDv1234567890VxXyYzZ'

export interface EnvelopeRefusal {
  /** For people. */
  refusal: string
}

/**
 * `strictLength`: a body must be as long as its header says. Some clients of that age send a constant, so usually it
 * is not checked.
 */
export function parseEnvelope(
  contentType: string | undefined,
  bytes: Buffer,
  { strictLength = false } = {},
): Envelope | EnvelopeRefusal {
  const named = boundaryOf(contentType)
  if (named === undefined) return { refusal: 'The Content-Type is not multipart/mixed with a boundary.' }
  const parts = splitParts(bytes, named)
  if (!parts) return { refusal: 'The body is not divided by the boundary of its Content-Type.' }
  const [first, ...binary] = parts
  const [body, ...attached] = binary
  if (!first || !body) return { refusal: 'A message has two parts, header and body.' }
  const header = parseMessageHeader(decodeUtf16(first.body)?.replace(/\0+$/, '') ?? '')
  if (!header)
    return { refusal: 'The first part is no message header in UTF-16 with an endpoint and a length.' }
  const content = inflated(body.body, header.compressed)
  if (!content) return { refusal: `The body does not inflate to at most ${longestInflated} bytes.` }
  if (strictLength && header.bodyLength !== lengthTold(content))
    return { refusal: `The header says ${header.bodyLength} bytes, and the body has ${lengthTold(content)}.` }
  const [xml, ...attachments] = [
    textOf(content),
    ...attached.map((part) => textOf(inflated(part.body, header.compressed))),
  ]
  const readable = attachments.filter((text) => text !== undefined)
  if (xml === undefined || readable.length < attachments.length) return { refusal: 'The body is not UTF-16.' }
  return { header, xml, payload: body.body, attachments: readable }
}

/** A request's body ends with a line break that its length does not count; a reply's does not. */
function lengthTold(content: Buffer): number {
  return endsWithLineBreak(content) ? content.length - 2 : content.length
}

function endsWithLineBreak(content: Buffer): boolean {
  return content.subarray(-2).equals(Buffer.from('\r\n'))
}

function inflated(bytes: Buffer, compressed: boolean): Buffer | undefined {
  if (!compressed) return bytes.length > longestInflated ? undefined : bytes
  try {
    return inflateSync(bytes, { maxOutputLength: longestInflated })
  } catch {
    return undefined
  }
}

/** Without its terminators: one NUL of UTF-16 and, in a request, one line break of two bytes. */
function textOf(content: Buffer | undefined): string | undefined {
  if (!content) return undefined
  const text = content.subarray(0, lengthTold(content))
  return text.length % 2 === 0 ? decodeUtf16(text)?.replace(/\0$/, '') : undefined
}

/** The header without the fields that follow from the body. */
export type UnsentHeader = Omit<MessageHeader, 'bodyLength' | 'compressed'>

export interface Written {
  contentType: string
  bytes: Buffer
}

/** The bytes of a request's body, which `authentication` may sign. */
export function requestPayload(xml: string): Buffer {
  return deflateSync(Buffer.concat([Buffer.from(`${xml}\0`, 'utf16le'), Buffer.from('\r\n')]))
}

export function serializeRequest(header: UnsentHeader, xml: string, payload = requestPayload(xml)): Written {
  const bodyLength = 2 * (xml.length + 1)
  return serialize({ ...header, bodyLength, compressed: true }, payload)
}

/** Clients drop the last character before they read a reply: it has to be the NUL. */
export function serializeReply(header: UnsentHeader, xml: string): Written {
  const content = Buffer.from(`${xml}\0`, 'utf16le')
  const compressed = header.replyCompressed
  return serialize(
    { ...header, bodyLength: content.length, compressed },
    compressed ? deflateSync(content) : content,
  )
}

function serialize(header: MessageHeader, payload: Buffer): Written {
  const parts = [
    { contentType: 'text/plain; charset=UTF-16', body: encodeUtf16(serializeMessageHeader(header)) },
    { contentType: 'application/octet-stream', body: payload },
  ]
  return { contentType: `multipart/mixed; boundary="${boundary}"`, bytes: joinParts(parts, boundary) }
}

/** One part of a body of type multipart/mixed (RFC 2046, section 5.1). */
export interface Part {
  contentType: string
  body: Buffer
}

/** Messages have two parts, and a third where there is an attachment. */
const mostParts = 8
const longestPartHeader = 4096

/** The boundary that a Content-Type names; undefined when it is not multipart/mixed. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  if (!/^multipart\/mixed\s*;/i.test(contentType?.trim() ?? '')) return undefined
  const [, quoted, bare] =
    /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '') ?? []
  return quoted ?? bare
}

/** A boundary delimiter counts only at the beginning of a line; any bytes may stand between two of them. */
export function splitParts(body: Buffer, boundary: string): Part[] | undefined {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const bytes = Buffer.concat([Buffer.from('\r\n'), body])
  const parts: Part[] = []
  let open: number | undefined
  let at = bytes.indexOf(delimiter)
  while (at >= 0) {
    const behind = at + delimiter.length
    const [ending, closes, padding] =
      /^(?:(--)|([ \t]*)\r\n)/.exec(bytes.toString('latin1', behind, behind + 64)) ?? []
    if (ending !== undefined) {
      const part = open === undefined ? undefined : parsePart(bytes.subarray(open, at))
      if (open !== undefined && !part) return undefined
      if (part) parts.push(part)
      if (closes !== undefined) return parts
      if (parts.length === mostParts) return undefined
      open = behind + (padding?.length ?? 0)
    }
    at = bytes.indexOf(delimiter, behind)
  }
  return undefined
}

/** `bytes` begin with the line break that ends the delimiter, so that a part without headers is parsed in the same way. */
function parsePart(bytes: Buffer): Part | undefined {
  const end = bytes.subarray(0, longestPartHeader).indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [, contentType = ''] = /\r\ncontent-type:\s*([^\r\n]*)/i.exec(bytes.toString('latin1', 0, end)) ?? []
  return { contentType: contentType.trim(), body: bytes.subarray(end + 4) }
}

export function joinParts(parts: readonly Part[], boundary: string): Buffer {
  const pieces = parts.flatMap(({ contentType, body }) => [
    Buffer.from(`--${boundary}\r\ncontent-type: ${contentType}\r\n\r\n`, 'latin1'),
    body,
    Buffer.from('\r\n'),
  ])
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--`, 'latin1')])
}

export const basis: readonly Basis[] = [
  {
    certainty: 'known from public clients',
    about: "The envelope and the header of a management point's messages",
  },
]
