import { sign, verify, type KeyObject } from 'node:crypto'
import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import { parsePublicKeyBlob } from './public-key-blob.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * The header of a message to or from a management point. Not documented; the shape is what public clients of the
 * protocol send and accept.
 */
export interface MessageHeader {
  /** `{GUID}`. */
  id: string
  /** In a reply: the id of the request. */
  correlationId?: string
  /** `MP_LocationManager`, whatever the case. */
  endpoint: string
  /** `mp:MP_LocationManager`; of a reply, where the request wanted it. */
  targetAddress: string
  targetHost: string
  sourceHost: string
  /** `GUID:...`; absent until the client is registered. */
  sourceId?: string
  replyTo?: string
  /** `2007-08-22T09:30:00Z`. */
  sentTime?: string
  /** Bytes of the body once inflated, as the header has them. */
  bodyLength: number
  /** Whether the body is compressed with zlib, and whether the reply may be. */
  compressed: boolean
  replyCompressed: boolean
  /** The properties by which the client proves its identity, by name. */
  authentication?: Readonly<Record<string, string>>
}

const noCorrelation = '{00000000-0000-0000-0000-000000000000}'

/** undefined when the text is not a header, or lacks the endpoint or the length, which every message needs. */
export function parseMessageHeader(xml: string): MessageHeader | undefined {
  const message = parseXml(xml)
  if (message?.name !== 'Msg') return undefined
  const targetAddress = textOf(message, 'TargetAddress') ?? ''
  const endpoint = textOf(message, 'TargetEndpoint') ?? targetAddress.replace(/^mp:/i, '')
  const length = descend(message, 'Body')?.attributes.Length ?? ''
  if (endpoint === '' || !/^\d{1,10}$/.test(length)) return undefined
  const hooks = descend(message, 'Hooks')?.children ?? []
  const hook = (name: string) => hooks.find(({ attributes }) => attributes.Name?.toLowerCase() === name)
  const correlationId = textOf(message, 'CorrelationID')
  const authentication = hook('clientauth')
  return {
    id: textOf(message, 'ID') ?? '',
    ...(correlationId !== undefined && correlationId !== noCorrelation && { correlationId }),
    endpoint,
    targetAddress,
    targetHost: textOf(message, 'TargetHost') ?? '',
    sourceHost: textOf(message, 'SourceHost') ?? '',
    ...present('sourceId', textOf(message, 'SourceID')),
    ...present('replyTo', textOf(message, 'ReplyTo')),
    ...present('sentTime', textOf(message, 'SentTime')),
    bodyLength: Number(length),
    compressed: hook('zlib-compress') !== undefined,
    replyCompressed: message.attributes.ReplyCompression?.toLowerCase() === 'zlib',
    ...(authentication && { authentication: propertiesOf(authentication) }),
  }
}

function present<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>)
}

function propertiesOf(hook: XmlElement): Record<string, string> {
  return Object.fromEntries(
    hook.children
      .filter(({ name }) => name === 'Property')
      .map(({ attributes, text }) => [attributes.Name ?? '', text.trim()]),
  )
}

/** undefined for an element that is absent or empty. */
function textOf(message: XmlElement, name: string): string | undefined {
  const text = descend(message, name)?.text.trim()
  return text === '' ? undefined : text
}

export function serializeMessageHeader(header: MessageHeader): string {
  const { authentication, compressed, sourceId, replyTo, sentTime } = header
  return xmlElement(
    'Msg',
    { ReplyCompression: header.replyCompressed ? 'zlib' : undefined, SchemaVersion: '1.1' },
    xmlElement('Body', { Type: 'ByteRange', Length: header.bodyLength, Offset: 0 }),
    textElement('CorrelationID', header.correlationId ?? noCorrelation),
    xmlElement(
      'Hooks',
      {},
      authentication ? serializeAuthentication(authentication) : '',
      compressed ? xmlElement('Hook3', { Name: 'zlib-compress' }) : '',
    ),
    textElement('ID', header.id),
    xmlElement('Payload', { Type: 'inline' }),
    textElement('Priority', '0'),
    textElement('Protocol', 'http'),
    textElement('ReplyMode', 'Sync'),
    textElement('ReplyTo', replyTo),
    textElement('SentTime', sentTime),
    textElement('SourceID', sourceId),
    textElement('SourceHost', header.sourceHost),
    textElement('TargetAddress', header.targetAddress),
    textElement('TargetEndpoint', header.endpoint),
    textElement('TargetHost', header.targetHost),
    // Milliseconds.
    textElement('Timeout', '60000'),
  )
}

function serializeAuthentication(properties: Readonly<Record<string, string>>): string {
  const written = Object.entries(properties).map(([name, value]) =>
    xmlElement('Property', { Name: name }, escapeXml(value)),
  )
  return xmlElement('Hook2', { Name: 'clientauth' }, ...written)
}

function textElement(name: string, text: string | undefined): string {
  return text === undefined ? '' : xmlElement(name, {}, escapeXml(text))
}

/**
 * RSA PKCS #1 v1.5 (RFC 8017, section 8.2) as CryptoAPI has it: the least significant byte first, in hexadecimal. The
 * 2007 SDK says that a registration's signature by .NET has to be reversed.
 */
export type SignatureHash = 'sha1' | 'sha256'

const hashes: Readonly<Record<string, SignatureHash>> = {
  // sha1WithRSAEncryption and sha256WithRSAEncryption (RFC 8017), SHA-256 itself (RFC 8017, appendix B.1).
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '2.16.840.1.101.3.4.2.1': 'sha256',
}

