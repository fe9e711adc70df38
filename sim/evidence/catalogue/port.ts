import type { Chapter } from '../catalogue-entry.ts'
import { reportedByWinHttp } from './client-report.ts'
import { bareStages, bootUnheard, cutOffCodes, notHttp, spokeHttp, wasReset } from './symptoms.ts'

const unreachable = ['EHOSTUNREACH', 'ENETUNREACH']
/** By UDP it is provoked with an address for broadcasts. */
const forbidden = ['EACCES']

/** OpenSSL's codes for an answer in HTTP. */
const readHttp = ['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'] as const

/** Failures of the TCP connection, or of what is spoken first over it. */
export const port = {
  'nothing-listens': {
    title: 'nothing listens on this port',
    happens:
      'The machine is there, and refuses the connection: no program has the port open. It has nothing to ' +
      'log.',
    frequency: 'frequent',
    party: 'site system',
    remedy: "Start the site system's web server or service, or use the port and protocol of the site's mode.",
    look:
      'Check whether the web site is started and bound to this port (netstat -an), and compare the port ' +
      "with the site's settings.",
    sightings: [
      { client: { stage: 'connect', codes: ['ECONNREFUSED'] }, server: null },
      {
        client: { stage: 'connect', codes: ['ECONNREFUSED'] },
        server: { stage: 'connect', codes: ['NOT_LISTENING'] },
      },
      {
        client: { stage: 'pxe', codes: bootUnheard },
        server: { stage: 'connect', codes: ['NOT_LISTENING'] },
      },
    ],
    ...reportedByWinHttp(12029),
    confidence: 'documented',
    provocation: { fault: 'not-listening', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'no-route': {
    title: 'there is no way through the network to the site system',
    happens:
      'The client knows the address, and its own machine or a router on the way says that nothing can be sent ' +
      'there: the line or a VPN is down, the route is missing, the machine is switched off, or the address is ' +
      'that of a network where it no longer is. The site system sees nothing.',
    frequency: 'occasional',
    party: 'network',
    remedy:
      "Restore the route to the site system's network (VPN, gateway, virtual LAN), switch the machine on, or " +
      'correct its address where it has moved.',
    look:
      'Ping the gateway of the client, then the site system, and read the routes of the client (route print, ' +
      'tracert).',
    sightings: [
      { client: { stage: 'connect', codes: unreachable }, server: null },
      {
        client: { stage: 'connect', codes: [...unreachable, ...forbidden] },
        server: { stage: 'connect', codes: ['NO_ROUTE'] },
      },
      { client: { stage: 'pxe', codes: bootUnheard }, server: { stage: 'connect', codes: ['NO_ROUTE'] } },
    ],
    ...reportedByWinHttp(12029),
    provocation: { fault: 'no-route', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'listens-on-another-port': {
    title: 'the site system listens on another port than the client was told',
    happens:
      "The web server runs, but on a port other than the one in the site's settings. To the client this " +
      'looks the same as a web server that is stopped.',
    frequency: 'occasional',
    party: 'site',
    remedy:
      'Give the site the port that the web server really has, or bind the web server to the port of the ' +
      'site.',
    look:
      'List the ports that the web server is bound to, and compare them with the request ports in the ' +
      "site's properties.",
    sightings: [
      {
        client: { stage: 'connect', codes: ['ECONNREFUSED'] },
        server: { stage: 'connect', codes: ['LISTENS_ELSEWHERE'] },
      },
      {
        client: { stage: 'pxe', codes: bootUnheard },
        server: { stage: 'connect', codes: ['LISTENS_ELSEWHERE'] },
      },
    ],
    ...reportedByWinHttp(12029),
    reference: 'Ports Used by Configuration Manager',
    provocation: { fault: 'wrong-port', also: ['smb', 'ldap', 'dns', 'wins', 'pxe', 'soh'] },
  },
  'https-to-http-port': {
    title: 'the client spoke HTTPS to a port that serves HTTP',
    happens:
      'The client begins a TLS handshake, which a web server that serves HTTP cannot read as a request. ' +
      'HTTP.sys answers in the clear that the verb is invalid, and closes the connection; some servers close it ' +
      'without a word.',
    frequency: 'frequent',
    party: 'site',
    remedy:
      'The site system is in mixed mode: use HTTP, or switch its site to native mode and bind a ' +
      'certificate to the port.',
    look:
      "Open the port with a browser by http://; if a page comes, it serves HTTP. Compare the site's mode " +
      "with the client's.",
    sightings: [
      {
        client: { stage: 'tls', codes: readHttp },
        server: { stage: 'http', codes: ['HPE_INVALID_METHOD'] },
      },
    ],
    elsewhere: {
      client: [
        { stage: 'tls', codes: cutOffCodes },
        // Java's server of HTTP waits for the end of the line.
        { stage: 'tls', codes: ['UND_ERR_CONNECT_TIMEOUT'] },
      ],
    },
    span: { to: 'bytes' },
    // Nothing else is as frequent that answers a handshake in the clear; what answers nothing does not reset the connection.
    suspicion: (client, { firstBytes }) => {
      const inClear = firstBytes === 'http' || (!firstBytes && readHttp.some((code) => code === client.code))
      if (inClear) return 'likely'
      return client.received > 0 || wasReset(client) ? 'unlikely' : undefined
    },
    ...reportedByWinHttp(12157),
    httpSys: ['Verb'],
    reference: 'Error logging in HTTP APIs (KB 820729)',
    provocation: { mode: 'mixed', protocol: 'https' },
  },
  'http-to-https-port': {
    title: 'the client spoke HTTP to a port that serves HTTPS',
    happens:
      'The client sends a request in the clear where the server waits for a TLS handshake. Some servers ' +
      'close the connection, others send an alert or a page that says so.',
    frequency: 'frequent',
    party: 'site',
    remedy: 'The site system is in native mode: the client must be in native mode as well, and use HTTPS.',
    look:
      'Open the port with a browser by https://; if a certificate comes, it serves HTTPS. Compare the ' +
      "client's mode with the site's.",
    // OpenSSL recognizes GET, POST, HEAD and PUT as HTTP; it reads PROPFIND as a TLS record of an unknown version.
    sightings: [
      {
        client: { stage: 'http', codes: cutOffCodes, where: spokeHttp },
        server: { stage: 'tls', codes: ['ERR_SSL_HTTP_REQUEST', 'ERR_SSL_WRONG_VERSION_NUMBER'] },
      },
    ],
    elsewhere: { client: [{ stage: 'http', codes: ['400', ...notHttp], where: spokeHttp }] },
    // The server has sent a record of TLS, or nothing.
    suspicion: (client, { firstBytes }) =>
      firstBytes === 'tls' ? 'likely' : client.received > 0 || wasReset(client) ? undefined : 'likely',
    ...reportedByWinHttp(12152),
    provocation: { protocol: 'http' },
  },
  'connection-closed': {
    title: 'the site system closes every connection as soon as it is made',
    happens:
      'The connection is accepted and closed before a byte was read. A service that is stopping does ' +
      'this, and so does a proxy or firewall that does not let the client through.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      'Look on the site system, and on any device in front of it, for the program that closes connections ' +
      'on this port.',
    look:
      "Connect with telnet: if the connection closes before anything was typed, the client's request " +
      'plays no part.',
    sightings: [
      {
        client: { stage: ['connect', 'tls', ...bareStages], codes: cutOffCodes },
        server: { stage: 'connect', codes: ['SENT_CLOSE'] },
      },
      {
        client: { stage: 'http', codes: cutOffCodes, where: spokeHttp },
        server: { stage: 'connect', codes: ['SENT_CLOSE'] },
      },
    ],
    span: { to: 'connected' },
    suspicion: (client) => (wasReset(client) ? 'unlikely' : undefined),
    ...reportedByWinHttp(12030),
    provocation: { fault: 'closed', also: ['smb', 'ldap'] },
  },
  'connection-reset': {
    title: 'the site system resets every connection as soon as it is made',
    happens:
      'The connection is accepted and reset before a byte was read. Firewalls do this, and so do servers ' +
      'whose connection queue is full.',
    frequency: 'occasional',
    party: 'network',
    remedy:
      'Look for a firewall or an intrusion filter between the client and the site system that resets this ' +
      'connection.',
    look:
      'Connect with telnet from the client and from the site system itself: if only the client is reset, ' +
      'something stands between.',
    sightings: [
      {
        client: { stage: ['connect', 'tls', ...bareStages], codes: cutOffCodes },
        server: { stage: 'connect', codes: ['SENT_RESET'] },
      },
      {
        client: { stage: 'http', codes: cutOffCodes, where: spokeHttp },
        server: { stage: 'connect', codes: ['SENT_RESET'] },
      },
    ],
    span: { to: 'connected' },
    suspicion: (client) =>
      !wasReset(client) ? 'unlikely' : client.stage === 'connect' ? 'likely' : undefined,
    ...reportedByWinHttp(12030),
    provocation: { fault: 'reset', also: ['smb', 'ldap'] },
  },
  'server-silent': {
    title: 'the site system accepts connections and keeps silent',
    happens:
      'The connection stands, and nothing ever comes back: neither a handshake nor an answer. The client ' +
      'gives up when its timeout expires. A firewall that drops packets looks the same.',
    frequency: 'occasional',
    party: 'site system',
    remedy:
      "Check whether the server's process hangs, and whether a firewall lets the answers back to the " +
      'client.',
    look:
      'Connect with telnet from the site system itself: if that hangs as well, it is the server and not ' +
      'the network.',
    sightings: [
      {
        client: { stage: ['connect', 'tls'], codes: ['UND_ERR_CONNECT_TIMEOUT'] },
        server: { stage: 'connect', codes: ['SENT_NOTHING'] },
      },
      {
        client: { stage: 'http', codes: ['UND_ERR_HEADERS_TIMEOUT'], where: spokeHttp },
        server: { stage: 'connect', codes: ['SENT_NOTHING'] },
      },
      {
        client: { stage: bareStages, codes: ['ETIMEDOUT'] },
        server: { stage: 'connect', codes: ['SENT_NOTHING'] },
      },
      { client: { stage: 'connect', codes: ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'] }, server: null },
    ],
    span: { to: 'connected' },
    suspicion: ({ stage }) => (stage === 'http' ? 'unlikely' : undefined),
    ...reportedByWinHttp(12002),
    confidence: 'documented',
    provocation: { fault: 'silent', also: ['smb', 'ldap'] },
  },
} satisfies Chapter
