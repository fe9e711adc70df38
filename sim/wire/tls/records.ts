/** Bytes that one end sent, and when they passed. */
export interface Passed {
  from: 'client' | 'server'
  bytes: Buffer
  /** Milliseconds from the start. */
  at: number
}

/** A whole TLS record (RFC 8446, section 5.1). */
export interface TlsRecord {
  from: Passed['from']
  at: number
  type: number
  /** The five bytes before the content, which authenticate it under TLS 1.3. */
  header: Buffer
  content: Buffer
}

export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, applicationData: 23 } as const

const headerLength = 5

/**
 * The records of a conversation in the order in which they were whole. What is no TLS ends the reading of that
 * direction: nothing behind it can be trusted to be a record.
 */
export function readRecords(passed: readonly Passed[]): TlsRecord[] {
  const rest = { client: Buffer.alloc(0), server: Buffer.alloc(0) }
  const ended = { client: false, server: false }
  const records: TlsRecord[] = []
  for (const { from, bytes, at } of passed) {
    if (ended[from]) continue
    let left = Buffer.concat([rest[from], bytes])
    while (left.length >= headerLength) {
      const type = left.readUInt8(0)
      if (type < 20 || type > 24 || left.readUInt8(1) !== 3) {
        ended[from] = true
        break
      }
      const length = left.readUInt16BE(3)
      if (left.length < headerLength + length) break
      const header = left.subarray(0, headerLength)
      const content = left.subarray(headerLength, headerLength + length)
      records.push({ from, at, type, header, content })
      left = left.subarray(headerLength + length)
    }
    rest[from] = left
  }
  return records
}
