import { KeyObject, webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { purposes } from '../certificates.ts'
import { pemBlocks, type KeyedCredential } from '../credential.ts'
import { importSigningKey, keyAlgorithms, signingAlgorithm } from '../keys.ts'
import { nameText, type Description, type Validity } from './description.ts'

/** Issues a certificate that an authority signs. */
export async function issueCertificate(
  description: Description,
  keys: KeyKind,
  issuer: KeyedCredential,
): Promise<KeyedCredential> {
  const x509 = await import('@peculiar/x509')
  const { validity, serial, hash } = description
  const algorithm = keyAlgorithms[description.keys === 'weak' ? 'weak' : keys]
  const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: subjectOf(description),
    issuer: new x509.X509Certificate(issuer.certificate).subjectName,
    notBefore: validity.from,
    notAfter: validity.to,
    signingAlgorithm: signingAlgorithm(keys, hash),
    publicKey: pair.publicKey,
    signingKey: await importSigningKey(issuer.key, keys, hash),
    extensions: extensionsOf(x509, description),
  })
  return {
    certificate: pemBlocks(certificate.toString('pem'), 'CERTIFICATE').join(''),
    key: KeyObject.from(pair.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function subjectOf({ organization, unit, commonName }: Description): X509.JsonName {
  if (commonName === undefined) return []
  return [
    { O: [nameText(organization)] },
    ...(unit === undefined ? [] : [{ OU: [nameText(unit)] }]),
    { CN: [nameText(commonName)] },
  ]
}

function extensionsOf(x509: typeof X509, { usage, hosts, listUrl }: Description): X509.Extension[] {
  const extensions: X509.Extension[] =
    usage === 'authority'
      ? [
          new x509.BasicConstraintsExtension(true, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
        ]
      : [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([purposes[usage]]),
        ]
  if (hosts.length > 0) {
    extensions.push(new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value }))))
  }
  if (listUrl !== undefined) extensions.push(new x509.CRLDistributionPointsExtension([listUrl]))
  return extensions
}

export interface RevocationList {
  validity: Validity
  /** Hexadecimal. */
  serials: string[]
}

/** Signs an authority's list: `X509 CRL` in PEM. `signer` is the authority itself, unless the list is meant to be wrong. */
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
  // The library labels it `CRL`, a label that OpenSSL does not know.
  return `${crl
    .toString('pem')
    .replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL')
    .trimEnd()}\n`
}
