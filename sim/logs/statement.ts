import type { ClientEvidence } from '../evidence/end-evidence.ts'
import type { Found } from '../evidence/explanation/pick-codes.ts'

/** The ends of a connection that can say something of it: a capture, or a recording of our own, has seen both. */
export type End = 'client' | 'server' | 'both'

/** One end said this, then, about that: what an entry of a log says of a request, whoever wrote the log. */
export interface Statement {
  end: End
  /** null where the entry has no time, or none that can be read. */
  at: Moment | null
  /** It tells of a failure; otherwise the request went well, or the entry is only about it. */
  failed: boolean
  /** The server that was asked, by all the names that the entry has for it, in lower case: FQDN, short name, address. */
  hosts: readonly string[]
  port: number | null
  /** As the entry has it; null where it has none, as a web server's log. */
  url: string | null
  /** Of the request, without its query. */
  path: string | null
  /** The address or the name of the client; null where the entry does not tell. */
  client: string | null
  /** Whose clock it is by: the folder of a client's logs, the address of a web server. */
  machine: string
  /** Entries of one thread tell its work in order; empty where the entry does not tell. */
  thread: string
  /** The web server's answer; null where the entry tells of none. */
  status: number | null
  substatus: number | null
  /** sc-win32-status. */
  win32: number | null
  /** Every known code of the entry. */
  codes: readonly Found[]
  /** How far the client got, where its log is of our own making and tells. */
  seen: SeenByClient | null
  /** What the client finds wrong with its own certificate, or why it has none. */
  ownFault: OwnCertificateFault | null
  /** Ids of the catalogue's entries where the writer has made a diagnosis of its own, as our recordings have. */
  diagnosis: readonly string[]
  /** The first lines of the entry. */
  lines: readonly LogLine[]
}

/** The client's evidence as far as its log has it. */
export interface SeenByClient extends Pick<
  ClientEvidence,
  'stage' | 'code' | 'message' | 'received' | 'answering'
> {
  /** null where certificates play no part. */
  presented: boolean | null
}

export interface OwnCertificateFault {
  fault: string
  presented: boolean
  ofAuthority: boolean
}

/** A time as a log has it. */
export interface Moment {
  /** Milliseconds since 1970: in UTC where the zone is known, or else as though the time were UTC. */
  ms: number
  zoneKnown: boolean
  /** Web servers log whole seconds. */
  precisionMs: 1 | 1000
}

/** A line where it stands. */
export interface LogLine {
  /** As it was named. */
  file: string
  /** From 1. */
  line: number
  /** Cut short where it is long. */
  text: string
}
