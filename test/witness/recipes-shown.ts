import type { FailureId } from '../../sim/evidence/catalogue.ts'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import type { TlsProgramName } from './tls-programs.ts'

/** The certificate that a program is given. */
export type Shown = CertificateRecipe | 'none'

/**
 * How the program's visit to a management point in native mode ends. `left`: it connects, and leaves before the handshake;
 * `stayed-away`: it does not connect. A failure comes with the status that IIS answers; null: the handshake itself fails,
 * whatever the style of refusal.
 */
export type Ending =
  'answered' | 'left' | 'stayed-away' | readonly [failure: FailureId, status: `403.${number}` | null]

/** For a program that shows what it is given. A server does not check the name in a client's certificate. */
const endings: Readonly<Record<Shown, Ending>> = {
  none: ['client-certificate-missing', '403.7'],
  good: 'answered',
  'another-good': 'answered',
  expired: ['client-certificate-expired', '403.17'],
  'not-yet-valid': ['client-certificate-not-yet-valid', '403.17'],
  'wrong-host': 'answered',
  'wrong-usage': ['client-certificate-wrong-usage', '403.16'],
  'untrusted-root': ['client-certificate-untrusted', '403.16'],
  'self-signed': ['client-certificate-self-signed', '403.16'],
  'incomplete-chain': ['client-certificate-incomplete-chain', '403.16'],
  revoked: ['client-certificate-revoked', '403.13'],
  'revoked-intermediate': ['client-certificate-authority-revoked', '403.13'],
  'expired-intermediate': ['client-certificate-authority-expired', '403.17'],
  'superseded-intermediate': ['client-certificate-authority-renewed', '403.16'],
  'unreachable-list': ['revocation-list-unreachable', '403.13'],
  'weak-hash': ['client-certificate-weak-hash', '403.16'],
  'weak-key': ['client-certificate-weak-key', '403.16'],
  'no-private-key': 'stayed-away',
  'key-mismatch': ['client-certificate-key-mismatch', null],
  'subject-without-name': 'answered',
  'attribute-with-spaces': 'answered',
}

/** A program's own decision, and its own words for it. */
interface OwnDecision {
  ending: Ending
  says: RegExp
}

/** curl loads its certificate only once it has connected, and at its own security level. */
const curlLeft = (says: RegExp): OwnDecision => ({ ending: 'left', says })

const ownDecisions: Readonly<Record<TlsProgramName, Partial<Record<Shown, OwnDecision>>>> = {
  curl: {
    // It completes its own chain with the authorities that it trusts.
    'incomplete-chain': { ending: 'answered', says: /^/ },
    'weak-hash': curlLeft(/\(58\) could not load PEM client certificate/),
    'weak-key': curlLeft(/\(58\) could not load PEM client certificate/),
    'no-private-key': curlLeft(/\(58\) unable to set private key file/),
    'key-mismatch': curlLeft(/\(58\) unable to set private key file/),
  },
  openssl: {
    'no-private-key': { ending: 'stayed-away', says: /Could not open file .*no-private-key\.key/ },
    'key-mismatch': { ending: 'stayed-away', says: /key values mismatch/ },
  },
  // It signs with any key that it is given.
  'gnutls-cli': {
    none: { ending: endings.none, says: /Successfully sent 0 certificate/ },
    'no-private-key': { ending: 'stayed-away', says: /Error loading key file/ },
  },
  python: {
    'incomplete-chain': { ending: 'answered', says: /^/ },
    'no-private-key': { ending: 'stayed-away', says: /FileNotFoundError/ },
    'key-mismatch': { ending: 'stayed-away', says: /KEY_VALUES_MISMATCH/ },
  },
}

/** What has to become of a program that is given this certificate, and what the program has to say. */
export function endingOf(program: TlsProgramName, shown: Shown): OwnDecision {
  return ownDecisions[program][shown] ?? { ending: endings[shown], says: /^/ }
}
