/** A certificate in a client's store, as far as the choice among several looks at it. */
export interface StoreCertificate {
  /** In the order of the certificate: `{ type: 'OU', value: 'Sales' }`. */
  subject: readonly { type: string; value: string }[]
  /** Names of the subject alternative name. */
  names: readonly string[]
  notBefore: Date
  notAfter: Date
  /** It has the client authentication purpose. */
  clientAuthentication: boolean
  privateKey: boolean
}
