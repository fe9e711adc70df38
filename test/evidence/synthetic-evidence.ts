import type { CertificateEvidence } from '../../sim/vocabulary/certificate.ts'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import type {
  BelievedMode,
  ClientEvidence,
  EndEvidence,
  OwnCertificate,
  SiteModeSeen,
} from '../../sim/evidence/end-evidence.ts'
import type { Seen, ToldOfMode } from '../../sim/evidence/catalogue-entry.ts'

export const leaf: CertificateEvidence = {
  subject: 'CN=somebody',
  issuer: 'CN=Issuing',
  serialNumber: '01',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2027-01-01T00:00:00.000Z',
  names: ['somebody.lab.test'],
  usages: [],
  authority: false,
  key: 'EC P-256',
  hash: 'SHA-256',
}

export const syntheticAttempt: Omit<Attempt, 'id'> = {
  client: 'PC',
  clientMode: 'mixed',
  forced: false,
  role: 'management-point',
  relation: 'assigned',
  site: null,
  system: null,
  protocol: 'http',
  told: null,
  url: null,
  outcome: 'withheld',
  contradiction: null,
  why: '',
  rule: '',
  status: null,
  substatus: null,
  client_end: null,
  server_end: null,
  diagnosis: null,
  tls: null,
  after: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 0,
}

const certificates: (CertificateEvidence | undefined)[] = [
  undefined,
  leaf,
  { ...leaf, authority: true },
  { ...leaf, hash: 'SHA-1' },
  { ...leaf, key: 'RSA 1024' },
]

const faults = [
  'CERT_HAS_EXPIRED',
  'CERT_REVOKED',
  'CRL_HAS_EXPIRED',
  '0x87D00280',
  '0x87D00281',
  '0x87D00282',
  '0x87D00283',
  '0x87D00284',
  '0x87D00285',
  'ISSUER_NOT_NAMED',
  null,
]

const owns: (OwnCertificate | null)[] = [
  null,
  ...faults.map((fault) => ({
    certificate: fault?.startsWith('0x') || fault === 'ISSUER_NOT_NAMED' ? null : leaf,
    fault,
  })),
  { certificate: null, fault: null },
]

/** A site system's messages about a reset; no other condition on an end depends on its message. */
const messages = ['reset the connection', 'reset the connection in the middle of the answer']

const wrongClocks = ['behind', 'ahead'] as const

/** Every view of a client that fits, whatever else the client knows. */
export function clientSeeing(seen: Seen<ClientEvidence>): ClientEvidence[] {
  return endsSeeing(seen, [''])
    .flatMap((end) => owns.map((own): ClientEvidence => ({ ...end, received: 0, own })))
    .flatMap((end) => [end, ...wrongClocks.map((clock) => ({ ...end, clock }))])
    .filter((end) => seen.where?.(end) ?? true)
}

/** Every view of a server that fits. */
export function serverSeeing(seen: Seen): EndEvidence[] {
  return endsSeeing(seen, messages).filter((end) => seen.where?.(end) ?? true)
}

function endsSeeing(
  { stage, codes }: Pick<Seen, 'stage' | 'codes'>,
  saying: readonly string[],
): EndEvidence[] {
  const stages = typeof stage === 'string' ? [stage] : stage
  const ends = stages.flatMap((reached) =>
    codes.flatMap((code) =>
      saying.flatMap((message) =>
        certificates.map((certificate) => ({
          stage: reached,
          code,
          message,
          ...(certificate && { certificate }),
        })),
      ),
    ),
  )
  return ends.flatMap((end) => (end.stage === 'smb' ? [end, { ...end, anonymous: true as const }] : [end]))
}

const told = { by: 'installation', attempt: null, at: '2026-01-01T00:00:00.000Z' } as const
const ofMixed = { mode: 'mixed', told, toldAgainBy: null } as const

/** What both ends say of the site's mode where the client was told of it like this. */
export const modesWhereTold: Readonly<
  Record<ToldOfMode, readonly { believed: BelievedMode; siteMode: SiteModeSeen }[]>
> = {
  never: [
    { believed: ofMixed, siteMode: { mode: 'native', since: '2026-01-02T00:00:00.000Z', published: true } },
    { believed: ofMixed, siteMode: { mode: 'native', since: told.at, published: true } },
    {
      believed: { ...ofMixed, toldAgainBy: 'active-directory' },
      siteMode: { mode: 'native', since: '2026-01-02T00:00:00.000Z', published: false },
    },
    { believed: { ...ofMixed, told: null }, siteMode: { mode: 'native', since: null, published: true } },
  ],
  'not-yet': [
    {
      believed: { ...ofMixed, toldAgainBy: 'active-directory' },
      siteMode: { mode: 'native', since: '2026-01-02T00:00:00.000Z', published: true },
    },
  ],
  otherwise: [
    { believed: ofMixed, siteMode: { mode: 'native', since: null, published: true } },
    {
      believed: { ...ofMixed, toldAgainBy: 'active-directory' },
      siteMode: { mode: 'native', since: '2025-12-31T00:00:00.000Z', published: true },
    },
  ],
}
