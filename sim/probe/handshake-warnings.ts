import type { ClientEvidence } from '../evidence/end-evidence.ts'
import { cutOffCodes } from '../evidence/catalogue/symptoms.ts'
import type { FailureId } from '../evidence/catalogue.ts'
import type { ProbeWarning } from '../report/command-results.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { ObservedHandshake } from './tap-handshake.ts'

/** What the warnings are about: one probe, once it is over. */
interface Probed extends Pick<ObservedHandshake, 'certificateAsked' | 'acceptableAuthorities'> {
  /** The authorities of the prober's own certificate; empty if it has none. */
  ownIssuers: readonly string[]
  /** Of the completed handshake. */
  version: string | undefined
  /** The one version that was offered; absent where the two ends chose. */
  offered: string | undefined
  chain: readonly CertificateEvidence[]
  status: number | null
  /** The body of the reply, where it is a text. */
  page: string | undefined
  end: ClientEvidence | null
  /** Id of the first candidate. */
  first: FailureId | undefined
}

/** What this prober cannot do, and what clients of another time do otherwise. */
export function handshakeWarnings(probed: Probed): ProbeWarning[] {
  return [
    ...certificateWantedLate(probed),
    ...issuerNotNamed(probed),
    ...ofOldServers(probed),
    ...probed.chain.flatMap(weaknesses),
  ]
}

/**
 * Apache answers 403 when it wants a certificate for a path and the client cannot be asked any more; other servers close the
 * connection. Node does not offer post-handshake authentication (RFC 8446, section 4.6.2), nor can it be told to.
 */
function certificateWantedLate({
  version,
  certificateAsked,
  status,
  page = '',
  end,
}: Probed): ProbeWarning[] {
  if (version !== 'TLSv1.3' || certificateAsked || end?.stage !== 'http') return []
  const isCutOff = cutOffCodes.some((code) => code === end.code)
  if (status !== 403 && !isCutOff) return []
  const says = /post-handshake auth/i.test(page)
  return [
    {
      code: 'certificate-wanted-late',
      message:
        'This prober cannot answer a request for a certificate after the handshake of TLS 1.3, ' +
        `and the server ${says ? 'says that it wanted one' : 'may have wanted one'} for this path.`,
      remedy: 'Try --tls 1.2, under which a server asks by another handshake.',
    },
  ]
}

/** Clients of Windows keep to the list (KB 933430); OpenSSL, which this prober uses, presents what it has. */
function issuerNotNamed({ acceptableAuthorities, ownIssuers }: Probed): ProbeWarning[] {
  const named = acceptableAuthorities ?? []
  const isNamed = ownIssuers.some((issuer) => named.includes(issuer))
  if (named.length === 0 || ownIssuers.length === 0 || isNamed) return []
  return [
    {
      code: 'issuer-not-named',
      message:
        'The server names the authorities that it accepts, and none of the certificate that was presented: ' +
        'a client that keeps to the list goes on without one.',
      remedy:
        'Add the root of the clients to the list, shorten a list that was cut, or have the server send none.',
    },
  ]
}

/**
 * Windows has TLS 1.1 and 1.2 since Windows 7 and Server 2008 R2, and without an update Server 2003 has no cipher suite but
 * those of RC4, DES and 3DES ("Cipher Suites in TLS/SSL (Schannel SSP)"). Node has none of the three.
 */
function ofOldServers({ offered, first }: Probed): ProbeWarning[] {
  const isOld = offered === '1.0' || offered === '1.1'
  if (first === 'tls-version-not-shared' && !isOld) {
    return [
      {
        code: 'old-version-not-offered',
        message: 'Servers of 2007 speak TLS 1.0 at most, which is offered on demand only.',
        remedy: 'Try --tls 1.0.',
      },
    ]
  }
  if (first === 'cipher-not-shared' && isOld) {
    return [
      {
        code: 'old-ciphers-not-offered',
        message: 'This prober has neither RC4 nor 3DES, and the oldest servers have nothing else.',
        remedy: 'Try a program that has them, such as an OpenSSL of that time.',
      },
    ]
  }
  return []
}

/** The program's own clients refuse both, as others do today (openssl-verification-options, "Certificate Checks"). */
function weaknesses({ subject, issuer, key, hash }: CertificateEvidence): ProbeWarning[] {
  const called = subject || 'A certificate without a subject'
  const [, bits = 'Infinity'] = /^RSA (\d+)$/.exec(key) ?? []
  const fate = "clients of 2007 take that, today's refuse it."
  // Nobody verifies the signature of a root.
  const isWeaklySigned = /^(?:SHA-?1|MD\d)$/.test(hash) && subject !== issuer
  return [
    ...(isWeaklySigned
      ? [
          {
            code: 'weak-hash' as const,
            message: `${called} is signed with ${hash}: ${fate}`,
            remedy: 'Have the certificate issued anew, signed with SHA-256.',
          },
        ]
      : []),
    ...(Number(bits) < 2048
      ? [
          {
            code: 'weak-key' as const,
            message: `${called} has the key ${key}: ${fate}`,
            remedy: 'Have the certificate issued anew, for a key of at least 2048 bits.',
          },
        ]
      : []),
  ]
}
