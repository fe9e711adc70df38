import type { Chapter } from '../catalogue-entry.ts'
import { reportedByFlag, reportedByNothing, reportedByWinHttp } from './client-report.ts'
import { alertCodes, bootUnheard, cutOffCodes } from './symptoms.ts'

/** A web server's reply to a request for a host that it does not know. */
const wrongMachine = ['ERR_TLS_CERT_ALTNAME_INVALID', '400', '404', '421', 'UNEXPECTED_ANSWER']

/** The code for the alert of a server that serves no host of this name (RFC 6066, section 3). */
const unrecognizedName = ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', ...alertCodes('UNRECOGNIZED_NAME')]

function anotherNameAt(stage: 'connect' | 'tls' | 'http') {
  return { stage, codes: ['OTHER_NAME_ASKED'] }
}

/** DNS and WINS say alike that they have no answer. */
const lookups = ['dns', 'wins'] as const

/** Failures to find the site system by its name. */
export const names = {
  'name-not-resolved': {
    title: 'the name of the site system cannot be resolved',
    happens:
      'The name service knows no address for this name, so no connection is tried. The site system sees ' +
      'nothing.',
    frequency: 'frequent',
    party: 'name service',
    remedy:
      'Register the site system in DNS under the FQDN that clients use, or correct the name that they are ' +
      'given.',
    look:
      "Look the FQDN up from the client (nslookup), and compare it with the name in the site system's " +
      'properties.',
    sightings: [{ client: { stage: 'resolve', codes: ['ENOTFOUND', 'EAI_AGAIN'] }, server: null }],
    ...reportedByWinHttp(12007),
    confidence: 'documented',
    provocation: { fault: 'name-not-resolved', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'wrong-name-resolved': {
    title: "the name of the site system leads to another machine's address",
    happens:
      'The name service gives the address of another machine. That machine answers, if at all, in its own ' +
      'name: its certificate is for another host, or it does not have the path. Only that ' +
      'machine can see that it was asked for a name that is not its own.',
    frequency: 'rare',
    party: 'name service',
    remedy: 'Correct the address record of the site system, and clear the resolver caches of the clients.',
    look:
      "Compare the address that the client connects to with the site system's, and the names in the " +
      'certificate with its FQDN.',
    sightings: [
      {
        client: { stage: 'tls', codes: ['ERR_TLS_CERT_ALTNAME_INVALID', ...cutOffCodes] },
        server: anotherNameAt('tls'),
      },
      {
        client: { stage: ['tls', 'http'], codes: [...wrongMachine, ...cutOffCodes] },
        server: anotherNameAt('http'),
      },
      {
        client: { stage: 'connect', codes: ['ECONNREFUSED', 'UND_ERR_CONNECT_TIMEOUT', ...cutOffCodes] },
        server: anotherNameAt('connect'),
      },
      { client: { stage: 'pxe', codes: bootUnheard }, server: anotherNameAt('connect') },
    ],
    elsewhere: {
      client: [
        { stage: 'connect', codes: ['EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'] },
        { stage: 'tls', codes: unrecognizedName },
      ],
    },
    suspicion: ({ code, otherNameLeadsHere }) =>
      otherNameLeadsHere
        ? 'likely'
        : code === 'ERR_TLS_CERT_ALTNAME_INVALID' || unrecognizedName.includes(code)
          ? undefined
          : 'unlikely',
    ...reportedByFlag('CERT_CN_INVALID'),
    httpSys: ['Hostname'],
    reference: 'Common native mode client -> MP error messages and what to do about them',
    confidence: 'inferred',
    provocation: { fault: 'wrong-name-resolved', also: ['ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'name-service-silent': {
    title: 'the name server does not answer',
    happens:
      'The question goes out by UDP, again and again, and nothing comes back. UDP knows no connection, so a ' +
      'server that hangs, a firewall that drops the question or the answer, and an address where no machine ' +
      'is look the same.',
    frequency: 'occasional',
    party: 'name service',
    remedy:
      "Start the DNS or WINS service again where it hangs; correct the name server's address in the client's " +
      'network settings; let UDP 53 and 137 through.',
    look:
      'Ask the same server from another network (nslookup NAME SERVER): if it answers there, something on ' +
      'the way drops the datagrams.',
    sightings: [
      {
        client: { stage: lookups, codes: ['ETIMEDOUT'] },
        server: { stage: lookups, codes: ['SENT_NOTHING'] },
      },
      { client: { stage: lookups, codes: ['ETIMEDOUT'] }, server: null },
    ],
    suspicion: ({ received }) => (received > 0 ? 'unlikely' : 'likely'),
    ...reportedByNothing,
    reference: 'RFC 1035, Domain names',
    confidence: 'inferred',
    provocation: { protocol: 'dns', fault: 'silent', also: ['wins'] },
  },
  'name-service-failure': {
    title: 'the name server cannot look the name up (SERVFAIL)',
    happens:
      'The server answers that it failed, which does not mean that the name does not exist (NXDOMAIN): its ' +
      'zone is not loaded, the server that it forwards to does not answer, or its database is damaged.',
    frequency: 'occasional',
    party: 'name service',
    remedy:
      'Read the event log of the DNS or WINS service, and load the zone, repair the database or correct the ' +
      'forwarder that it names.',
    look:
      'Ask for another name of the same zone, and for one of another: if only this zone fails, it is not ' +
      'loaded; if only others fail, the forwarder is at fault.',
    sightings: [
      {
        client: { stage: lookups, codes: ['SERVFAIL', 'FORMERR', 'NOTIMP'] },
        server: { stage: lookups, codes: ['SERVFAIL'] },
      },
    ],
    ...reportedByNothing,
    reference: 'RFC 1035, section 4.1.1; RFC 1002, section 4.2.14',
    confidence: 'inferred',
    provocation: { protocol: 'dns', fault: 'server-failure', also: ['wins'] },
  },
  'name-service-refused': {
    title: 'the name server refuses to answer this client (REFUSED)',
    happens:
      'The server answers that it will not: it does not serve the network of the client, or does not look up ' +
      'for others what is not in its own zones.',
    frequency: 'rare',
    party: 'name service',
    remedy: "Admit the client's network at the name server, or give the client a name server that serves it.",
    look: 'Ask the same question from the network of the name server: if it is answered there, addresses decide.',
    sightings: [
      {
        client: { stage: lookups, codes: ['REFUSED'] },
        server: { stage: lookups, codes: ['REFUSED'] },
      },
    ],
    ...reportedByNothing,
    reference: 'RFC 1035, section 4.1.1; RFC 1002, section 4.2.14',
    confidence: 'inferred',
    provocation: { protocol: 'dns', fault: 'question-refused', also: ['wins'] },
  },
} satisfies Chapter
