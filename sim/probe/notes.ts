import type { ClientEvidence } from '../evidence/attempt.ts'
import { cutOffCodes } from '../evidence/catalogue/symptoms.ts'
import type { FailureId } from '../evidence/catalogue.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { ObservedHandshake } from './tap-handshake.ts'

/** What the notes are about: one probe, once it is over. */
export interface Probed extends Pick<ObservedHandshake, 'certificateAsked' | 'got'> {
  /** Of the completed handshake. */
  version: string | undefined
  /** The one version that was offered; absent where the two ends chose. */
  offered: string | undefined
  chain: readonly CertificateEvidence[]
  status: number | null
  /** Of the reply, where it is a text. */
  page: string | undefined
  end: ClientEvidence | null
  /** Id of the first candidate. */
  first: FailureId | undefined
}

/** What a person should know of a probe besides the candidates. */
export function notesOn(probed: Probed): string[] {
  return [...afterHandshake(probed), ...ofOldServers(probed), ...probed.chain.flatMap(weakness)]
}

/**
 * Apache answers 403 when it wants a certificate for a path and the client cannot be asked any more; other servers close the
 * connection. Node does not offer post-handshake authentication (RFC 8446, section 4.6.2), nor can it be told to.
 */
function afterHandshake({ version, certificateAsked, status, page = '', end }: Probed): string[] {
  if (version !== 'TLSv1.3' || certificateAsked || end?.stage !== 'http') return []
  const isCutOff = cutOffCodes.some((code) => code === end.code)
  if (status !== 403 && !isCutOff) return []
  const says = /post-handshake auth/i.test(page)
  return [
    'This prober cannot answer a request for a certificate after the handshake of TLS 1.3, ' +
      `and the server ${says ? 'says that it wanted one' : 'may have wanted one'} for this path: try --tls 1.2.`,
  ]
}

/** Servers of 2003 have no cipher suite but RC4 and 3DES (Schannel's table of cipher suites), and Node has neither. */
function ofOldServers({ offered, first }: Probed): string[] {
  const isOld = offered === '1.0' || offered === '1.1'
  if (first === 'tls-version-not-shared' && !isOld)
    return ['Servers of 2007 speak TLS 1.0 at most: try --tls 1.0.']
  if (first === 'cipher-not-shared' && isOld)
    return ['This prober speaks neither RC4 nor 3DES, and the oldest servers speak nothing else.']
  return []
}

/** Today's clients refuse both by default; those of 2007 did not. */
function weakness({ subject, issuer, key, hash }: CertificateEvidence): string[] {
  const [, bits = 'Infinity'] = /^RSA (\d+)$/.exec(key) ?? []
  const called = subject || 'without a subject'
  return [
    // Nobody verifies the signature of a root.
    ...(/^(?:SHA-?1|MD\d)$/.test(hash) && subject !== issuer
      ? [
          `The certificate ${called} is signed with ${hash}: today's clients refuse that, clients of 2007 did not.`,
        ]
      : []),
    ...(Number(bits) < 2048
      ? [
          `The key of the certificate ${called} is ${key}: today's clients refuse that, clients of 2007 did not.`,
        ]
      : []),
  ]
}
