import { parseXml, xmlElement } from '../xml.ts'

/*
 * Not documented; our choice: no public source describes a state migration point's paths or messages. That a task
 * sequence asks for a store to capture to or to restore from, and releases it in the end, is documented
 * ("SMS_TaskSequence_RequestStateStoreAction", cc146080); the words of the messages follow that.
 */

export const stateMigrationPointDirectory = '/SMSSMP'
/** Requests of state stores are posted here. */
export const stateStorePath = '/SMSSMP/smp.dll'

export type StateStoreRequest =
  /** Identifies the stored user state of a computer. */
  | { action: 'Query'; computer: string }
  /** A store for so many bytes, to be restored on the destination of the computer association. */
  | { action: 'Capture'; computer: string; destination: string; size: number }
  /** The store to restore from; one in particular where there are several. */
  | { action: 'Restore'; computer: string; store?: string }
  /** Everything is written, or everything is restored. */
  | { action: 'Release'; computer: string; store: string }

export function serializeStateStoreRequest(request: StateStoreRequest): string {
  return xmlElement('StateStoreRequest', {
    Action: request.action,
    Computer: request.computer,
    Destination: 'destination' in request ? request.destination : undefined,
    Size: 'size' in request ? request.size : undefined,
    Store: 'store' in request ? request.store : undefined,
  })
}

export function stateStoreQuery(computer: string): string {
  return serializeStateStoreRequest({ action: 'Query', computer })
}

/** undefined for any other request. */
export function parseStateStoreRequest(body: string): StateStoreRequest | undefined {
  const element = parseXml(body)
  if (element?.name !== 'StateStoreRequest') return undefined
  const { Action, Computer: computer, Destination = computer, Size, Store } = element.attributes
  if (!isName(computer) || !isName(Destination) || (Store !== undefined && !isName(Store))) return undefined
  switch (Action) {
    case 'Query':
      return { action: Action, computer }
    case 'Capture': {
      const size = parseSize(Size)
      return size === undefined ? undefined : { action: Action, computer, destination: Destination, size }
    }
    case 'Restore':
      return { action: Action, computer, ...(Store !== undefined && { store: Store }) }
    case 'Release':
      return Store === undefined ? undefined : { action: Action, computer, store: Store }
    default:
      return undefined
  }
}

/** The outcome of a request; on the wire the index in this list. */
export const stateStoreStatuses = [
  'done',
  /** In restore-only mode nothing is captured. */
  'restore-only',
  /** The folder has too little room. */
  'no-room',
  /** The store is for another computer. */
  'other-computer',
  'no-store',
  /** The state of the store does not allow the request. */
  'not-now',
] as const

export type StateStoreStatus = (typeof stateStoreStatuses)[number]

export interface StateStoreReply {
  siteCode: string
  computer: string
  /** To a query: how many stores hold user state for the computer. */
  stores?: number
  /** To every other request. */
  status?: StateStoreStatus
  store?: StoreInReply
}

interface StoreInReply {
  id: string
  /** Bytes. */
  size: number
  /** SHA-256 in hexadecimal of the bytes to restore. */
  hash?: string
  /** The folder of the store in the share: `\\\\smp.contoso.test\\SMPSTORE$\\ID`. */
  path?: string
}

export function serializeStateStoreReply({
  siteCode,
  computer,
  stores,
  status,
  store,
}: StateStoreReply): string {
  return xmlElement('StateStoreReply', {
    SiteCode: siteCode,
    Computer: computer,
    Stores: stores,
    Status: status && stateStoreStatuses.indexOf(status),
    Store: store?.id,
    Size: store?.size,
    Hash: store?.hash,
    Path: store?.path,
  })
}

/** undefined when it is not such a reply, or garbles a number, the hash or the store that it grants. */
export function parseStateStoreReply(body: string): StateStoreReply | undefined {
  const element = parseXml(body)
  if (element?.name !== 'StateStoreReply') return undefined
  const { SiteCode: siteCode, Computer: computer, Stores, Status, Store: id, Size } = element.attributes
  const { Hash: hash, Path: path } = element.attributes
  const stores = parseSize(Stores)
  const status = stateStoreStatuses[parseSize(Status) ?? -1]
  const size = parseSize(Size)
  if (siteCode === undefined || computer === undefined || (stores ?? status) === undefined) return undefined
  const isGranted = id !== undefined && id !== '' && size !== undefined
  if (status === 'done' && !isGranted) return undefined
  if (hash !== undefined && !/^[0-9a-f]{64}$/i.test(hash)) return undefined
  return {
    siteCode,
    computer,
    ...(stores !== undefined && { stores }),
    ...(status && { status }),
    ...(isGranted && {
      store: { id, size, ...(hash !== undefined && { hash }), ...(path !== undefined && { path }) },
    }),
  }
}

/** A computer's name is at most as long as an FQDN. */
function isName(text: string | undefined): text is string {
  return text !== undefined && text !== '' && text.length <= 255
}

function parseSize(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined
}

/*
 * A client writes and reads user state in a share, by SMB, at the path that the variable OSDStateStorePath of a task sequence
 * names. The names of the share and of the file are our choice.
 */

export const stateStoreShare = 'SMPSTORE$'
export const userStateFile = 'USMT.MIG'

/** The folder of a store: `\\\\smp.contoso.test\\SMPSTORE$\\ID`. */
export function stateStoreFolderPath(fqdn: string, id: string): string {
  return `\\\\${fqdn}\\${stateStoreShare}\\${id}`
}

/*
 * Not documented; our choice: for programs that do not speak SMB, user state can also be written and read by HTTP or HTTPS,
 * depending on the mode of the site, by PUT and GET.
 */

/** The path at which a computer writes and reads the user state of a store. */
export function userStatePath(store: string, computer: string): string {
  return `${stateMigrationPointDirectory}/stores/${encodeURIComponent(store)}?${new URLSearchParams({ computer }).toString()}`
}

/** undefined when the path leads to no store. */
export function parseUserStatePath(
  path: string,
  query: string,
): { store: string; computer: string } | undefined {
  const prefix = `${stateMigrationPointDirectory}/stores/`
  if (!path.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  return { store: path.slice(prefix.length), computer: new URLSearchParams(query).get('computer') ?? '' }
}

/** Bytes; longer user state is written in pieces, in order, by one PUT each. */
export const longestPiece = 1024 * 1024

/** The bytes that a PUT holds, and their total; the header is that of partial PUT (RFC 9110, section 14.5). */
export interface Piece {
  first: number
  total: number
}

export function contentRange({ first, total }: Piece, length: number): string {
  return `bytes ${first}-${first + length - 1}/${total}`
}

/** Without the header the body is the whole. undefined when the header does not match a body of this length. */
export function parseContentRange(header: string | undefined, length: number): Piece | undefined {
  if (header === undefined) return { first: 0, total: length }
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header) ?? []
  const piece = { first: Number(first), total: Number(total) }
  const end = Number(last) + 1
  return end - piece.first === length && length > 0 && end <= piece.total ? piece : undefined
}
