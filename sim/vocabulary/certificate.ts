/** Names of the certificate recipes of the PKI, as `certificate:` and `listen.certificate:` take them. */
export const certificateRecipes = [
  'good',
  'another-good',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'wrong-usage',
  'untrusted-root',
  'self-signed',
  'incomplete-chain',
  'revoked',
  'revoked-intermediate',
  'expired-intermediate',
  'superseded-intermediate',
  'unreachable-list',
  'weak-hash',
  'weak-key',
  'no-private-key',
  'key-mismatch',
  'subject-without-name',
  'attribute-with-spaces',
] as const

/** Names by which a certificate is issued, good or with one fault. */
export type CertificateRecipe = (typeof certificateRecipes)[number]

export const keyKinds = ['ec', 'rsa'] as const
/** ECDSA on P-256 or RSA with 2048 bits. One kind for a whole hierarchy: `selfsigned` cannot mix them in a chain. */
export type KeyKind = (typeof keyKinds)[number]

export const refusalStyles = ['handshake', 'iis'] as const
/**
 * How a client certificate is refused. `handshake`: the TLS connection itself. `iis`: HTTP 403 with a substatus, as web servers of
 * that time answer.
 */
export type RefusalStyle = (typeof refusalStyles)[number]

/** The properties of a certificate that decide whether a peer accepts it. What is unreadable is a sentence that says why. */
export interface CertificateEvidence {
  /** `CN=mp.contoso.test, O=contoso.test`; empty when it has none. */
  subject: string
  /** Distinguished name of the authority that signed it, written like `subject`. */
  issuer: string
  /** Hexadecimal, in capital letters. */
  serialNumber: string
  /** ISO 8601. */
  notBefore: string
  /** ISO 8601. */
  notAfter: string
  /** DNS names of the subject alternative name. */
  names: string[]
  /** Object identifiers of the extended key usage. */
  usages: string[]
  /** It may issue certificates. */
  authority: boolean
  /** `EC P-256`, `RSA 2048`. */
  key: string
  /** Hash algorithm of its signature: `SHA-256`. */
  hash: string
}
