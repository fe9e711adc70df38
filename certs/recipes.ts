import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'

/** Every way in which certificates may differ. */
export interface Recipe {
  validity: 'current' | 'current-and-longer' | 'past' | 'future'
  namedFor: 'holder' | 'somebody-else' | 'nobody'
  /** `swapped`: a server's certificate allows client authentication, a client's allows server authentication. */
  usage: 'right' | 'swapped'
  issuer: Issuer
  sends: 'chain' | 'leaf'
  revoked: boolean
  hash: 'SHA-256' | 'SHA-1'
  /** `weak`: RSA with 1024 bits, whatever kind the other keys are. */
  keys: 'strong' | 'weak'
  /** The private key handed out with the certificate: its own, another certificate's, or none. */
  privateKey: 'own' | 'of-another' | 'none'
  /** Organizational unit in the subject. */
  unit: string | undefined
}

/** The `revoked` and `expired` authorities stand under the trusted root, beside the one that issues everything else. */
export type Issuer = 'trusted' | 'untrusted' | 'revoked' | 'expired' | 'itself'

const good: Recipe = {
  validity: 'current',
  namedFor: 'holder',
  usage: 'right',
  issuer: 'trusted',
  sends: 'chain',
  revoked: false,
  hash: 'SHA-256',
  keys: 'strong',
  privateKey: 'own',
  unit: undefined,
}

/** Differences of each recipe from a good certificate. A new recipe is a new entry here. */
const differences = {
  good: {},
  'another-good': { validity: 'current-and-longer' },
  expired: { validity: 'past' },
  'not-yet-valid': { validity: 'future' },
  'wrong-host': { namedFor: 'somebody-else' },
  'wrong-usage': { usage: 'swapped' },
  'untrusted-root': { issuer: 'untrusted' },
  'self-signed': { issuer: 'itself', sends: 'leaf' },
  'incomplete-chain': { sends: 'leaf' },
  revoked: { revoked: true },
  'revoked-intermediate': { issuer: 'revoked' },
  'expired-intermediate': { issuer: 'expired' },
  'weak-hash': { hash: 'SHA-1' },
  'weak-key': { keys: 'weak' },
  'no-private-key': { privateKey: 'none' },
  'key-mismatch': { privateKey: 'of-another' },
  'subject-without-name': { namedFor: 'nobody' },
  'attribute-with-spaces': { unit: 'Sales Department' },
} as const satisfies Record<CertificateRecipe, Partial<Recipe>>

export function recipeOf(name: CertificateRecipe): Recipe {
  return { ...good, ...differences[name] }
}

/** Whether OpenSSL refuses the certificate for its key or hash, so that its own holder has to lower the security level. */
export function isWeak(name: CertificateRecipe): boolean {
  const { hash, keys } = recipeOf(name)
  return hash === 'SHA-1' || keys === 'weak'
}
