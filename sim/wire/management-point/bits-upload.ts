import type { Basis } from '../../vocabulary/basis.ts'

/** Uploads by BITS: the verb BITS_POST; only fragments have a body ([MC-BUP]). */
export const incomingDirectory = '/ccm_incoming'

const packetTypes = ['Create-Session', 'Ping', 'Fragment', 'Close-Session', 'Cancel-Session'] as const
export type PacketType = (typeof packetTypes)[number]

/** The only protocol there is ([MC-BUP] 2.2.1.4, "BITS-Supported-Protocols"). */
export const uploadProtocol = '{7df0354d-249b-430f-820d-3d2a9bef4931}'

/** The specification writes packet types in capitals and the documentation mixes them: case does not count. */
export function packetTypeOf(header: string | undefined): PacketType | undefined {
  return packetTypes.find((type) => type.toLowerCase() === header?.trim().toLowerCase())
}

/** Whether the client supports the upload protocol. */
export function supportsUpload(header: string | undefined): boolean {
  return (header ?? '')
    .toLowerCase()
    .split(/[\s,]+/)
    .includes(uploadProtocol)
}

interface FragmentRange {
  /** The fragment's first byte, and the length of the whole file. */
  first: number
  total: number
}

/** The Content-Range of a fragment of `length` bytes; undefined when it describes another length. */
export function parseFragmentRange(header: string | undefined, length: number): FragmentRange | undefined {
  const [, from, to, whole] = /^bytes[ =](\d{1,12})-(\d{1,12})\/(\d{1,12})$/i.exec(header?.trim() ?? '') ?? []
  const [first, last, total] = [Number(from), Number(to), Number(whole)]
  return first <= last && last - first + 1 === length && last < total ? { first, total } : undefined
}

export function serializeFragmentRange({ first, total }: FragmentRange, length: number): string {
  return `bytes ${first}-${first + length - 1}/${total}`
}

/** Headers of every answer; a length is required even without a body. */
export const acknowledged = { 'BITS-Packet-Type': 'Ack', 'Content-Length': 0 }

/** BG_E_SESSION_NOT_FOUND, and the context BG_ERROR_CONTEXT_REMOTE_FILE. */
export const sessionNotFound = {
  ...acknowledged,
  'BITS-Error-Code': '0x8020001F',
  'BITS-Error-Context': '0x5',
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'Uploads by BITS, with the verb BITS_POST ([MC-BUP])',
  },
]
