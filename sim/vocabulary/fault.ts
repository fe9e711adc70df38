/** Faults of the authorities that a web server trusts or names, which a hierarchy file may also describe. */
export const trustFaults = ['root-store-mixed', 'issuer-list-incomplete'] as const

export type TrustFault = (typeof trustFaults)[number]

/** Faults of a site system that can be switched on and off while it runs, as `break: { fault }` takes them. */
export const faults = [
  // Name resolution.
  'name-not-resolved',
  'wrong-name-resolved',
  'no-route',
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
  ...trustFaults,
  // The request, once it has been read.
  'silent-after-request',
  'reset-after-request',
  'closed-after-request',
  'garbage-answer',
  // The end of the first response.
  'closed-in-conversation',
  // The response, once part of it has been sent.
  'silent-in-answer',
  'reset-in-answer',
  'reset-in-transfer',
  'truncated',
  'slow',
  // The web server's success, with what no site system says.
  'another-answer',
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
  // The share's refusal, at one step of a sign-on or at the first file.
  'dialect-not-shared',
  'sign-in-refused',
  'connections-exhausted',
  'share-missing',
  'access-denied',
  'file-missing',
  // The directory's refusal of every bind or search.
  'bind-refused',
  'search-refused',
  'container-missing',
  'directory-busy',
  // The answer to a datagram.
  'wrong-transaction',
  // The refusal of every question by DNS and WINS.
  'server-failure',
  'question-refused',
  // The steps of a boot from the network.
  'boot-server-silent',
  'boot-file-unnamed',
  'file-server-silent',
  'boot-file-missing',
  'boot-file-refused',
  'boot-file-stalled',
  // The policy server's verdict on every statement of health.
  'secret-not-shared',
  'statement-refused',
  'statement-not-validated',
] as const

/** A fault of a site system's listener. */
export type Fault = (typeof faults)[number]

/** Faults of the point that publishes the revocation lists, besides those of any listener. */
export const revocationListFaults = ['list-missing', 'list-expired', 'list-wrongly-signed'] as const

/** A fault of a published revocation list. */
export type RevocationListFault = (typeof revocationListFaults)[number]

/**
 * The layer of each fault decides which ports can have it: any server can have the faults of a port, any over TCP those of a
 * connection, and any over UDP those of a datagram.
 */
const layers = {
  'name-not-resolved': 'name',
  'wrong-name-resolved': 'name',
  'no-route': 'name',
  'not-listening': 'port',
  'wrong-port': 'port',
  'http-on-https-port': 'TLS',
  'https-on-http-port': 'TLS',
  silent: 'port',
  reset: 'connection',
  closed: 'connection',
  'silent-in-handshake': 'TLS',
  'reset-in-handshake': 'TLS',
  'closed-in-handshake': 'TLS',
  'garbage-in-handshake': 'TLS',
  'tls-version-not-shared': 'TLS',
  'cipher-not-shared': 'TLS',
  'root-store-mixed': 'TLS',
  'issuer-list-incomplete': 'TLS',
  'silent-after-request': 'connection',
  'reset-after-request': 'connection',
  'closed-after-request': 'connection',
  'garbage-answer': 'port',
  'closed-in-conversation': 'connection',
  'silent-in-answer': 'connection',
  'reset-in-answer': 'connection',
  'reset-in-transfer': 'connection',
  truncated: 'connection',
  slow: 'connection',
  'another-answer': 'HTTP',
  '401': 'HTTP',
  '403.1': 'HTTP',
  '403.2': 'HTTP',
  '403.3': 'HTTP',
  '403.4': 'HTTP',
  '403.5': 'HTTP',
  '403.6': 'HTTP',
  '403.8': 'HTTP',
  '403.9': 'HTTP',
  '403.12': 'HTTP',
  '403.14': 'HTTP',
  '404': 'HTTP',
  '405': 'HTTP',
  '500': 'HTTP',
  '503': 'HTTP',
  'dialect-not-shared': 'SMB',
  'sign-in-refused': 'SMB',
  'connections-exhausted': 'SMB',
  'share-missing': 'SMB',
  'access-denied': 'SMB',
  'file-missing': 'SMB',
  'bind-refused': 'LDAP',
  'search-refused': 'LDAP',
  'container-missing': 'LDAP',
  'directory-busy': 'LDAP',
  'wrong-transaction': 'datagram',
  'server-failure': 'name service',
  'question-refused': 'name service',
  'boot-server-silent': 'PXE',
  'boot-file-unnamed': 'PXE',
  'file-server-silent': 'PXE',
  'boot-file-missing': 'PXE',
  'boot-file-refused': 'PXE',
  'boot-file-stalled': 'PXE',
  'secret-not-shared': 'RADIUS',
  'statement-refused': 'RADIUS',
  'statement-not-validated': 'RADIUS',
  'list-missing': 'revocation list',
  'list-expired': 'revocation list',
  'list-wrongly-signed': 'revocation list',
} as const satisfies Record<
  Fault | RevocationListFault,
  | 'name'
  | 'port'
  | 'connection'
  | 'datagram'
  | 'TLS'
  | 'HTTP'
  | 'SMB'
  | 'LDAP'
  | 'name service'
  | 'PXE'
  | 'RADIUS'
  | 'revocation list'
>

type Layers = typeof layers
/** The part of a server that a fault is in. */
export type FaultLayer = Layers[keyof Layers]
/** The faults of one layer. */
export type FaultOf<Layer extends FaultLayer> = {
  [Name in keyof Layers]: Layers[Name] extends Layer ? Name : never
}[keyof Layers]

export function isFaultOf<Layer extends FaultLayer>(
  fault: Fault | RevocationListFault,
  ...wanted: Layer[]
): fault is FaultOf<Layer> {
  return wanted.some((layer) => layer === layerOf(fault))
}

export function layerOf(fault: Fault | RevocationListFault): FaultLayer {
  return layers[fault]
}

export type NameFault = FaultOf<'name'>

export function isNameFault(fault: Fault | RevocationListFault): fault is NameFault {
  return isFaultOf(fault, 'name')
}
