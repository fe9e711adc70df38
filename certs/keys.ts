/** ECDSA on P-256 or RSA with 2048 bits. One kind for a whole hierarchy: `selfsigned` cannot mix them in a chain. */
export type KeyKind = 'ec' | 'rsa'

/** SHA-256 everywhere: both libraries would otherwise fall back on SHA-1, which OpenSSL 3 refuses. */
const hash = 'SHA-256'

/** Parameters of Web Crypto, whose key generation runs in the thread pool. */
export const algorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256', hash },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash },
} as const
