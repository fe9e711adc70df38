import { bytesAt, u32le, u16le, u64le, type ValuesOf } from '../../encoding/struct.ts'
import { messageBody, part } from './body.ts'

/** [MS-SMB2] 2.2.21. */
const writeRequest = messageBody(49, {
  data: part(u16le(2), u32le(4)),
  offset: u64le(8),
  fileId: bytesAt(16, 16),
})

export type WriteRequest = ValuesOf<typeof writeRequest>
export const { parse: parseWriteRequest, serialize: serializeWriteRequest } = writeRequest

/** [MS-SMB2] 2.2.22. */
const writeResponse = messageBody(17, {
  /** Bytes written. */
  count: u32le(4),
})

export const { parse: parseWriteResponse, serialize: serializeWriteResponse } = writeResponse

/** [MS-SMB2] 2.2.17; the response holds its size alone. */
const flushRequest = messageBody(24, { fileId: bytesAt(8, 16) })

export const { parse: parseFlushRequest, serialize: serializeFlushRequest } = flushRequest
