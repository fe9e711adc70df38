/** Faults of a site system that can be switched on and off while it runs, as `break: { fault }` takes them. */
export const faults = [
  // Where a name leads to.
  'name-not-resolved',
  'wrong-name-resolved',
  // The port.
  'not-listening',
  'wrong-port',
  'http-on-https-port',
  'https-on-http-port',
  // The connection, once it stands and before a byte of it was read.
  'silent',
  'reset',
  'closed',
  // The TLS handshake, once the client's hello has come.
  'silent-in-handshake',
  'reset-in-handshake',
  'closed-in-handshake',
  'garbage-in-handshake',
  'tls-version-not-shared',
  'cipher-not-shared',
  // The request, once it has been read.
  'silent-after-request',
  'reset-after-request',
  'closed-after-request',
  'garbage-answer',
  // The answer, of which a part is sent.
  'silent-in-answer',
  'reset-in-answer',
  'reset-in-transfer',
  'truncated',
  'slow',
  // The web server's refusal, whatever is asked. What certificates lead to (403.7, .13, .16, .17) is made with these.
  '401',
  '403.1',
  '403.2',
  '403.3',
  '403.4',
  '403.5',
  '403.6',
  '403.8',
  '403.9',
  '403.12',
  '403.14',
  '404',
  '405',
  '500',
  '503',
] as const

/** What can be wrong with the listener of a site system. */
export type Fault = (typeof faults)[number]

/** Faults of the point that publishes the revocation lists, besides those of any listener. */
export const revocationListFaults = ['list-missing', 'list-expired', 'list-wrongly-signed'] as const

/** What can be wrong with a revocation list that is published. */
export type RevocationListFault = (typeof revocationListFaults)[number]
