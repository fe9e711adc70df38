import type { DirectoryEntry } from '../../wire/smb/directory-entry.ts'
import type { StatusName } from '../../wire/smb/status.ts'
import type { SharedEntry } from './shared-entry.ts'

/** Of each connection, session and so on: no client of a distribution point comes near. */
export const most = { sessions: 16, trees: 32, opens: 256 } as const

export interface Session {
  id: bigint
  /** How far its sign-in is: `challenged` until the client has answered. */
  state: 'challenged' | 'signed-in'
  /** What the client has to answer. */
  challenge: Buffer
  /** Absent for guests: their messages are signed by nobody. */
  key?: Buffer
  /** The client asked that every message be signed. */
  signed: boolean
  trees: Map<number, Tree>
  /** By file id, in hexadecimal. */
  opens: Map<string, OpenEntry>
}

/** `IPC$` is there to be connected to; nothing is in it. */
export interface Tree {
  id: number
  share: 'packages' | 'IPC$'
}

export interface OpenEntry {
  tree: Tree
  /** 16 bytes. */
  fileId: Buffer
  entry: SharedEntry
  access: number
  /** What of the directory has not been listed yet; absent until somebody asks. */
  listing?: { pattern: string; left: DirectoryEntry[]; found: boolean }
}

/** What a request comes to. */
export interface Result {
  status: StatusName
  /** Absent where the status says all. */
  body?: Buffer
  /** For people: what the client did wrong, where that is worth keeping as evidence. */
  wrong?: string
}

export function success(body: Buffer): Result {
  return { status: 'STATUS_SUCCESS', body }
}

export function failure(status: StatusName, wrong?: string): Result {
  return { status, ...(wrong !== undefined && { wrong }) }
}
