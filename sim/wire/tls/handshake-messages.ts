import { byteReader, parseVectors } from '../../encoding/bytes.ts'

/** Types of handshake messages (RFC 8446, section 4; RFC 5246, section 7.4). */
export const messageTypes = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  certificateRequest: 13,
  serverHelloDone: 14,
  certificateVerify: 15,
  finished: 20,
} as const

export interface HandshakeMessage {
  type: number
  body: Buffer
}

/** The whole messages in the handshake bytes of one direction so far, and the rest, an incomplete message. */
export function parseMessages(bytes: Buffer): { messages: HandshakeMessage[]; rest: Buffer } {
  const messages: HandshakeMessage[] = []
  let rest = bytes
  while (rest.length >= 4) {
    const length = rest.readUIntBE(1, 3)
    if (rest.length < 4 + length) break
    messages.push({ type: rest.readUInt8(0), body: rest.subarray(4, 4 + length) })
    rest = rest.subarray(4 + length)
  }
  return { messages, rest }
}

export type Version = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3' | 'SSLv3'

const versions: Readonly<Record<number, Version>> = {
  0x0300: 'SSLv3',
  0x0301: 'TLSv1',
  0x0302: 'TLSv1.1',
  0x0303: 'TLSv1.2',
  0x0304: 'TLSv1.3',
}

interface ClientHello {
  /** Highest first, as offered. */
  versions: Version[]
  serverName: string | null
}

const extensionTypes = { serverName: 0, supportedVersions: 43, certificateAuthorities: 47 } as const

export function parseClientHello(body: Buffer): ClientHello {
  const reader = byteReader(body)
  const legacy = reader.number(2)
  reader.take(32)
  reader.vector(1)
  reader.vector(2)
  reader.vector(1)
  const extensions = parseExtensions(reader.vector(2))
  const offered = byteReader(extensions.get(extensionTypes.supportedVersions) ?? Buffer.alloc(0)).vector(1)
  const numbers = Array.from({ length: Math.floor(offered.length / 2) }, (_, at) =>
    offered.readUInt16BE(2 * at),
  )
  const [named] = parseVectors(
    byteReader(extensions.get(extensionTypes.serverName) ?? Buffer.alloc(0))
      .vector(2)
      .subarray(1),
    2,
  )
  return {
    versions: (numbers.length > 0 ? numbers : [legacy]).flatMap((number) => versions[number] ?? []),
    serverName: named?.toString('latin1') ?? null,
  }
}

export interface ServerHello {
  version: Version | null
  /** Number of the cipher suite. */
  cipher: number
}

export function parseServerHello(body: Buffer): ServerHello {
  const reader = byteReader(body)
  const legacy = reader.number(2)
  reader.take(32)
  reader.vector(1)
  const cipher = reader.number(2)
  reader.take(1)
  const chosen = parseExtensions(reader.vector(2)).get(extensionTypes.supportedVersions)
  return { version: versions[chosen ? byteReader(chosen).number(2) : legacy] ?? null, cipher }
}

/** DER of the certificates, the leaf first. */
export function parseCertificates(body: Buffer, version: Version | null): Buffer[] {
  const reader = byteReader(body)
  if (version !== 'TLSv1.3') return parseVectors(reader.vector(3), 3)
  reader.vector(1)
  const entries = byteReader(reader.vector(3))
  const certificates: Buffer[] = []
  while (entries.left > 3) {
    certificates.push(entries.vector(3))
    entries.vector(2)
  }
  return certificates
}

/** DER of the distinguished names of the authorities that a server finds acceptable; empty: any. */
export function parseAcceptableAuthorities(body: Buffer, version: Version | null): Buffer[] {
  const reader = byteReader(body)
  reader.vector(1)
  if (version === 'TLSv1.3') {
    const named = parseExtensions(reader.vector(2)).get(extensionTypes.certificateAuthorities)
    return named ? parseVectors(byteReader(named).vector(2), 2) : []
  }
  // Algorithms of signatures, which TLS 1.2 brought.
  if (version === 'TLSv1.2') reader.vector(2)
  return parseVectors(reader.vector(2), 2)
}

function parseExtensions(bytes: Buffer): Map<number, Buffer> {
  const reader = byteReader(bytes)
  const extensions = new Map<number, Buffer>()
  while (reader.left >= 4) extensions.set(reader.number(2), reader.vector(2))
  return extensions
}
