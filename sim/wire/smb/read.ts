import { bytesAt, preset, u16le, u32le, u64le, u8, utf16, type ValuesOf } from '../../encoding/struct.ts'
import { messageBody, part } from './body.ts'
import { headerLength } from './header.ts'

/** The offset at which a request wants the data: right behind the fixed part of the response. */
const dataOffset = headerLength + 16

/** [MS-SMB2] 2.2.19. */
const readRequest = messageBody(49, {
  dataOffset: preset(u8(2), dataOffset),
  /** Bytes. */
  length: u32le(4),
  offset: u64le(8),
  fileId: bytesAt(16, 16),
  /** The read fails if it yields fewer bytes. */
  minimum: u32le(32),
})

export type ReadRequest = ValuesOf<typeof readRequest>
export const { parse: parseReadRequest, serialize: serializeReadRequest } = readRequest

/** [MS-SMB2] 2.2.20. */
const readResponse = messageBody(17, { data: part(u8(2), u32le(4)) })

export const { parse: parseReadResponse, serialize: serializeReadResponse } = readResponse

export const queryDirectoryFlags = { restart: 1, single: 2, reopen: 0x10 } as const

/** [MS-SMB2] 2.2.33. */
const queryDirectoryRequest = messageBody(33, {
  /** One of `directoryClasses`. */
  informationClass: u8(2),
  /** Bits of `queryDirectoryFlags`. */
  flags: u8(3),
  fileId: bytesAt(8, 16),
  /** `*` for all. */
  pattern: utf16(part(u16le(24), u16le(26))),
  /** The most bytes that the response may hold; likewise below. */
  longest: u32le(28),
})

export type QueryDirectoryRequest = ValuesOf<typeof queryDirectoryRequest>
export const { parse: parseQueryDirectoryRequest, serialize: serializeQueryDirectoryRequest } =
  queryDirectoryRequest

export const infoTypes = { file: 1, fileSystem: 2, security: 3 } as const

/** [MS-SMB2] 2.2.37. */
const queryInfoRequest = messageBody(41, {
  /** One of `infoTypes`. */
  infoType: u8(2),
  /** One of `fileClasses` or `fileSystemClasses`; 0 for a security descriptor, which has none. */
  informationClass: u8(3),
  longest: u32le(4),
  /** Bits of `securityParts`, where a security descriptor is asked for. */
  parts: u32le(16),
  fileId: bytesAt(24, 16),
})

export type QueryInfoRequest = ValuesOf<typeof queryInfoRequest>
export const { parse: parseQueryInfoRequest, serialize: serializeQueryInfoRequest } = queryInfoRequest

/** The responses to QUERY_DIRECTORY and QUERY_INFO have one shape ([MS-SMB2] 2.2.34, 2.2.38). */
const queryResponse = messageBody(9, {
  /** In the layout of the class that was asked for. */
  information: part(u16le(2), u32le(4)),
})

export const { parse: parseQueryResponse, serialize: serializeQueryResponse } = queryResponse