/** By object identifier; SHA-1, as in 2007, when none is given; undefined for any other. */
export function signatureHash(algorithm: string | undefined): SignatureHash | undefined {
  return algorithm === undefined || algorithm === '' ? 'sha1' : hashes[algorithm]
}

export function signReversed(hash: SignatureHash, bytes: Buffer, privateKey: KeyObject): string {
  const latest = signatures.get(privateKey) ?? new Map<string, string>()
  signatures.set(privateKey, latest)
  const signed = `${hash} ${bytes.toString('latin1')}`
  const signature =
    latest.get(signed) ?? sign(hash, bytes, privateKey).reverse().toString('hex').toUpperCase()
  latest.delete(signed)
  latest.set(signed, signature)
  const [oldest] = latest.size > mostSignatures ? latest.keys() : []
  if (oldest !== undefined) latest.delete(oldest)
  return signature
}

/**
 * The latest signatures of a key, by what was signed. A client signs its own id with each message, and a site server the same
 * policies for each client; a signature by RSA is the same each time, and takes a millisecond.
 */
const signatures = new WeakMap<KeyObject, Map<string, string>>()

const mostSignatures = 64

export function verifyReversed(
  hash: SignatureHash,
  bytes: Buffer,
  publicKey: KeyObject,
  signature: string,
): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature) || publicKey.asymmetricKeyType !== 'rsa') return false
  try {
    return verify(hash, bytes, publicKey, Buffer.from(signature, 'hex').reverse())
  } catch {
    return false
  }
}

/** Whether a message is by the client it names. `unsigned`: the content or the sender, or both, are not signed. */
type Authenticity = 'unsigned' | 'genuine' | 'forged'

/**
 * Checks the signatures of a message. `registeredKey`: the client's, if the site knows it; otherwise
 * the message counts as sent by the owner of the key that it contains.
 */
export function authenticityOf(
  { authentication, sourceId }: Pick<MessageHeader, 'authentication' | 'sourceId'>,
  payload: Buffer,
  registeredKey: KeyObject | undefined,
): Authenticity {
  const { ClientIDSignature, PayloadSignature, PublicKey, HashAlgorithm } = authentication ?? {}
  if (ClientIDSignature === undefined && PayloadSignature === undefined) return 'unsigned'
  const hash = signatureHash(HashAlgorithm)
  const key = registeredKey ?? parsePublicKeyBlob(Buffer.from(PublicKey ?? '', 'hex'))
  if (!hash || !key) return 'forged'
  const genuine = (signature: string | undefined, ...signed: Buffer[]) =>
    signature === undefined || signed.some((bytes) => verifyReversed(hash, bytes, key, signature))
  if (!genuine(ClientIDSignature, ...signedClientIds(sourceId ?? ''))) return 'forged'
  if (!genuine(PayloadSignature, payload)) return 'forged'
  return ClientIDSignature === undefined || PayloadSignature === undefined ? 'unsigned' : 'genuine'
}

/** Some clients sign `GUID:{...}` and others `GUID:...`; a NUL follows. */
function signedClientIds(sourceId: string): Buffer[] {
  const bare = sourceId.replace(/^GUID:\{?([^}]*)\}?$/i, '$1')
  return [`GUID:${bare}`, `GUID:{${bare}}`].map((id) => Buffer.from(`${id}\0`, 'utf16le'))
}

/** The properties with which a client signs a message. */
export function clientAuthentication({
  sourceId,
  sender,
  payload,
  publicKeyBlob,
  privateKey,
}: {
  sourceId: string
  sender: string
  payload: Buffer
  publicKeyBlob: Buffer
  privateKey: KeyObject
}): Record<string, string> {
  return {
    AuthSenderMachine: sender,
    PublicKey: publicKeyBlob.toString('hex').toUpperCase(),
    ClientIDSignature: signReversed('sha1', Buffer.from(`${sourceId}\0`, 'utf16le'), privateKey),
    PayloadSignature: signReversed('sha1', payload, privateKey),
    ClientCapabilities: 'NonSSL',
  }
}

/**
 * The headers by which a client proves its identity when it downloads ("Plan for internet-based client
 * management" names them). The signed bytes are not documented; ours are those that public clients sign, the text in
 * UTF-16 with a NUL behind it.
 */
export function downloadHeaders({
  clientId,
  now,
  privateKey,
}: {
  clientId: string
  now: Date
  privateKey: KeyObject
}): Record<string, string> {
  const timestamp = now.toISOString()
  return {
    CCMClientID: clientId,
    CCMClientIDSignature: signReversed('sha1', signedText(clientId), privateKey),
    CCMClientTimestamp: timestamp,
    CCMClientTimestampSignature: signReversed('sha1', signedText(timestamp), privateKey),
  }
}

type Header = (name: string) => string | undefined

/** `registeredKey`: the client's, if the site knows it; the request itself contains no key. */
export function downloadAuthenticity(header: Header, registeredKey: KeyObject | undefined): Authenticity {
  const signatures = [
    [header('CCMClientID'), header('CCMClientIDSignature')],
    // The documentation's own spelling is the second.
    [
      header('CCMClientTimestamp'),
      header('CCMClientTimestampSignature') ?? header('CCMClientTimestampsSignature'),
    ],
  ] as const
  if (signatures.every(([, signature]) => signature === undefined)) return 'unsigned'
  const genuine = signatures.every(
    ([text, signature]) =>
      text !== undefined &&
      signature !== undefined &&
      registeredKey &&
      verifyReversed('sha1', signedText(text), registeredKey, signature),
  )
  return genuine ? 'genuine' : 'forged'
}

function signedText(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le')
}

export const basis: readonly Basis[] = [
  {
    certainty: 'known from public clients',
    about: 'The signatures of these messages, and of policy downloads',
  },
]
