import { bodyOf, newBody, partOf, withPart } from './body.ts'

/** [MS-SMB2] 2.2.19. */
export interface ReadRequest {
  /** Bytes. */
  length: number
  offset: bigint
  /** 16 bytes. */
  fileId: Buffer
  /** Fewer bytes than this are a failure. */
  minimum: number
}

export function printReadRequest({ length, offset, fileId, minimum }: ReadRequest): Buffer {
  const body = newBody(49)
  // Where the data is asked to stand in the response.
  body.writeUInt8(dataAt, 2)
  body.writeUInt32LE(length, 4)
  body.writeBigUInt64LE(offset, 8)
  fileId.copy(body, 16)
  body.writeUInt32LE(minimum, 32)
  return withPart(body, Buffer.alloc(0))
}

const dataAt = 80

export function parseReadRequest(message: Buffer): ReadRequest | undefined {
  const body = bodyOf(message, 49)
  return (
    body && {
      length: body.readUInt32LE(4),
      offset: body.readBigUInt64LE(8),
      fileId: body.subarray(16, 32),
      minimum: body.readUInt32LE(32),
    }
  )
}

/** [MS-SMB2] 2.2.20. */
export interface ReadResponse {
  data: Buffer
}

export function printReadResponse({ data }: ReadResponse): Buffer {
  const body = newBody(17)
  body.writeUInt8(dataAt, 2)
  body.writeUInt32LE(data.length, 4)
  return withPart(body, data)
}

export function parseReadResponse(message: Buffer): ReadResponse | undefined {
  const body = bodyOf(message, 17)
  const data = body && partOf(message, body.readUInt8(2), body.readUInt32LE(4))
  return data && { data }
}
