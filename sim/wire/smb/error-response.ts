import { newBody, withPart } from './body.ts'

/** [MS-SMB2] 2.2.2: the status stands in the header. */
export function printErrorResponse(): Buffer {
  return withPart(newBody(9), Buffer.alloc(0))
}
