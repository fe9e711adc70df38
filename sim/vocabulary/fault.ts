import { keysOf } from './keys-of.ts'

/** Faults of the authorities that a web server trusts or names, which a hierarchy file may also describe. */
export const trustFaults = ['root-store-mixed', 'issuer-list-incomplete'] as const

/** What a listener's own list of trusted authorities lacks. */
export type TrustFault = (typeof trustFaults)[number]

/**
 * Faults of a site system that can be switched on and off while it runs, as `break: { fault }` takes them. The layer of a
 * fault decides which ports can have it: any server can have the faults of a port, any over TCP those of a connection, and
 * any over UDP those of a datagram.
 */
const faultsByLayer = {
  name: ['name-not-resolved', 'wrong-name-resolved', 'no-route'],
  port: ['not-listening', 'wrong-port', 'silent', 'garbage-answer'],
  connection: [
    // Once it is established and before a byte is read.
    'reset',
    'closed',
    // Once the request has been read.
    'silent-after-request',
    'reset-after-request',
    'closed-after-request',
    // At the end of the first response.
    'closed-in-conversation',
    // Once part of the response has been sent.
    'silent-in-answer',
    'reset-in-answer',
    'reset-in-transfer',
    'truncated',
    'slow',
  ],
  TLS: [
    'http-on-https-port',
    'https-on-http-port',
    // Once the ClientHello has arrived.
    'silent-in-handshake',
    'reset-in-handshake',
    'closed-in-handshake',
    'garbage-in-handshake',
    'tls-version-not-shared',
    'cipher-not-shared',
    ...trustFaults,
  ],
  HTTP: [
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
  ],
  /** The share's refusal, at one step of a sign-on or at the first file. */
  SMB: [
    'dialect-not-shared',
    'sign-in-refused',
    'connections-exhausted',
    'share-missing',
    'access-denied',
    'file-missing',
  ],
  /** The directory's refusal of every bind or search. */
  LDAP: ['bind-refused', 'search-refused', 'container-missing', 'directory-busy'],
  datagram: ['wrong-transaction'],
  /** The refusal of every question by DNS and WINS. */
  'name service': ['server-failure', 'question-refused'],
  /** The steps of a boot from the network. */
  PXE: [
    'boot-server-silent',
    'boot-file-unnamed',
    'file-server-silent',
    'boot-file-missing',
    'boot-file-refused',
    'boot-file-stalled',
  ],
  /** The policy server's verdict on every statement of health. */
  RADIUS: ['secret-not-shared', 'statement-refused', 'statement-not-validated'],
  /** Of the point that publishes the lists, besides the faults of any listener. */
  'revocation list': ['list-missing', 'list-expired', 'list-wrongly-signed'],
} as const

/** The faults that one answer of a web server can have, by which a script spoils it. */
export const answerFaults = [
  'silent-after-request',
  'reset-after-request',
  'closed-after-request',
  'garbage-answer',
  'silent-in-answer',
  'reset-in-answer',
  'truncated',
  'slow',
] as const satisfies readonly FaultOf<'port' | 'connection'>[]

/** A fault that one request can meet. */
export type AnswerFault = (typeof answerFaults)[number]

/** The part of a server that a fault is in. */
export type FaultLayer = keyof typeof faultsByLayer
/** The faults of one layer. */
export type FaultOf<Layer extends FaultLayer> = (typeof faultsByLayer)[Layer][number]

const { 'revocation list': ofRevocationLists, ...ofListeners } = faultsByLayer

export const faults = Object.values(ofListeners).flat()
export const revocationListFaults = ofRevocationLists

/** A fault of a site system's listener. */
export type Fault = (typeof faults)[number]
/** A fault of a published revocation list. */
export type RevocationListFault = (typeof revocationListFaults)[number]
export type NameFault = FaultOf<'name'>

const layers = new Map<string, FaultLayer>(
  keysOf(faultsByLayer).flatMap((layer) => faultsByLayer[layer].map((fault) => [fault, layer] as const)),
)

export function layerOf(fault: Fault | RevocationListFault): FaultLayer {
  const layer = layers.get(fault)
  if (!layer) throw new RangeError(`there is no fault ${fault}`)
  return layer
}

export function isFaultOf<Layer extends FaultLayer>(
  fault: Fault | RevocationListFault,
  ...wanted: Layer[]
): fault is FaultOf<Layer> {
  return wanted.some((layer) => layer === layerOf(fault))
}

export function isNameFault(fault: Fault | RevocationListFault): fault is NameFault {
  return isFaultOf(fault, 'name')
}
