import { X509Certificate } from 'node:crypto'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { examine } from '../../certs/examine.ts'
import type { Clock } from '../client/clock.ts'
import type { CertificateEvidence } from '../evidence/attempt.ts'

/** A certificate as evidence, dated by the simulation's clock: in truth it is dated by the machine's. */
export async function describeCertificate(
  certificate: X509Certificate,
  clock: Clock,
): Promise<CertificateEvidence> {
  const facts = await certificateFacts(certificate)
  const ahead = (date: string): string => new Date(Date.parse(date) + clock.ahead()).toISOString()
  return { ...facts, notBefore: ahead(facts.notBefore), notAfter: ahead(facts.notAfter) }
}

/** Which certificate of a client's chain OpenSSL refused with this code: the client's own where nothing tells. */
export async function culpritOf(
  chain: readonly X509Certificate[],
  code: string,
  root: string,
  clock: Clock,
): Promise<CertificateEvidence | undefined> {
  const anchors = [new X509Certificate(root)]
  const findings = await examine(chain, { anchors, purpose: 'client', at: clock.machine() })
  const culprit = (findings.find((finding) => finding.code === code) ?? findings[0])?.certificate ?? chain[0]
  return culprit && describeCertificate(culprit, clock)
}
