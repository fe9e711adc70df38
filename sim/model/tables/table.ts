import type { Protocol, WebProtocol } from '../../vocabulary/protocol.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'

/** A table of the source text. It says itself which clients and systems show what is in its cells. */
export interface CommunicationTable {
  id: string
  title: string
  columns: readonly Column[]
  rows: readonly Row[]
}

export interface Column {
  id: string
  title: string
  /** The client whose attempts show the cells of the column, unless the row names another one for it. */
  client: ClientKind
  /** The mode of that client's assigned site. */
  mode: SiteMode
}

export interface Row {
  /** A role, or `assigned-` or `resident-` and the point meant. */
  siteSystem: string
  role: SiteSystemRole
  systems: Systems
  cells: Readonly<Record<string, Cell>>
  /** By columns. */
  clients?: Readonly<Record<string, ClientKind>>
}

/** The kinds of client that the tables tell apart. */
export type ClientKind = 'mixed-client' | 'native-client' | 'native-client-http-allowed' | 'mobile-device'

/** The systems of its role that a row speaks of. */
export type Systems =
  /** In the client's assigned site and its secondary sites, if they transfer by HTTP and HTTPS or if they do not. */
  | { of: 'own-site'; webTransfer: boolean }
  /** In the assigned site, or in the site of another mode that the client is in. */
  | { of: 'assigned-site' | 'resident-site'; abroad: SiteMode }
  | { of: 'hierarchy' }

export interface Cell {
  /** Every protocol the cell names; an empty list is the tables' "No". */
  documented: readonly Protocol[]
  leftOut: readonly LeftOut[]
  /** What the source text says. */
  sentence: string
}

/**
 * A protocol that the cell leaves out, and what stands in its way: the `wire`, when the listener cannot or will not
 * serve it, or only the rule of the `client`, when the listener would answer anyone who asked.
 */
export interface LeftOut {
  protocol: WebProtocol
  refusedBy: 'wire' | 'client'
}

export const http = (sentence: string): Cell => ({
  documented: ['http'],
  leftOut: [{ protocol: 'https', refusedBy: 'wire' }],
  sentence,
})

export const https = (sentence: string): Cell => ({
  documented: ['https'],
  leftOut: [{ protocol: 'http', refusedBy: 'wire' }],
  sentence,
})

export const no = (refusedBy: LeftOut['refusedBy'], sentence: string): Cell => ({
  documented: [],
  leftOut: [
    { protocol: 'http', refusedBy },
    { protocol: 'https', refusedBy: 'wire' },
  ],
  sentence,
})
