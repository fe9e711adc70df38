/**
 * The codes by which a name server says that it has no answer (RFC 1035, section 4.1.1). A NetBIOS name server has the same
 * numbers for them (RFC 1002, section 4.2.14), by other names.
 */
const responseCodes = { FORMERR: 1, SERVFAIL: 2, NOTIMP: 4, REFUSED: 5 } as const

export type ResponseCode = keyof typeof responseCodes

const byNumber = new Map<number, ResponseCode>(
  Object.entries(responseCodes).map(([name, number]) => [number, name as ResponseCode]),
)

const isResponse = 0x8000
const codeMask = 0xf
/** The id, and the flags with the code. */
const beginning = 4

/** A response without an answer repeats the question. */
export function serializeRefusal(question: Buffer, code: ResponseCode): Buffer {
  const response = Buffer.from(question)
  response.writeUInt16BE((question.readUInt16BE(2) & ~codeMask) | isResponse | responseCodes[code], 2)
  return response
}

/** undefined unless it responds to this question with one of these codes. */
export function parseRefusal(bytes: Buffer, question: Buffer): ResponseCode | undefined {
  if (bytes.length < beginning || bytes.readUInt16BE(0) !== question.readUInt16BE(0)) return undefined
  const flags = bytes.readUInt16BE(2)
  return (flags & isResponse) === 0 ? undefined : byNumber.get(flags & codeMask)
}
