/** Everything in which one certificate may be unlike another. */
export interface Recipe {
  validity: 'current' | 'past' | 'future'
  namedFor: 'holder' | 'somebody-else'
  /** `swapped`: a server's says client authentication, a client's says server authentication. */
  usage: 'right' | 'swapped'
  issuer: 'trusted' | 'untrusted' | 'itself'
  sends: 'chain' | 'leaf'
  revoked: boolean
}

const good: Recipe = {
  validity: 'current',
  namedFor: 'holder',
  usage: 'right',
  issuer: 'trusted',
  sends: 'chain',
  revoked: false,
}

/** How each recipe differs from a good certificate. A new recipe is a new entry here. */
const differences = {
  good: {},
  expired: { validity: 'past' },
  'not-yet-valid': { validity: 'future' },
  'wrong-host': { namedFor: 'somebody-else' },
  'wrong-usage': { usage: 'swapped' },
  'untrusted-root': { issuer: 'untrusted' },
  'self-signed': { issuer: 'itself', sends: 'leaf' },
  'incomplete-chain': { sends: 'leaf' },
  revoked: { revoked: true },
} as const satisfies Record<string, Partial<Recipe>>

export type CertificateRecipe = keyof typeof differences

export function recipeOf(name: CertificateRecipe): Recipe {
  return { ...good, ...differences[name] }
}
