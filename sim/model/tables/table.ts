import type { Protocol, WebProtocol } from '../../vocabulary/network.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'

/** A table of the source text, with the clients and systems whose attempts demonstrate each cell. */
export interface CommunicationTable {
  id: string
  title: string
  columns: readonly Column[]
  rows: readonly Row[]
}

export interface Column {
  id: string
  title: string
  /** The client whose attempts demonstrate the cells of the column, unless the row names another. */
  client: ClientKind
  /** The mode of that client's assigned site. */
  mode: SiteMode
}

export interface Row {
  /** Id of the row: a role, or for example `assigned-management-point`, `resident-distribution-point`. */
  siteSystem: string
  role: SiteSystemRole
  systems: Systems
  /** By column id. */
  cells: Readonly<Record<string, Cell>>
  /** By column id: clients other than the column's. */
  clients?: Readonly<Record<string, ClientKind>>
}

/** The kinds of client that the tables tell apart. */
export type ClientKind = 'mixed-client' | 'native-client' | 'native-client-http-allowed' | 'mobile-device'

/** Which systems of its role a row covers. */
export type Systems =
  /** In the client's assigned site and its secondary sites, with this setting of `httpTransfer`. */
  | { of: 'own-site'; webTransfer: boolean }
  /** In the assigned or the resident site of a client that roams in a site of mode `abroad`. */
  | { of: 'assigned-site' | 'resident-site'; abroad: SiteMode }
  | { of: 'hierarchy' }

export interface Cell {
  /** Protocols that the cell names; none where the table says "No". */
  documented: readonly Protocol[]
  leftOut: readonly LeftOut[]
  /** The sentence of the source text. */
  sentence: string
}

/**
 * A protocol that the cell leaves out, and what stands in its way: the `wire`, when the listener cannot or will not
 * serve it, or only the rule of the `client`, when the listener would answer anyone who asked.
 */
interface LeftOut {
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
