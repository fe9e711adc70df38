import type { Chapter, Sighting, WebServerLog } from '../catalogue-entry.ts'
import { win32Statuses } from '../codes/win32-statuses.ts'
import { reportedByNothing, reportedByWinHttp } from './client-report.ts'
import { bareStages, bootUnheard, cutOffCodes, notHttp, wasReset } from './symptoms.ts'

/** The web server has begun its answer well, and the connection is gone before the answer is whole. */
const begunInVain: WebServerLog = { status: 200, win32: win32Statuses.ERROR_NETNAME_DELETED.code }

/** The worker process is gone, and its requests with it. */
const abandoned = ['Connection_Abandoned_By_AppPool', 'Connection_Abandoned_By_ReqQueue'] as const

/** The client's view of a message that is not one of its protocol. */
const notTheProtocol = { stage: bareStages, codes: ['INVALID_MESSAGE'] }
const keptWaiting = { stage: bareStages, codes: ['ETIMEDOUT'] }

/** The stages at which a connection has carried a request, whatever the protocol. */
const requested = ['http', ...bareStages] as const
/** And as a server sees them: it has connections of DNS too, while simulated clients ask by UDP. */
const connected = [...bareStages, 'dns'] as const
const requestedOf = ['http', ...connected] as const

/** A client passes over datagrams that are no answer to it, and ends as if none had come. */
function passedOver(code: string): Sighting[] {
  return [
    {
      client: { stage: ['dns', 'wins'], codes: ['ETIMEDOUT'] },
      server: { stage: ['dns', 'wins'], codes: [code] },
    },
    { client: { stage: 'pxe', codes: bootUnheard }, server: { stage: 'pxe', codes: [code] } },
    { client: { stage: 'soh', codes: ['RADIUS_NOT_AUTHENTIC'] }, server: { stage: 'soh', codes: [code] } },
  ]
}

