import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { generate } from 'selfsigned'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { pemBlocks, pemToDer, type KeyedCredential } from '../credential.ts'
import { nameText, type Description } from './description.ts'

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>

/** Issues a self-signed certificate: a root, or that of a holder without an authority. */
export async function issueSelfSigned(description: Description, keys: KeyKind): Promise<KeyedCredential> {
  // Imported on demand: loading it takes longer than a whole run that finds everything in the cache.
  const selfsigned = await import('selfsigned')
  const { organization, commonName = '', validity } = description
  const made = await selfsigned.generate(
    [
      { name: 'organizationName', value: nameText(organization) },
      { name: 'commonName', value: nameText(commonName) },
    ],
    {
      keyType: keys,
      algorithm: 'sha256',
      notBeforeDate: validity.from,
      notAfterDate: validity.to,
      extensions: extensionsOf(description),
    },
  )
  return { certificate: pemBlocks(made.cert, 'CERTIFICATE').join(''), key: made.private }
}

function extensionsOf({ usage, hosts }: Description): Extensions {
  if (usage === 'authority') {
    return [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ]
  }
  return [
    { name: 'basicConstraints', cA: false, critical: true },
    { name: 'keyUsage', digitalSignature: true, critical: true },
    { name: 'extKeyUsage', serverAuth: usage === 'server', clientAuth: usage === 'client' },
    { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
  ]
}

export interface SigningIdentity {
  signingKey: KeyObject
  /** DER. */
  certificate: Buffer
}

/** Makes the identity a client signs its messages with: an RSA key and its own certificate for it, with SHA-1 as in 2007. */
export async function signingIdentity(keySize = 2048): Promise<SigningIdentity> {
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'SMS' }], { keySize, algorithm: 'sha1' })
  return { signingKey: createPrivateKey(made.private), certificate: pemToDer(made.cert) }
}
