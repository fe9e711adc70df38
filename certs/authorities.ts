import type { Issuance } from './issue/issuance.ts'
import type { Credential } from './pki.ts'
import type { Validity } from './validity.ts'

export interface Authorities {
  root: Credential
  issuing: Credential
}

/** A root and the authority under it, which issues everything else. */
export async function obtainAuthorities(
  issuance: Issuance,
  title: string,
  organization: string,
  validity: Validity,
): Promise<Authorities> {
  const describe = (part: string) => ({
    commonName: `${title} ${part}`,
    organization,
    hosts: [],
    usage: 'authority' as const,
    validity,
  })
  const root = await issuance.certificate(describe('root authority'))
  const issuing = await issuance.certificate(describe('issuing authority'), root)
  return { root, issuing }
}