/** Failures once a request has arrived: its answer does not come, or not whole, or is none. */
export const answers = {
  'no-answer': {
    title: 'the site system takes the request and does not answer',
    happens:
      'The request has arrived, and the server sends nothing back. The client gives up when its timeout ' +
      'expires.',
    frequency: 'frequent',
    party: 'site system',
    remedy:
      'Find out what the server is waiting for, most often the database of its application, and start its ' +
      'application pool or service again.',
    look:
      'Request something that needs no application, such as a picture or another share: if it comes, the ' +
      'server itself works.',
    sightings: [
      {
        client: { stage: 'http', codes: ['UND_ERR_HEADERS_TIMEOUT'] },
        server: { stage: 'http', codes: ['SENT_NOTHING'] },
      },
      { client: keptWaiting, server: { stage: bareStages, codes: ['SENT_NOTHING'] } },
    ],
    ...reportedByWinHttp(12002),
    httpSys: ['Timer_AppPool', 'Timer_ReqQueue', 'Client_Reset', 'Connection_Dropped'],
    confidence: 'documented',
    provocation: { fault: 'silent-after-request', also: ['smb', 'ldap'] },
  },
  'answer-stalled': {
    title: 'the answer of the site system stops before it is whole',
    happens:
      'The answer has begun, and then nothing more comes, though the connection stays open. The client ' +
      'gives up when its timeout expires.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Find out what the server's application is waiting for, and look for a device in between that holds " +
      'large answers back.',
    look:
      'Send the same request from the site system itself: if the answer comes whole, it is held up on the ' +
      'way.',
    sightings: [
      {
        client: { stage: 'http', codes: ['UND_ERR_BODY_TIMEOUT'] },
        server: { stage: 'http', codes: ['STALLED'] },
      },
      { client: keptWaiting, server: { stage: connected, codes: ['STALLED'] } },
    ],
    ...reportedByWinHttp(12002),
    httpSys: ['Connection_Dropped'],
    webServer: begunInVain,
    provocation: { fault: 'silent-in-answer', also: ['smb', 'ldap'] },
  },
  'answer-too-slow': {
    title: 'the answer of the site system comes too slowly',
    happens:
      "The answer comes drop by drop, never silent for long, and is still not whole when the client's " +
      'timeout expires.',
    frequency: 'rare',
    party: 'network',
    remedy:
      'Look at the load of the site system and of the line to it; a slow boundary or BITS suits a slow ' +
      'line.',
    look: 'Measure how many bytes come in a second, from the client and from the site system itself.',
    sightings: [
      {
        client: { stage: requested, codes: ['ERR_ANSWER_TOO_SLOW'] },
        server: { stage: requestedOf, codes: ['TRICKLED'] },
      },
    ],
    ...reportedByWinHttp(12002),
    httpSys: ['Timer_MinBytesPerSecond', 'Connection_Dropped'],
    webServer: begunInVain,
    provocation: { fault: 'slow', also: ['smb', 'ldap'] },
  },
  'request-closed': {
    title: 'the site system closes the connection instead of answering',
    happens:
      'The request has arrived, and the connection is closed without a word of an answer. Under TLS 1.3 a ' +
      'client certificate that is refused looks the same to the client.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Find out from the server's error log why it dropped the request; most often its application or " +
      'service ended.',
    look: 'Look in the log of the server for the request: if it is there, the certificates were in order.',
    sightings: [
      {
        client: { stage: requested, codes: ['UND_ERR_SOCKET', 'ECONNRESET'] },
        server: { stage: requestedOf, codes: ['SENT_CLOSE'] },
      },
    ],
    suspicion: (client) => (wasReset(client) || client.answering ? 'unlikely' : undefined),
    ...reportedByWinHttp(12030),
    httpSys: abandoned,
    provocation: { fault: 'closed-after-request', also: ['smb', 'ldap'] },
  },
  'request-reset': {
    title: 'the site system resets the connection instead of answering',
    happens: 'The request has arrived, and the connection is reset without a word of an answer.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Find out from the server's error log why it dropped the request, and look for a device in between " +
      'that inspects requests.',
    look:
      'Send the same request from the site system itself: if it is answered, a device in between resets ' +
      'the connection.',
    sightings: [
      {
        client: { stage: requested, codes: cutOffCodes },
        server: { stage: requestedOf, codes: ['SENT_RESET'] },
      },
    ],
    suspicion: (client) => (wasReset(client) && !client.answering ? undefined : 'unlikely'),
    ...reportedByWinHttp(12030),
    httpSys: abandoned,
    provocation: { fault: 'reset-after-request', also: ['smb', 'ldap'] },
  },
  'closed-in-conversation': {
    title: 'the site system closes the connection in the middle of a conversation',
    happens:
      'The first request is answered, and the connection is closed before the next one, although the ' +
      'client has more to ask and nobody announced the end. A server that is stopping does this, and so do ' +
      'a device in between and a web server that keeps no connection alive.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Switch HTTP keep-alives on for the web site, raise the time after which the server or a device in ' +
      'between ends a connection, and find out whether the service was stopped at that time.',
    look:
      'Compare the number of requests on one connection in the log of the server with what the client ' +
      'sends: if it always ends after the same request or the same time, a setting does it.',
    sightings: [
      {
        // The next request may be on its way before the end of the connection arrives.
        client: { stage: requested, codes: ['ERR_CLOSED_IN_CONVERSATION', ...cutOffCodes] },
        server: { stage: requestedOf, codes: ['CLOSED_IN_CONVERSATION'] },
      },
    ],
    suspicion: ({ code, received }) =>
      code === 'ERR_CLOSED_IN_CONVERSATION' ? 'likely' : received > 0 ? undefined : 'unlikely',
    ...reportedByWinHttp(12030),
    provocation: { fault: 'closed-in-conversation', requests: 2, also: ['smb', 'ldap'] },
  },
  'answer-reset': {
    title: 'the connection is reset in the middle of the answer',
    happens: 'The answer has begun, and the connection is reset before it is whole.',
    frequency: 'rare',
    party: 'network',
    remedy: "Look for a device in between that resets long answers, and in the server's error log.",
    look:
      'Send the same request from the site system itself: if the answer comes whole, it is cut off on the ' +
      'way.',
    sightings: [
      {
        client: { stage: requested, codes: [...cutOffCodes, 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'] },
        server: { stage: requestedOf, codes: ['CUT_BY_RESET'] },
      },
    ],
    suspicion: (client) => (client.answering && wasReset(client) ? 'likely' : 'unlikely'),
    ...reportedByWinHttp(12030),
    webServer: begunInVain,
    provocation: { fault: 'reset-in-answer', also: ['smb', 'ldap'] },
  },
  'answer-truncated': {
    title: 'the answer of the site system ends before it is whole',
    happens:
      'The answer announces its length, or comes in chunks, and the connection closes before the last ' +
      'byte.',
    frequency: 'occasional',
    party: 'site system',
    remedy: "Find out from the server's error log why its application ended in the middle of an answer.",
    look:
      'Compare the announced length with the bytes that have come, several times: if their number varies, ' +
      'the application breaks off.',
    sightings: [
      {
        client: {
          stage: 'http',
          codes: ['UND_ERR_SOCKET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'HPE_INVALID_EOF_STATE'],
        },
        server: { stage: 'http', codes: ['CUT_SHORT'] },
      },
      { client: notTheProtocol, server: { stage: connected, codes: ['CUT_SHORT'] } },
    ],
    suspicion: ({ code }) => (code === 'UND_ERR_SOCKET' ? 'unlikely' : undefined),
    ...reportedByWinHttp(12030),
    httpSys: abandoned,
    webServer: begunInVain,
    provocation: { fault: 'truncated', also: ['smb', 'ldap'] },
  },
  'answer-garbage': {
    title: 'the answer of the site system is not of the protocol that was asked',
    happens:
      'The reply to the request cannot be read as HTTP, or as a message of SMB or LDAP. A program other ' +
      'than the server may have the port.',
    frequency: 'rare',
    party: 'site system',
    remedy: 'Find out which program has the port open (netstat -ano), and give the port to the server.',
    look: 'Look at the first bytes of the answer: a TLS alert (15 03) means a port that serves HTTPS.',
    sightings: [
      { client: { stage: 'http', codes: [...notHttp] }, server: { stage: 'http', codes: ['SENT_GARBAGE'] } },
      { client: notTheProtocol, server: { stage: bareStages, codes: ['SENT_GARBAGE'] } },
      ...passedOver('SENT_GARBAGE'),
    ],
    suspicion: (_client, { firstBytes }) => (firstBytes === 'tls' ? 'unlikely' : undefined),
    ...reportedByWinHttp(12152),
    reference: 'RFC 9112, HTTP/1.1',
    confidence: 'documented',
    provocation: { fault: 'garbage-answer', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'answer-to-another-request': {
    title: 'the answer belongs to another question',
    happens:
      'A datagram comes back that has the right form and the number of another question. The client passes ' +
      'over it, as over anything that it has not asked for, and waits until its timeout expires.',
    frequency: 'rare',
    party: 'network',
    remedy:
      'Look for a device that answers in place of the server, or that rewrites addresses and mixes up the ' +
      'answers of two clients.',
    look:
      'Record the datagrams at the client and at the server (netsh trace, Wireshark), and compare the numbers ' +
      'of question and answer at both.',
    sightings: passedOver('SENT_FOR_ANOTHER'),
    elsewhere: { client: [{ stage: 'soh', codes: ['SOH_CORRELATION_MISMATCH'] }] },
    suspicion: ({ received }) => (received > 0 ? undefined : 'unlikely'),
    ...reportedByNothing,
    reference: 'RFC 5452, Measures for Making DNS More Resilient against Forged Answers',
    confidence: 'inferred',
    provocation: { protocol: 'dns', fault: 'wrong-transaction', also: ['wins', 'pxe', 'soh'] },
  },
  'scripted-misbehaviour': {
    title: 'the site system does what a script has it do',
    happens:
      'A scenario or a test had the server answer late, spoil its answer or give another one (`misbehave`). The client sees ' +
      'whatever that was; the server knows that nothing is wrong with it.',
    frequency: 'rare',
    party: 'scenario',
    remedy: "End the misbehaviour (`behave`), or expect this diagnosis; the server's end names it.",
    look: "Look at the server's end: its code is SCRIPTED, which no real site system has.",
    sightings: [
      {
        client: { stage: 'http', codes: ['418'] },
        server: { stage: ['http', 'smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'], codes: ['SCRIPTED'] },
      },
    ],
    ...reportedByNothing,
    webServer: { status: 418 },
    reference: 'RFC 9110, section 15.5.19',
    confidence: 'our choice',
    provocation: { scriptedAnswer: 418 },
  },
} satisfies Chapter
