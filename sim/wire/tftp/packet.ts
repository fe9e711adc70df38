/** A packet of TFTP (RFC 1350 section 5) with its options (RFC 2347). */
export type TftpPacket =
  | {
      kind: 'read' | 'write'
      file: string
      /** In lower case: `octet`, `netascii`. */
      mode: string
      options: TftpOptions
    }
  | { kind: 'data'; block: number; data: Buffer }
  | { kind: 'acknowledgment'; block: number }
  | { kind: 'error'; code: number; message: string }
  | { kind: 'option-acknowledgment'; options: TftpOptions }

/** By name, in lower case. */
export type TftpOptions = ReadonlyMap<string, string>

/** The default size of a block, in bytes (RFC 1350 section 2). */
export const defaultBlockSize = 512
/** In bytes (RFC 2348). */
export const blockSizes = { smallest: 8, largest: 65_464 } as const

/** In the order of their operation codes, which begin with 1. */
const kinds = ['read', 'write', 'data', 'acknowledgment', 'error', 'option-acknowledgment'] as const
/** In bytes (RFC 2347). */
const longestRequest = 512

/** undefined when its operation is unknown, it is cut off or too long, or a string in it has no end. */
export function parseTftpPacket(bytes: Buffer): TftpPacket | undefined {
  if (bytes.length < 2) return undefined
  const kind = kinds[bytes.readUInt16BE(0) - 1]
  // Only data may be longer than a request.
  if (bytes.length > longestRequest && kind !== 'data') return undefined
  const rest = bytes.subarray(2)
  switch (kind) {
    case 'read':
    case 'write': {
      const [file, mode, ...pairs] = strings(rest) ?? []
      const options = optionsOf(pairs)
      if (file === undefined || mode === undefined || !options) return undefined
      return { kind, file, mode: mode.toLowerCase(), options }
    }
    case 'data':
      if (rest.length < 2 || rest.length > 2 + blockSizes.largest) return undefined
      return { kind, block: rest.readUInt16BE(0), data: rest.subarray(2) }
    case 'acknowledgment':
      return rest.length < 2 ? undefined : { kind, block: rest.readUInt16BE(0) }
    case 'error': {
      const [message] = strings(rest.subarray(2)) ?? []
      return rest.length < 2 || message === undefined
        ? undefined
        : { kind, code: rest.readUInt16BE(0), message }
    }
    case 'option-acknowledgment': {
      const pairs = strings(rest)
      const options = pairs && optionsOf(pairs)
      return options && { kind, options }
    }
    default:
      return undefined
  }
}

/** Throws a `RangeError` for a request, an error or options of more than 512 bytes, and for a null in a string. */
export function serializeTftpPacket(packet: TftpPacket): Buffer {
  const operation = twoBytes(kinds.indexOf(packet.kind) + 1)
  switch (packet.kind) {
    case 'read':
    case 'write':
      return joined(operation, nullTerminated([packet.file, packet.mode, ...[...packet.options].flat()]))
    case 'data':
      return Buffer.concat([operation, twoBytes(packet.block), packet.data])
    case 'acknowledgment':
      return Buffer.concat([operation, twoBytes(packet.block)])
    case 'error':
      return joined(operation, twoBytes(packet.code), nullTerminated([packet.message]))
    case 'option-acknowledgment':
      return joined(operation, nullTerminated([...packet.options].flat()))
  }
}

/** Null-terminated strings; undefined when the last one is not terminated. */
function strings(bytes: Buffer): string[] | undefined {
  if (bytes.length === 0) return []
  if (bytes.at(-1) !== 0) return undefined
  return bytes.toString('latin1', 0, bytes.length - 1).split('\0')
}

/** Options from alternating names and values; undefined when a value is missing. The first of repeated options counts (RFC 2347). */
function optionsOf(pairs: readonly string[]): TftpOptions | undefined {
  if (pairs.length % 2 !== 0) return undefined
  const options = new Map<string, string>()
  for (let at = 0; at < pairs.length; at += 2) {
    const name = (pairs[at] ?? '').toLowerCase()
    if (!options.has(name)) options.set(name, pairs[at + 1] ?? '')
  }
  return options
}

function nullTerminated(values: readonly string[]): Buffer {
  if (values.some((value) => value.includes('\0')))
    throw new RangeError('a string of TFTP cannot contain a null')
  return Buffer.from(values.map((value) => `${value}\0`).join(''), 'latin1')
}

function joined(...parts: Buffer[]): Buffer {
  const bytes = Buffer.concat(parts)
  if (bytes.length > longestRequest) {
    throw new RangeError(`a packet of ${bytes.length} bytes, where TFTP allows ${longestRequest}`)
  }
  return bytes
}

function twoBytes(number: number): Buffer {
  return Buffer.from([number >> 8, number & 0xff])
}
