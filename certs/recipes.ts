import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'

/** Everything in which one certificate may be unlike another. */
export interface Recipe {
  validity: 'current' | 'current-and-longer' | 'past' | 'future'
  namedFor: 'holder' | 'somebody-else' | 'nobody'
  /** `swapped`: a server's says client authentication, a client's says server authentication. */
  usage: 'right' | 'swapped'
  issuer: Issuer
  sends: 'chain' | 'leaf'
  revoked: boolean
  hash: 'SHA-256' | 'SHA-1'
  /** `weak`: RSA with 1024 bits, whatever the kind of the others. */
  keys: 'strong' | 'weak'
  /** The private key that goes with it: its own, that of another certificate, or none. */
  privateKey: 'own' | 'of-another' | 'none'
  /** Organizational unit in the subject. */
  unit: string | undefined
}

/** `revoked` and `expired` authorities stand under the trusted root, beside the one that issues everything else. */
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

/** How each recipe differs from a good certificate. A new recipe is a new entry here. */
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

/** Whether others refuse the certificate for how it is made, so that who presents it must not be held to the same. */
export function isWeak(name: CertificateRecipe): boolean {
  const { hash, keys } = recipeOf(name)
  return hash === 'SHA-1' || keys === 'weak'
}
