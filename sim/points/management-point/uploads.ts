import { randomUUID } from 'node:crypto'
import { limits } from '../../limits.ts'

/** Limits in bytes: of one file, and of all stored files. */
export const longestUpload = limits.upload.value
const roomForAll = 4 * longestUpload
const mostSessions = limits.uploadSessions.value
const mostPieces = 1024

export interface UploadSession {
  id: string
  name: string
  received: number
  /** Known from the first fragment on. */
  total?: number
  pieces: Buffer[]
}

interface ReceivedUpload {
  name: string
  bytes: Buffer
  receivedAt: Date
  /** FQDN of the site system that received it. */
  receivedBy: string
}

/** The uploads to a site: `database.table(createUploads)`. The oldest is dropped to make room. */
export interface Uploads {
  open(name: string): UploadSession
  session(id: string): UploadSession | undefined
  /** Adds the bytes that follow on the ones received; false, and nothing is added, when they begin elsewhere. */
  append(session: UploadSession, first: number, bytes: Buffer): boolean
  cancel(session: UploadSession): void
  finish(session: UploadSession, when: Pick<ReceivedUpload, 'receivedAt' | 'receivedBy'>): void
  readonly finished: readonly ReceivedUpload[]
}

export function createUploads(): Uploads {
  const sessions = new Map<string, UploadSession>()
  const finished: ReceivedUpload[] = []
  function makeRoom(): void {
    const kept = () =>
      sum([...sessions.values()].map(({ received }) => received)) +
      sum(finished.map(({ bytes }) => bytes.length))
    while (sessions.size > mostSessions || finished.length > mostSessions || kept() > roomForAll) {
      const [oldest] = sessions.size > mostSessions || finished.length === 0 ? sessions.keys() : []
      if (oldest === undefined) finished.shift()
      else sessions.delete(oldest)
    }
  }
  return {
    open(name) {
      const session = { id: `{${randomUUID().toUpperCase()}}`, name, received: 0, pieces: [] }
      sessions.set(session.id, session)
      makeRoom()
      return session
    },
    session: (id) => sessions.get(id.toUpperCase()),
    append(session, first, bytes) {
      if (first !== session.received) return false
      session.pieces.push(Buffer.from(bytes))
      // Pieces of a few bytes each cost far more than their bytes.
      if (session.pieces.length === mostPieces) session.pieces = [Buffer.concat(session.pieces)]
      session.received += bytes.length
      makeRoom()
      return true
    },
    cancel({ id }) {
      sessions.delete(id)
    },
    finish({ id, name, pieces }, when) {
      sessions.delete(id)
      finished.push({ name, bytes: Buffer.concat(pieces), ...when })
      makeRoom()
    },
    get finished() {
      return finished
    },
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
