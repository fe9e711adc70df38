import type { ClientEvidence } from '../end-evidence.ts'
import type { Chapter, Suspicion } from '../catalogue-entry.ts'
import { reportedByFlag, reportedByWinHttp } from './client-report.ts'
import { alertCodes, bytesOfAnAlert, cutOffCodes, wasReset } from './symptoms.ts'

/** OpenSSL's code depends on the first bytes that it reads. */
const notTls = [
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_SSL_PACKET_LENGTH_TOO_LONG',
  'ERR_SSL_UNEXPECTED_MESSAGE',
  'ERR_SSL_UNSUPPORTED_PROTOCOL',
  ...cutOffCodes,
]

function isCutOff({ code }: ClientEvidence): boolean {
  return cutOffCodes.some((one) => one === code)
}

/** A server that ends the connection without an alert has not answered the hello. */
function suspicionOfSilence({ received }: ClientEvidence): Suspicion | undefined {
  return received > 0 ? 'unlikely' : undefined
}

/** Failures of the TLS handshake in which certificates play no part. */
export const handshake = {
  'tls-version-not-shared': {
    title: 'the client and the site system share no version of TLS',
    happens:
      'The client offers only versions that the server has switched off, or the other way round. The ' +
      'server says so in an alert, and ends the connection.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Switch on, on the site system or on the client, a version of TLS that the other one offers.',
    look:
      'Try each version from the client (openssl s_client -tls1_2, -tls1_3), and compare the SCHANNEL ' +
      'settings of both machines.',
    sightings: [
      {
        client: { stage: 'tls', codes: [...alertCodes('PROTOCOL_VERSION'), 'ERR_SSL_UNSUPPORTED_PROTOCOL'] },
        server: { stage: 'tls', codes: ['ERR_SSL_UNSUPPORTED_PROTOCOL', ...alertCodes('PROTOCOL_VERSION')] },
      },
    ],
    // GnuTLS has one alert for both, and some servers close the connection without any.
    elsewhere: {
      client: [
        {
          stage: 'tls',
          codes: ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', ...alertCodes('HANDSHAKE_FAILURE'), ...cutOffCodes],
        },
      ],
    },
    span: { to: 'hello' },
    suspicion: (client) => (isCutOff(client) ? suspicionOfSilence(client) : undefined),
    ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
    provocation: { fault: 'tls-version-not-shared' },
  },
  'cipher-not-shared': {
    title: 'the client and the site system share no cipher suite',
    happens:
      'None of the cipher suites that the client offers is switched on at the server. The server answers ' +
      'the first message of the handshake with an alert that says no more than that the handshake failed.',
    frequency: 'occasional',
    party: 'site system',
    remedy: 'Switch on, on the site system or on the client, a cipher suite that the other one offers.',
    look:
      'Compare the cipher suites of both machines. If nothing but the alert came from the server, no ' +
      'certificate has been checked yet.',
    sightings: [
      {
        client: { stage: 'tls', codes: alertCodes('HANDSHAKE_FAILURE') },
        server: { stage: 'tls', codes: ['ERR_SSL_NO_SHARED_CIPHER'] },
      },
    ],
    elsewhere: { client: [{ stage: 'tls', codes: cutOffCodes }] },
    span: { to: 'bytes' },
    suspicion: (client) =>
      isCutOff(client)
        ? suspicionOfSilence(client)
        : client.received > bytesOfAnAlert
          ? 'unlikely'
          : 'likely',
    ...reportedByFlag('SECURITY_CHANNEL_ERROR'),
    reference: 'WinHTTP Error Messages',
    confidence: 'inferred',
    provocation: { fault: 'cipher-not-shared' },
  },
  'handshake-closed': {
    title: 'the site system closes the connection in the middle of the handshake',
    happens:
      "The server has read the client's first message of the handshake and closes the connection without " +
      'a word.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Look in the site system's System log for SChannel events, and whether the web site has a " +
      'certificate bound to this port.',
    look:
      'If the server closes the connection to openssl s_client as well, the client and its certificate ' +
      'play no part.',
    sightings: [
      { client: { stage: 'tls', codes: cutOffCodes }, server: { stage: 'tls', codes: ['SENT_CLOSE'] } },
    ],
    span: { to: 'flight' },
    suspicion: (client) => (client.received > 0 || wasReset(client) ? 'unlikely' : undefined),
    ...reportedByWinHttp(12030),
    provocation: { fault: 'closed-in-handshake' },
  },
  'handshake-reset': {
    title: 'the site system resets the connection in the middle of the handshake',
    happens:
      "The server has read the client's first message of the handshake and resets the connection. A " +
      'firewall that looks into handshakes does the same.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Look in the site system's System log for SChannel events, and for a device in between that " +
      'inspects TLS.',
    look:
      'Try the same from the site system itself: if that goes through, a device in between resets the ' +
      'connection.',
    sightings: [
      { client: { stage: 'tls', codes: cutOffCodes }, server: { stage: 'tls', codes: ['SENT_RESET'] } },
    ],
    span: { to: 'flight' },
    suspicion: (client) => (client.received > 0 || !wasReset(client) ? 'unlikely' : 'likely'),
    ...reportedByWinHttp(12030),
    provocation: { fault: 'reset-in-handshake' },
  },
  'handshake-silent': {
    title: 'the site system falls silent in the middle of the handshake',
    happens:
      "The server has answered the client's first message of the handshake, and then says nothing more. " +
      'The client gives up when its timeout expires; under TLS 1.3 its own part of the handshake is over ' +
      'by then, and it waits for an answer to its request.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Check whether the web server hangs, for example on a revocation list that it fetches, and start it ' +
      'again.',
    look: 'Ask the same server by HTTP, where it serves that: if it answers there, only its handshakes hang.',
    sightings: [
      {
        tls: '1.2',
        client: { stage: 'tls', codes: ['UND_ERR_CONNECT_TIMEOUT'] },
        server: { stage: 'tls', codes: ['SENT_NOTHING'] },
      },
      {
        tls: '1.3',
        client: { stage: ['tls', 'http'], codes: ['UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'] },
        server: { stage: 'tls', codes: ['SENT_NOTHING'] },
      },
      { client: { stage: 'tls', codes: ['UND_ERR_CONNECT_TIMEOUT'] }, server: null },
    ],
    span: { from: 'bytes', to: 'handshake' },
    // The server has said hello, and then nothing more.
    suspicion: ({ stage, received }) => (stage === 'tls' && received > 0 ? 'likely' : 'unlikely'),
    ...reportedByWinHttp(12002),
    provocation: { fault: 'silent-in-handshake' },
  },
  'handshake-garbage': {
    title: 'the site system answers the handshake with something that is not TLS',
    happens:
      "The reply to the client's first message of the handshake is no TLS record. A program other than " +
      'the web server may have the port.',
    frequency: 'rare',
    party: 'site system',
    remedy: 'Find out which program has the port open (netstat -ano), and give the port to the web server.',
    look:
      'Look at the first bytes of the answer (openssl s_client -msg): text such as HTTP/1.1 means a port ' +
      'that serves HTTP.',
    sightings: [
      { client: { stage: 'tls', codes: notTls }, server: { stage: 'tls', codes: ['SENT_GARBAGE'] } },
    ],
    span: { to: 'bytes' },
    suspicion: (_client, { firstBytes }) =>
      firstBytes === 'other' ? 'likely' : firstBytes === 'http' ? 'unlikely' : undefined,
    ...reportedByWinHttp(12157),
    provocation: { fault: 'garbage-in-handshake' },
  },
} satisfies Chapter
