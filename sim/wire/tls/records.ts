import { constant, struct, u16be, u8 } from '../../encoding/struct.ts'

/** Bytes that one end sent, and when. */
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

/** All versions so far begin with 3. */
const recordHeader = struct(5, { type: u8(0), majorVersion: constant(u8(1), 3), length: u16be(3) })

/**
 * The records of a connection in the order in which they became complete. Bytes that are not TLS end the reading of
 * their direction: nothing after them can be trusted to be a record.
 */
export function parseRecords(passed: readonly Passed[]): TlsRecord[] {
  const rest = { client: Buffer.alloc(0), server: Buffer.alloc(0) }
  const ended = { client: false, server: false }
  const records: TlsRecord[] = []
  for (const { from, bytes, at } of passed) {
    if (ended[from]) continue
    let left = Buffer.concat([rest[from], bytes])
    while (left.length >= recordHeader.length) {
      const read = recordHeader.parse(left)
      if (!read || read.type < 20 || read.type > 24) {
        ended[from] = true
        break
      }
      const end = recordHeader.length + read.length
      if (left.length < end) break
      const header = left.subarray(0, recordHeader.length)
      const content = left.subarray(recordHeader.length, end)
      records.push({ from, at, type: read.type, header, content })
      left = left.subarray(end)
    }
    rest[from] = left
  }
  return records
}
