import { KeyObject, webcrypto } from 'node:crypto'
import type * as X509 from '@peculiar/x509'
import { nameText, type Description, type Usage } from './description.ts'
import { algorithms, type KeyKind } from '../keys.ts'
import { pemBlocks } from '../pem.ts'
import type { Credential } from '../pki.ts'
import { importSigningKey } from './signing-key.ts'

type LeafDescription = Description & { usage: Exclude<Usage, 'authority'> }

const purposes: Record<LeafDescription['usage'], string> = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  'document-signing': '1.3.6.1.4.1.311.10.3.12',
}

/** For the leaves that `selfsigned` cannot make: with a purpose it does not know, or a serial number of ours. */
export async function issueWithX509(
  description: LeafDescription,
  keys: KeyKind,
  issuer: Credential,
): Promise<Credential> {
  const x509 = await import('@peculiar/x509')
  const pair = await webcrypto.subtle.generateKey(algorithms[keys], true, ['sign', 'verify'])
  const { organization, commonName, validity, serial } = description
  const certificate = await x509.X509CertificateGenerator.create({
    ...(serial !== undefined && { serialNumber: serial }),
    subject: [{ O: [nameText(organization)] }, { CN: [nameText(commonName)] }],
    issuer: new x509.X509Certificate(issuer.certificate).subjectName,
    notBefore: validity.from,
    notAfter: validity.to,
    signingAlgorithm: algorithms[keys],
    publicKey: pair.publicKey,
    signingKey: await importSigningKey(issuer, keys),
    extensions: extensionsOf(x509, description),
  })
  return {
    certificate: pemBlocks(certificate.toString('pem'), 'CERTIFICATE').join(''),
    key: KeyObject.from(pair.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

function extensionsOf(x509: typeof X509, { usage, hosts }: LeafDescription): X509.Extension[] {
  const extensions = [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([purposes[usage]]),
  ]
  if (hosts.length === 0) return extensions
  return [
    ...extensions,
    new x509.SubjectAlternativeNameExtension(hosts.map((value) => ({ type: 'dns', value }))),
  ]
}
