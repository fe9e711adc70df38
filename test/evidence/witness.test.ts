import t from 'tap'
import type { ClientEvidence } from '../../sim/evidence/end-evidence.ts'
import { nothingSeen } from '../../sim/evidence/recorder.ts'
import type { ServerView } from '../../sim/evidence/server-view.ts'
import { contradictionOf, type Claim, type Testimony } from '../../sim/evidence/witness.ts'

const ends = {
  clientAddress: '127.20.128.1',
  clientPort: 40_000,
  serverAddress: '127.20.1.1',
  serverPort: 8443,
}
const stray = { fqdn: 'mp.contoso.test', ends }
const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', resumed: false, clientCertificate: true }

const answered: Claim = {
  ...{ system: 'mp.contoso.test', protocol: 'https', outcome: 'answered', status: 200, substatus: null },
  ...{ client_end: null, tls, ends, received: 900, presented: true },
}
const view: ServerView = {
  ...nothingSeen,
  listener: { fqdn: 'mp.contoso.test', port: 8443 },
  ...{ replies: 1, status: 200, clientCertificate: 'verified' },
}

function failing(stage: ClientEvidence['stage'], code: string, own: ClientEvidence['own'] = null): Claim {
  const client_end = { stage, code, message: '', received: 0, own }
  const nothing = { status: null, tls: null, received: 0, presented: null }
  return { ...answered, protocol: 'http', outcome: 'failed', client_end, ...nothing }
}

/** A certificate that the client cannot use. */
const ownCertificate: ClientEvidence['own'] = {
  certificate: {
    ...{ subject: 'CN=pc.contoso.test', issuer: 'CN=CA', serialNumber: '01', names: [], usages: [] },
    ...{ notBefore: '2026-01-01T00:00:00Z', notAfter: '2027-01-01T00:00:00Z', authority: false },
    ...{ key: 'EC P-256', hash: 'SHA-256' },
  },
  fault: null,
}

interface Case {
  what: string
  claim: Claim
  view?: Partial<ServerView> | null
  testimony?: Partial<Testimony>
  /** What it says; null: both ends bear each other out. */
  says: RegExp | null
}

const http = { ...answered, protocol: 'http', tls: null, presented: null } as const
const overHttp = { clientCertificate: null } as const
const refusedByStatus: Claim = { ...failing('http', '403.7'), status: 403, substatus: 7 }
const tlsFailure = { ...failing('tls', 'ECONNRESET'), protocol: 'https' } as const
const withheld: Claim = {
  ...{ ...http, outcome: 'withheld', ends: null, received: 0, status: null },
}
const pxe: Claim = { ...http, protocol: 'pxe', status: null }
const noReply = { ...overHttp, replies: 0, status: null } as const
const unheard: Partial<ServerView> = { ...nothingSeen }

