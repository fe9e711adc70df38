import { u16le, u32le, u8, utf16 } from '../../encoding/struct.ts'
import { messageBody, part } from './body.ts'

/** [MS-SMB2] 2.2.5. */
const sessionSetupRequest = messageBody(25, {
  /** Bits of `securityModes`. */
  securityMode: u8(3),
  securityToken: part(u16le(12), u16le(14)),
})

export const { parse: parseSessionSetupRequest, serialize: serializeSessionSetupRequest } =
  sessionSetupRequest

/** Set when the server lets a client in without an account ([MS-SMB2] 2.2.6). */
export const sessionFlags = { guest: 1, anonymous: 2 } as const

/** [MS-SMB2] 2.2.6. */
const sessionSetupResponse = messageBody(9, {
  /** Bits of `sessionFlags`. */
  flags: u16le(2),
  securityToken: part(u16le(4), u16le(6)),
})

export const { parse: parseSessionSetupResponse, serialize: serializeSessionSetupResponse } =
  sessionSetupResponse

/** [MS-SMB2] 2.2.9. */
const treeConnectRequest = messageBody(9, {
  /** `\\server\share`. */
  path: utf16(part(u16le(4), u16le(6))),
})

export const { parse: parseTreeConnectRequest, serialize: serializeTreeConnectRequest } = treeConnectRequest

export const shareTypes = { disk: 1, pipe: 2 } as const

/** [MS-SMB2] 2.2.10. */
const treeConnectResponse = messageBody(16, {
  /** One of `shareTypes`. */
  shareType: u8(2),
  /** The rights that the client can have at most: bits of `accessRights`. */
  maximalAccess: u32le(12),
})

export const { parse: parseTreeConnectResponse, serialize: serializeTreeConnectResponse } =
  treeConnectResponse
