/** Names of the certificate recipes of the PKI, as `certificate:` and `listen.certificate:` take them. */
export const certificateRecipes = [
  'good',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'wrong-usage',
  'untrusted-root',
  'self-signed',
  'incomplete-chain',
  'revoked',
] as const

export type CertificateRecipe = (typeof certificateRecipes)[number]