const cases: readonly Case[] = [
  { what: 'HTTPS with a certificate', claim: answered, says: null },
  { what: 'HTTP', claim: http, view: overHttp, says: null },
  {
    what: 'another program',
    claim: http,
    view: null,
    testimony: { port: 'replaced' },
    says: null,
  },
  {
    what: 'another program, and nothing received',
    claim: { ...http, received: 0 },
    view: null,
    testimony: { port: 'replaced' },
    says: /no listener accepted/,
  },
  { what: 'no connection', claim: { ...answered, ends: null }, view: null, says: /names no connection/ },
  { what: 'an invented connection', claim: answered, view: unheard, says: /no listener accepted/ },
  { what: 'nothing received', claim: { ...answered, received: 0 }, says: /received nothing/ },
  { what: 'no reply', claim: http, view: noReply, says: /mp.contoso.test gave no reply/ },
  {
    what: 'a spoilt reply',
    claim: http,
    view: {
      ...overHttp,
      spoilt: true,
      end: { stage: 'http', code: 'SENT_GARBAGE', message: 'sent garbage' },
    },
    says: /spoilt its reply \(sent garbage\)/,
  },
  {
    what: 'a failure before the last reply',
    claim: http,
    view: { ...overHttp, replies: 2, end: { stage: 'http', code: '404', message: '' } },
    says: null,
  },
  {
    what: 'another status',
    claim: http,
    view: { ...overHttp, status: 403, substatus: 7 },
    says: /answered 200; but the last reply of mp.contoso.test was 403.7/,
  },
  {
    what: 'no handshake at the client',
    claim: { ...answered, tls: null },
    says: /completed no TLS handshake/,
  },
  {
    what: 'no handshake at the server',
    claim: { ...answered, tls: { ...tls, clientCertificate: false } },
    view: overHttp,
    says: /mp.contoso.test completed no TLS handshake/,
  },
  {
    what: 'a handshake over HTTP',
    claim: { ...http, tls: { ...tls, clientCertificate: false } },
    view: overHttp,
    says: /mp.contoso.test completed no TLS handshake/,
  },
  ...(['smb', 'pxe', 'soh', 'ldap', 'dns', 'wins'] as const).map((protocol) => ({
    what: `a handshake over ${protocol}`,
    claim: { ...pxe, protocol, tls: { ...tls, clientCertificate: false } },
    view: { ...overHttp, replies: 4, status: null },
    says: /mp.contoso.test completed no TLS handshake/,
  })),
  { what: 'a boot', claim: pxe, view: { ...overHttp, replies: 3, status: null }, says: null },
  {
    what: 'a boot without a boot program',
    claim: pxe,
    view: { ...overHttp, replies: 2, status: null },
    says: /gave 2 replies/,
  },
  {
    what: 'a share that was only negotiated with',
    claim: { ...pxe, protocol: 'smb' },
    view: { ...overHttp, replies: 3, status: null },
    says: /gave 3 replies/,
  },
  {
    what: 'a datagram that nobody got',
    claim: { ...pxe, protocol: 'soh' },
    view: unheard,
    says: /no listener received a datagram/,
  },

  {
    what: 'a certificate that nobody saw',
    claim: answered,
    view: { clientCertificate: 'none' },
    says: /saw none/,
  },
  {
    what: 'a certificate that nobody asked for',
    claim: answered,
    view: { clientCertificate: 'not-asked' },
    says: /presented a certificate; but mp.contoso.test asked for none/,
  },
  {
    what: 'a certificate over HTTP',
    claim: { ...http, presented: true },
    view: overHttp,
    says: /presented a certificate; but mp.contoso.test saw none/,
  },
  {
    what: 'a certificate over a datagram',
    claim: { ...pxe, protocol: 'dns', presented: true },
    view: { ...overHttp, status: null },
    says: /presented a certificate; but mp.contoso.test saw none/,
  },
  {
    what: 'a certificate kept to itself, since nobody asked',
    claim: { ...answered, tls: { ...tls, clientCertificate: false } },
    view: { clientCertificate: 'not-asked' },
    says: null,
  },
  {
    what: 'a certificate that the server alone saw',
    claim: { ...answered, presented: false },
    says: /presented no certificate; but mp.contoso.test saw one/,
  },
  {
    what: 'a certificate that the attempt leaves out',
    claim: { ...answered, tls: { ...tls, clientCertificate: false } },
    says: /answered without a certificate/,
  },
  {
    what: 'a certificate that was asked for and not seen',
    claim: { ...answered, tls: { ...tls, clientCertificate: false } },
    view: { clientCertificate: 'none' },
    says: /presented a certificate; but mp.contoso.test saw none/,
  },
  {
    what: 'a handshake ended for want of the certificate',
    claim: { ...tlsFailure, presented: true },
    view: {
      ...noReply,
      end: { stage: 'tls', code: 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', message: '' },
    },
    says: /saw none/,
  },

  {
    what: 'a refusal by status',
    claim: refusedByStatus,
    view: { ...overHttp, status: 403, substatus: 7 },
    says: null,
  },
  {
    what: 'a refusal whose substatus did not come along',
    claim: { ...refusedByStatus, substatus: null },
    view: { ...overHttp, status: 403, substatus: 7 },
    says: null,
  },
  {
    what: 'a refusal by another status',
    claim: refusedByStatus,
    view: { ...overHttp, status: 200 },
    says: /got status 403.7; but the last reply of mp.contoso.test was 200/,
  },
  { what: 'a refusal that nobody gave', claim: refusedByStatus, view: noReply, says: /gave no reply/ },
  { what: 'a handshake that failed', claim: tlsFailure, view: noReply, says: null },
  { what: 'a handshake that failed, and a reply', claim: tlsFailure, view: overHttp, says: /gave one reply/ },
  { what: 'a handshake with nobody', claim: tlsFailure, view: unheard, says: /no listener accepted/ },
  {
    what: 'a handshake without a connection',
    claim: { ...tlsFailure, ends: null },
    view: null,
    says: /so far/,
  },
  {
    what: 'a client that cannot use its own certificate',
    claim: {
      ...failing('tls', 'ERR_OSSL_X509_KEY_VALUES_MISMATCH', ownCertificate),
      protocol: 'https',
      ends: null,
    },
    view: null,
    says: null,
  },
  {
    what: 'HTTP without a connection',
    claim: { ...failing('http', 'X'), ends: null },
    view: null,
    says: /so far/,
  },
  {
    what: 'an unknown name',
    claim: { ...failing('resolve', 'ENOTFOUND'), ends: null },
    view: null,
    says: null,
  },
  {
    what: 'bytes without a connection',
    claim: { ...failing('connect', 'ETIMEDOUT'), ends: null, received: 7 },
    view: null,
    says: /received 7 bytes without a connection/,
  },
  {
    what: 'a closed port',
    claim: { ...failing('connect', 'ECONNREFUSED'), ends: null },
    view: null,
    testimony: { port: 'closed' },
    says: null,
  },
  {
    what: 'an open port that refuses',
    claim: { ...failing('connect', 'ECONNREFUSED'), ends: null },
    view: null,
    says: /the listener is open/,
  },
  {
    what: 'a connection refused and accepted',
    claim: failing('connect', 'ECONNREFUSED'),
    view: noReply,
    testimony: { port: 'closed' },
    says: /accepted the connection/,
  },
  {
    what: 'a datagram to a closed port',
    claim: { ...failing('connect', 'ECONNREFUSED'), protocol: 'dns' },
    view: unheard,
    testimony: { port: 'closed' },
    says: null,
  },
  {
    what: 'a datagram to an open port that refuses',
    claim: { ...failing('connect', 'ECONNREFUSED'), protocol: 'dns' },
    view: unheard,
    says: /the listener is open/,
  },
  {
    what: 'a datagram to an open port that never came',
    claim: { ...failing('soh', 'ETIMEDOUT'), protocol: 'soh' },
    view: unheard,
    says: /no listener received a datagram/,
  },
  {
    what: 'a datagram to a port that closes meanwhile',
    claim: { ...failing('connect', 'ECONNREFUSED'), protocol: 'dns' },
    view: unheard,
    testimony: { port: 'changing' },
    says: null,
  },
  {
    what: 'a connection to a port that closes before it is accepted',
    claim: failing('http', 'ECONNRESET'),
    view: unheard,
    testimony: { port: 'changing' },
    says: null,
  },
  {
    what: 'a connection to a closed port',
    claim: failing('http', 'ECONNRESET'),
    view: unheard,
    testimony: { port: 'closed' },
    says: /no listener accepted/,
  },
  {
    what: 'an answer from a closed port',
    claim: { ...failing('soh', 'SOH_RESPONSE_MALFORMED'), protocol: 'soh', received: 9 },
    view: unheard,
    testimony: { port: 'closed' },
    says: /no listener received a datagram/,
  },
  {
    what: 'a failure of which nothing is said',
    claim: { ...failing('http', 'X'), client_end: null },
    view: noReply,
    says: /names no failure/,
  },
  {
    what: 'a failure at another program',
    claim: failing('http', 'X'),
    view: null,
    testimony: { port: 'replaced' },
    says: null,
  },
  {
    what: 'a port that another program has not opened',
    claim: { ...failing('connect', 'ECONNREFUSED'), ends: null },
    view: null,
    testimony: { port: 'replaced' },
    says: null,
  },

  { what: 'kept away', claim: withheld, view: null, says: null },
  {
    what: 'kept away, and connected',
    claim: withheld,
    view: null,
    testimony: { stray },
    says: /kept away; but mp.contoso.test accepted a connection on port 8443 from 127.20.128.1:40000/,
  },
]

for (const { what, claim, view: seen = {}, testimony = {}, says } of cases) {
  void t.test(`${claim.outcome}: ${what}`, (t) => {
    const said = contradictionOf(claim, {
      ...{ view: seen && { ...view, ...seen }, port: 'open', stray: undefined },
      ...testimony,
    })
    if (says === null) t.equal(said, null)
    else {
      t.match(said, says)
      t.match(said, /^The client says that .+; but .+\.$/)
    }
    t.end()
  })
}
