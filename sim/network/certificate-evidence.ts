import type { X509Certificate } from 'node:crypto'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import type { Clock } from '../client/network.ts'
import type { CertificateEvidence } from '../evidence/attempt.ts'

/** A certificate as evidence, dated by the simulation's clock: in truth it is dated by the machine's. */
export function describeCertificate(certificate: X509Certificate, clock: Clock): CertificateEvidence {
  const facts = certificateFacts(certificate)
  const ahead = (date: string): string => new Date(Date.parse(date) + clock.ahead()).toISOString()
  return { ...facts, notBefore: ahead(facts.notBefore), notAfter: ahead(facts.notAfter) }
}
