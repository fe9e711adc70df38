import type { DirectoryEntry } from '../../wire/smb/file-information.ts'
import type { StatusName } from '../../wire/smb/header.ts'
import type { PackageFileNode, TreeNode } from '../distribution-point/package-tree.ts'
import type { SharedEntry, SharedFiles } from './shared-entry.ts'

/** Limits of each connection and session; no client of a distribution point comes near them. */
export const most = { sessions: 16, trees: 32, opens: 256 } as const

export interface Session {
  id: bigint
  /** `challenged` until the client has answered. */
  state: 'challenged' | 'signed-in'
  /** The challenge that the client has to answer. */
  challenge: Buffer
  /** Absent for anonymous clients, whose messages are not signed. */
  key?: Buffer
  /** The client asked that every message be signed. */
  signed: boolean
  trees: Map<number, Tree>
  /** By file id, in hexadecimal. */
  opens: Map<string, OpenEntry>
}

/** A folder that a system shares. */
export interface Share {
  name: string
  /** Whether clients without an account may use it now. */
  admitsAnonymous(): boolean
  files(): SharedFiles
  /** Is told of each path that a client sought and did not find. */
  missing?(path: string): void
  /**
   * Begins a file anew, for a client that is going to write it; the reason if that cannot be. Absent where the share is
   * read-only.
   */
  overwrite?(name: string): WrittenFile | StatusName
}

export interface WrittenFile {
  node: TreeNode<PackageFileNode>
  /** Returns why the bytes were not taken. */
  write(offset: number, bytes: Buffer): StatusName | undefined
}

/** Clients may connect to `IPC$`, which is empty. */
export interface Tree {
  id: number
  share: Share | 'IPC$'
}

export interface OpenEntry {
  tree: Tree
  /** 16 bytes. */
  fileId: Buffer
  entry: SharedEntry
  access: number
  /** Absent unless the client opened the file to write it. */
  write?: WrittenFile['write']
  /** The entries that are not listed yet; absent until the client lists the directory. */
  listing?: { pattern: string; left: DirectoryEntry[]; found: boolean }
}

/** The outcome of a request. */
export interface Result {
  /** A number where a script has one of its own. */
  status: StatusName | number
  /** Absent if the status is the whole response. */
  body?: Buffer
  /** The client's mistake in words, if it is worth recording as evidence. */
  wrong?: string
  /** The mistake is that the client has signed in with no account. */
  anonymous?: true
}

/** Values that a request of a compound passes on to the related ones after it ([MS-SMB2] 3.3.5.2.7.2). */
export interface CompoundState {
  /** null if the tree could not be connected. */
  treeId: number | null
  /** Id of the file that was opened or used last, or why it could not be opened; null if there was none. */
  file: Buffer | Result['status'] | null
}

export function success(body: Buffer): Result {
  return { status: 'STATUS_SUCCESS', body }
}

export function failure(status: Result['status'], wrong?: string): Result {
  return { status, ...(wrong !== undefined && { wrong }) }
}
