import { bodyOf, newBody, partOf, withPart } from './body.ts'

/** [MS-SMB2] 2.2.5. */
export interface SessionSetupRequest {
  /** Of `securityModes`. */
  securityMode: number
  securityToken: Buffer
}

export function printSessionSetupRequest({ securityMode, securityToken }: SessionSetupRequest): Buffer {
  const body = newBody(25)
  body.writeUInt8(securityMode, 3)
  body.writeUInt16LE(88, 12)
  body.writeUInt16LE(securityToken.length, 14)
  return withPart(body, securityToken)
}

export function parseSessionSetupRequest(message: Buffer): SessionSetupRequest | undefined {
  const body = bodyOf(message, 25)
  const securityToken = body && partOf(message, body.readUInt16LE(12), body.readUInt16LE(14))
  return securityToken && { securityMode: body.readUInt8(3), securityToken }
}

/** [MS-SMB2] 2.2.6: how the server took the one who signed in. */
export const sessionFlags = { guest: 1, anonymous: 2 } as const

export interface SessionSetupResponse {
  /** Of `sessionFlags`. */
  flags: number
  securityToken: Buffer
}

export function printSessionSetupResponse({ flags, securityToken }: SessionSetupResponse): Buffer {
  const body = newBody(9)
  body.writeUInt16LE(flags, 2)
  body.writeUInt16LE(72, 4)
  body.writeUInt16LE(securityToken.length, 6)
  return withPart(body, securityToken)
}

export function parseSessionSetupResponse(message: Buffer): SessionSetupResponse | undefined {
  const body = bodyOf(message, 9)
  const securityToken = body && partOf(message, body.readUInt16LE(4), body.readUInt16LE(6))
  return securityToken && { flags: body.readUInt16LE(2), securityToken }
}
