import type { generate } from 'selfsigned'
import { nameText, type Description } from './description.ts'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { pemBlocks } from '../pem.ts'
import type { KeyedCredential } from '../pki.ts'

type Extensions = NonNullable<NonNullable<Parameters<typeof generate>[1]>['extensions']>

/** For what signs itself: roots, and the certificate of somebody without an authority. */
export async function issueWithSelfsigned(description: Description, keys: KeyKind): Promise<KeyedCredential> {
  // Imported only here: it takes longer to load than a run that finds everything in the cache may take.
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
