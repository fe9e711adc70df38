import type { CertificateRecipe } from './recipes.ts'

/** A certificate and its private key, as TLS listeners and clients take them. */
export interface Credential {
  /** PEM: the leaf, then the chain it sends along; each ends in a newline. */
  certificate: string
  /** PKCS#8 PEM. */
  key: string
}

/** Who a certificate is for: certificates carry the FQDN, the files of a directory have the short name. */
export interface Holder {
  name: string
  fqdn: string
}

/** The public key infrastructure of one hierarchy of sites: a root, an issuing authority, and what it issues. */
export interface Pki {
  /** PEM. Clients and servers trust `root`. */
  authorities(): Promise<{ root: string; issuing: string }>
  /** One list per authority, root first, for Node's `crl` option: it wants one for every level of a chain. */
  crls(): Promise<string[]>
  webServer(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  /** The certificate that signs the policy of a primary site. */
  siteServerSigning(siteCode: string): Promise<Credential>
}
