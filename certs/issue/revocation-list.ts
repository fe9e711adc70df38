import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { signingAlgorithm } from '../keys.ts'
import type { KeyedCredential } from '../pki.ts'
import type { Validity } from '../validity.ts'
import { importSigningKey } from './signing-key.ts'

export interface RevocationList {
  validity: Validity
  /** Hexadecimal. */
  serials: string[]
}

/** Signs an authority's list: `X509 CRL` in PEM. `signer` is the authority itself unless the list is to be wrong. */
export async function issueRevocationList(
  { validity, serials }: RevocationList,
  keys: KeyKind,
  authority: KeyedCredential,
  signer: KeyedCredential = authority,
): Promise<string> {
  const x509 = await import('@peculiar/x509')
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    thisUpdate: validity.from,
    nextUpdate: validity.to,
    entries: serials.map((serialNumber) => ({
      serialNumber,
      revocationDate: validity.from,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    signingAlgorithm: signingAlgorithm(keys, 'SHA-256'),
    signingKey: await importSigningKey(signer.key, keys, 'SHA-256'),
  })
  // The library labels it `CRL`, which OpenSSL does not know.
  return `${crl
    .toString('pem')
    .replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL')
    .trimEnd()}\n`
}
