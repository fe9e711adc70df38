import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'
import type { RevocationListFault } from '../sim/vocabulary/fault.ts'

/** A certificate and its private key, as TLS listeners and clients take them. */
export interface Credential {
  /** PEM: the leaf, then the chain it sends along; each ends in a newline. */
  certificate: string
  /** PKCS#8 PEM; absent where it has been lost, another's where it was mixed up. */
  key?: string
}

export interface KeyedCredential extends Credential {
  key: string
}

/** Who a certificate is for: certificates carry the FQDN, the files of a directory have the short name. */
export interface Holder {
  name: string
  fqdn: string
}

/** A certificate, by whose it is and what for. */
export interface Issued {
  purpose: 'server' | 'client'
  fqdn: string
  recipe: CertificateRecipe
}

/** The public key infrastructure of one hierarchy of sites: a root, an issuing authority, and what it issues. */
export interface Pki {
  /** PEM. Clients and servers trust `root`. */
  authorities(): Promise<{ root: string; issuing: string }>
  /** The lists of the root and of every authority under it, in this order: PEM, for other programs. */
  crls(): Promise<{ name: string; pem: string }[]>
  /** What is published now below the URL for lists, at `/root.crl`, `/issuing.crl`...: DER; undefined: nothing. */
  publishedList(path: string, flaw?: RevocationListFault): Promise<Buffer | undefined>
  /** The next list published names it. Throws a `PkiFileError` where the authority's key is not at hand. */
  revoke(issued: Issued): void
  webServer(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  /** The certificate that signs the policy of a primary site. */
  siteServerSigning(siteCode: string): Promise<KeyedCredential>
}
