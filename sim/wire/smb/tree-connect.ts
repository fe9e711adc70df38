import { bodyOf, newBody, partOf, textOf, withPart } from './body.ts'

/** [MS-SMB2] 2.2.9. `path`: `\\server\share`. */
export interface TreeConnectRequest {
  path: string
}

export function printTreeConnectRequest({ path }: TreeConnectRequest): Buffer {
  const body = newBody(9)
  const name = Buffer.from(path, 'utf16le')
  body.writeUInt16LE(72, 4)
  body.writeUInt16LE(name.length, 6)
  return withPart(body, name)
}

export function parseTreeConnectRequest(message: Buffer): TreeConnectRequest | undefined {
  const body = bodyOf(message, 9)
  const path = body && textOf(partOf(message, body.readUInt16LE(4), body.readUInt16LE(6)))
  return path === undefined ? undefined : { path }
}

export const shareTypes = { disk: 1, pipe: 2 } as const

/** [MS-SMB2] 2.2.10. */
export interface TreeConnectResponse {
  /** One of `shareTypes`. */
  shareType: number
  /** What the one who signed in may do at most, as of `accessRights`. */
  maximalAccess: number
}

export function printTreeConnectResponse({ shareType, maximalAccess }: TreeConnectResponse): Buffer {
  const body = newBody(16)
  body.writeUInt8(shareType, 2)
  body.writeUInt32LE(maximalAccess, 12)
  return body
}

export function parseTreeConnectResponse(message: Buffer): TreeConnectResponse | undefined {
  const body = bodyOf(message, 16)
  return body && { shareType: body.readUInt8(2), maximalAccess: body.readUInt32LE(12) }
}
