import { stateMigrationPointDirectory } from './state-store-messages.ts'

/*
 * Not documented; our choice: the product writes and reads user state in a share by SMB. Here it goes by HTTP or HTTPS,
 * as the mode of the site says, by PUT and GET.
 */

/** Where a computer writes and reads the user state of a store. */
export function userStatePath(store: string, computer: string): string {
  return `${stateMigrationPointDirectory}/stores/${encodeURIComponent(store)}?${new URLSearchParams({ computer }).toString()}`
}

/** undefined when the path leads to no store. */
export function readUserStatePath(
  path: string,
  query: string,
): { store: string; computer: string } | undefined {
  const prefix = `${stateMigrationPointDirectory}/stores/`
  if (!path.toLowerCase().startsWith(prefix.toLowerCase())) return undefined
  return { store: path.slice(prefix.length), computer: new URLSearchParams(query).get('computer') ?? '' }
}

/** Bytes; user state that is longer is written in pieces, one PUT each, in their order. */
export const longestPiece = 1024 * 1024

/** Which bytes of how many a PUT brings; the header is that of partial PUT (RFC 9110, section 14.5). */
export interface Piece {
  first: number
  total: number
}

export function contentRange({ first, total }: Piece, length: number): string {
  return `bytes ${first}-${first + length - 1}/${total}`
}

/** Without the header the body is the whole. undefined when the header is none for a body of this length. */
export function readContentRange(header: string | undefined, length: number): Piece | undefined {
  if (header === undefined) return { first: 0, total: length }
  const [, first, last, total] = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header) ?? []
  const piece = { first: Number(first), total: Number(total) }
  const end = Number(last) + 1
  return end - piece.first === length && length > 0 && end <= piece.total ? piece : undefined
}
