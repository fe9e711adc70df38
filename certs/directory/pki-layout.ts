import { join } from 'node:path'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'

export interface CredentialFiles {
  certificate: string
  key: string
}

/** Where a PKI written to a directory keeps what. */
export interface PkiLayout {
  /** The root, then the issuing authority. */
  authorities: string
  /** Of an authority: `root`, `issuing`. */
  crl(name: string): string
  system(name: string): CredentialFiles
  /** The first certificate of a client's store; the others have their recipe in the name: `PC1.expired`. */
  client(name: string, recipe?: CertificateRecipe): CredentialFiles
  site(code: string): CredentialFiles
}

export function pkiLayout(directory: string): PkiLayout {
  const credential = (folder: string, name: string): CredentialFiles => ({
    certificate: join(directory, folder, `${name}.pem`),
    key: join(directory, folder, `${name}.key`),
  })
  return {
    authorities: join(directory, 'ca.pem'),
    crl: (name) => join(directory, 'crl', `${fileName(name)}.pem`),
    system: (name) => credential('systems', fileName(name)),
    client: (name, recipe) => credential('clients', fileName(recipe ? `${name}.${recipe}` : name)),
    site: (code) => credential('sites', fileName(code)),
  }
}

/** Names come from files that people write; one with a slash would lead elsewhere. */
function fileName(name: string): string {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) {
    throw new Error(`"${name}" cannot name a certificate file`)
  }
  return name
}
