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
  'weak-hash',
  'weak-key',
  'no-private-key',
  'key-mismatch',
  'subject-without-name',
  'attribute-with-spaces',
] as const

export type CertificateRecipe = (typeof certificateRecipes)[number]
