import { X509Certificate } from 'node:crypto'
import { examine } from '../../../certs/examine.ts'
import type { OwnCertificate } from '../../evidence/attempt.ts'
import type { OwnedCertificate } from './client-certificate.ts'
import type { Surroundings } from '../network.ts'

/** What a client has to show when a server asks for its certificate. */
export interface Presented {
  certificate: OwnedCertificate | undefined
  /** Why there is none although there should be one: the client's own code. */
  choiceFailed?: string
}

/**
 * What an administrator finds who looks at the client's own certificate with what is on the client: its dates, its
 * purpose, who issued it, and, where the client checks revocation, what the lists say of it.
 */
export async function lookAtOwnCertificate(
  { certificate, choiceFailed }: Presented,
  checkRevocation: boolean,
  { pki, clock, revocation, describe }: Surroundings,
): Promise<OwnCertificate> {
  const [leaf] = certificate?.chain ?? []
  if (!certificate || !leaf) return { certificate: null, fault: choiceFailed ?? null }
  const facts = describe(leaf)
  const anchors = [new X509Certificate((await pki.authorities()).root)]
  const [finding] = examine(certificate.chain, { anchors, purpose: 'client', at: clock.machine() })
  const fault = finding ?? (checkRevocation ? await revocation.check(certificate.chain) : undefined)
  const ofAuthority = fault?.certificate.ca ?? false
  return { certificate: facts, fault: fault?.code ?? null, ...(ofAuthority && { ofAuthority }) }
}
