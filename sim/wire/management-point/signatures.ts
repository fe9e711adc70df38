import { sign, verify, type KeyObject } from 'node:crypto'
import type { MessageHeader } from './message-header.ts'
import { parsePublicKeyBlob } from './public-key-blob.ts'

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
  return sign(hash, bytes, privateKey).reverse().toString('hex').toUpperCase()
}

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
export type Authenticity = 'unsigned' | 'genuine' | 'forged'

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
