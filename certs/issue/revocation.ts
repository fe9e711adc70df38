import { createHash } from 'node:crypto'
import { algorithms, type KeyKind } from '../keys.ts'
import type { Credential } from '../pki.ts'
import { importSigningKey } from './signing-key.ts'
import type { Validity } from '../validity.ts'

/** A certificate of the recipe `revoked` that a hierarchy is going to issue. */
export interface Revocation {
  purpose: 'server' | 'client'
  fqdn: string
}

/**
 * The serial number of somebody's revoked certificate follows from whose it is. A revocation list can therefore name
 * it before it is issued, which may be long after listeners were given the list. The first digit keeps it positive.
 */
export function revokedSerial({ purpose, fqdn }: Revocation): string {
  return `4${createHash('sha256').update(`${purpose} ${fqdn}`).digest('hex').slice(0, 31)}`
}

export interface RevocationList {
  validity: Validity
  serials: string[]
}

/** Signs an authority's list: `X509 CRL` in PEM. */
export async function issueRevocationList(
  list: RevocationList,
  keys: KeyKind,
  authority: Credential,
): Promise<string> {
  const x509 = await import('@peculiar/x509')
  const crl = await x509.X509CrlGenerator.create({
    issuer: new x509.X509Certificate(authority.certificate).subjectName,
    thisUpdate: list.validity.from,
    nextUpdate: list.validity.to,
    entries: list.serials.map((serialNumber) => ({
      serialNumber,
      revocationDate: list.validity.from,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    signingAlgorithm: algorithms[keys],
    signingKey: await importSigningKey(authority, keys),
  })
  // The library labels it `CRL`, which OpenSSL does not know.
  return `${crl
    .toString('pem')
    .replaceAll(/(BEGIN|END) CRL/g, '$1 X509 CRL')
    .trimEnd()}\n`
}
