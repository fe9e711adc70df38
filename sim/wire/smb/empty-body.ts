import { bodyOf, newBody } from './body.ts'

/** Requests and responses of LOGOFF, TREE_DISCONNECT and ECHO say nothing but their size ([MS-SMB2] 2.2.7, 2.2.11, 2.2.28). */
export function printEmptyBody(): Buffer {
  return newBody(4)
}

export function isEmptyBody(message: Buffer): boolean {
  return bodyOf(message, 4) !== undefined
}
