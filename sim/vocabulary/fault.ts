/** Faults of a site system that can be switched on and off while it runs, as `break: { fault }` takes them. */
export const faults = [
  // Name resolution.
  'name-not-resolved',
  'wrong-name-resolved',
  // The port.
  'not-listening',
  'wrong-port',
  'http-on-https-port',
  'https-on-http-port',
  // The connection, once established and before a byte is read.
  'silent',
  'reset',
  'closed',
  // The TLS handshake, once the ClientHello has arrived.
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
  // The response, once part of it has been sent.
  'silent-in-answer',
  'reset-in-answer',
  'reset-in-transfer',
  'truncated',
  'slow',
  // The web server's refusal of every request. 403.7, .13, .16 and .17 follow from certificates instead.
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

/** A fault of a site system's listener. */
export type Fault = (typeof faults)[number]

/** Faults of the point that publishes the revocation lists, besides those of any listener. */
export const revocationListFaults = ['list-missing', 'list-expired', 'list-wrongly-signed'] as const

/** A fault of a published revocation list. */
export type RevocationListFault = (typeof revocationListFaults)[number]
