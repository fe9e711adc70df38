import { bodyOf, newBody } from './body.ts'
import { factsLength, parseFacts, printFacts, type FileFacts } from './file-facts.ts'

/** [MS-SMB2] 2.2.15. */
export interface CloseRequest {
  /** The response is to tell of the file. */
  tell: boolean
  /** 16 bytes. */
  fileId: Buffer
}

export function printCloseRequest({ tell, fileId }: CloseRequest): Buffer {
  const body = newBody(24)
  body.writeUInt16LE(tell ? 1 : 0, 2)
  fileId.copy(body, 8)
  return body
}

export function parseCloseRequest(message: Buffer): CloseRequest | undefined {
  const body = bodyOf(message, 24)
  return body && { tell: (body.readUInt16LE(2) & 1) === 1, fileId: body.subarray(8, 24) }
}

/** [MS-SMB2] 2.2.16. */
export interface CloseResponse {
  /** null unless it was to be told. */
  facts: FileFacts | null
}

export function printCloseResponse({ facts }: CloseResponse): Buffer {
  const body = newBody(60)
  if (!facts) return body
  body.writeUInt16LE(1, 2)
  printFacts(facts).copy(body, 8)
  return body
}

export function parseCloseResponse(message: Buffer): CloseResponse | undefined {
  const body = bodyOf(message, 60)
  if (!body) return undefined
  if ((body.readUInt16LE(2) & 1) === 0) return { facts: null }
  const facts = parseFacts(body.subarray(8, 8 + factsLength))
  return facts && { facts }
}
