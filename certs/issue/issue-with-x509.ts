import { KeyObject, webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nameText, type Description } from './description.ts'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { keyAlgorithms, signingAlgorithm } from '../keys.ts'
import { pemBlocks } from '../pem.ts'
import type { KeyedCredential } from '../pki.ts'
import { purposes } from '../purposes.ts'
import { importSigningKey } from './signing-key.ts'

/** For everything that an authority issues. */
export async function issueWithX509(
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
