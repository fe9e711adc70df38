/** A certificate in a client's store, with what matters for the choice among several. */
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
