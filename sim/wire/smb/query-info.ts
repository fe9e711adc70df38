import { bodyOf, newBody, partOf, withPart } from './body.ts'

export const infoTypes = { file: 1, fileSystem: 2, security: 3 } as const

/** [MS-SMB2] 2.2.37. */
export interface QueryInfoRequest {
  /** One of `infoTypes`. */
  infoType: number
  /** One of `fileClasses` or `fileSystemClasses`. */
  informationClass: number
  /** The most bytes that the answer may have. */
  longest: number
  /** 16 bytes. */
  fileId: Buffer
}

export function printQueryInfoRequest(request: QueryInfoRequest): Buffer {
  const body = newBody(41)
  body.writeUInt8(request.infoType, 2)
  body.writeUInt8(request.informationClass, 3)
  body.writeUInt32LE(request.longest, 4)
  request.fileId.copy(body, 24)
  return withPart(body, Buffer.alloc(0))
}

export function parseQueryInfoRequest(message: Buffer): QueryInfoRequest | undefined {
  const body = bodyOf(message, 41)
  return (
    body && {
      infoType: body.readUInt8(2),
      informationClass: body.readUInt8(3),
      longest: body.readUInt32LE(4),
      fileId: body.subarray(24, 40),
    }
  )
}

/** What QUERY_DIRECTORY and QUERY_INFO are answered with, in one shape ([MS-SMB2] 2.2.34, 2.2.38). */
export interface QueryResponse {
  /** Of the class that was asked for. */
  information: Buffer
}

export function printQueryResponse({ information }: QueryResponse): Buffer {
  const body = newBody(9)
  body.writeUInt16LE(72, 2)
  body.writeUInt32LE(information.length, 4)
  return withPart(body, information)
}

export function parseQueryResponse(message: Buffer): QueryResponse | undefined {
  const body = bodyOf(message, 9)
  const information = body && partOf(message, body.readUInt16LE(2), body.readUInt32LE(4))
  return information && { information }
}
