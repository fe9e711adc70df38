// Made by npm run docs from the types of the package.
import { LookupFunction } from 'node:net'
import * as z from 'zod'

/**
 * The protocols by which a client can reach a site system, in the order in which they are reported. `pxe`: DHCP and
 * TFTP of the firmware; `soh`: statements of health, by RADIUS to the policy server.
 */
declare const protocols: readonly ['http', 'https', 'smb', 'pxe', 'soh']
/** Protocols by which a site system serves its role, in the words of files and reports; `https` is HTTP under TLS. */
type Protocol = (typeof protocols)[number]
/** The two protocols between which a site's mode chooses. */
declare const webProtocols: readonly ['http', 'https']
/** Protocols of a web server. */
type WebProtocol = (typeof webProtocols)[number]
/** A version of TLS that listeners and clients can be held to. */
declare const tlsVersions: readonly ['1.2', '1.3']
/** A version of TLS that listeners and simulated clients speak. */
type TlsVersion = (typeof tlsVersions)[number]
declare const probedVersions: readonly ['1.0', '1.1', '1.2', '1.3']
/** A version of TLS that a probe can offer alone. */
type ProbedVersion = (typeof probedVersions)[number]
/** The ports of a web server. */
interface Ports {
  /** Port of HTTP; 8080 by default in this simulation, 80 in the product. */
  http: number
  /** Port of HTTPS; 8443 by default in this simulation, 443 in the product. */
  https: number
}
/** The protocols by which clients look up their site systems. */
type LookupProtocol = 'dns' | 'ldap' | 'wins'
/** The protocols over TCP, in the order in which they are named: only their listeners have connections that can break. */
declare const tcpProtocols: readonly ['http', 'https', 'smb', 'ldap', 'dns']
/** Protocols that go over TCP, whose listeners faults and programs of your own can take over. */
type TcpProtocol = (typeof tcpProtocols)[number]
/** The stage of a connection at which one end saw it fail. */
type Stage = 'resolve' | 'connect' | 'tls' | 'http' | Exclude<Protocol, WebProtocol> | LookupProtocol
/** Ports of the services that a hierarchy has beside its site systems. */
interface ServicePorts {
  /** TCP port of the directory. */
  ldap: number
  /** By UDP and by TCP. */
  dns: number
  /** UDP port of the WINS server. */
  wins: number
  /** TCP port of the web server with the revocation lists. */
  revocationLists: number
}
/** The end of a connection that sends, that sees something, or that a line is about. */
type End$1 = 'client' | 'server'
/** How the clients of a site speak to its site systems: plain HTTP, or HTTPS with mutual TLS. */
type SiteMode = 'mixed' | 'native'
/** What a client's SSL options say of its site. */
interface SslSettings {
  /** Mode that the client takes its site to be in. */
  mode: SiteMode
  /** It looks certificates up in revocation lists. */
  crlChecking: boolean
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean
}

/** Any text, of which editors complete these values: an id that was read from another version's recording may be none. */
type OpenId<Id extends string> = Id | (string & {})
/** The ids of all rules; `sim/rules` has what they say. */
declare const ruleIds: readonly [
  'branch-distribution-point/fetched-on-demand',
  'branch-distribution-point/once-more-when-full',
  'client-approval/sensitive-policy',
  'client-approval/signs-in-to-register',
  'client-cache/larger-than-the-cache',
  'client-cache/waits-for-room',
  'client-certificate/acceptable-authority',
  'client-certificate/attribute',
  'client-certificate/part-of-name',
  'client-certificate/whole-name',
  'content-location/assigned-site-after-an-empty-list',
  'content-location/device-without-bits',
  'content-location/either-virtual-directory',
  'content-location/goes-on-where-it-broke',
  'content-location/network-access-account',
  'content-location/no-list',
  'content-location/no-way-back-after-failure',
  'content-location/nobody-has-it',
  'content-location/order-of-distribution-points',
  'content-location/protected-only',
  'content-location/resident-management-point-first',
  'content-location/run-from-distribution-point',
  'content-location/slow-boundary',
  'content-location/smb-after-failure',
  'content-location/unprotected-after-eight-hours',
  'fallback-status-point/http-in-both-modes',
  'internet-client/assigned-site-only',
  'internet-client/internet-only-system',
  'internet-client/internet-systems-only',
  'internet-client/native-mode-only',
  'internet-client/no-server-locator-point',
  'internet-client/no-smb',
  'internet-client/not-from-secondary-sites',
  'internet-client/not-on-the-internet',
  'resident-site/addresses-alone-in-a-workgroup',
  'resident-site/outside-all-boundaries',
  'roaming-scope/global',
  'roaming-scope/management-point-by-service-location',
  'roaming-scope/not-on-the-internet',
  'roaming-scope/regional',
  'roaming/content-only',
  'roaming/mixed-client-in-native-site',
  'roaming/native-client-in-mixed-site',
  'roaming/no-mobile-device',
  'roaming/same-mode',
  'server-locator-point/http-in-both-modes',
  'server-locator-point/native-client-needs-http-option',
  'server-locator-point/no-mobile-device',
  'service-location/active-directory-first',
  'service-location/directly-on-the-internet',
  'service-location/dns',
  'service-location/management-point-not-found',
  'service-location/management-point-of-its-mode',
  'service-location/server-locator-point-afterwards',
  'service-location/wins-for-server-locator-point',
  'service-location/wins-in-mixed-mode',
  'serving-system/default-management-point',
  'serving-system/device-management-point',
  'serving-system/protected',
  'serving-system/proxy-management-point',
  'site-assignment/automatic',
  'site-assignment/client-newer-than-site',
  'site-assignment/internet-client-directly',
  'site-assignment/manual',
  'site-assignment/mobile-device-directly',
  'site-assignment/never-to-secondary-site',
  'site-assignment/no-site-found',
  'site-assignment/settings-unknown',
  'site-assignment/unassigned',
  'site-settings/mode-after-two-polling-cycles',
  'site-settings/read-again',
  'software-updates/files-from-distribution-points',
  'software-updates/offered-for-installation',
  'software-updates/slow-boundary',
  'unaffected-by-site-mode/pxe-service-point',
  'unaffected-by-site-mode/reporting-point',
  'unaffected-by-site-mode/system-health-validator-point',
  'user-state/by-smb',
  'within-assigned-site/branch-distribution-point',
  'within-assigned-site/distribution-point-by-smb',
  'within-assigned-site/site-mode',
  'within-assigned-site/software-update-point',
]
/** Id of a rule: `roaming/same-mode`. */
type RuleId = (typeof ruleIds)[number]
/** The purpose of a site system. One system may have several roles. */
type SiteSystemRole =
  | 'branch-distribution-point'
  | 'fallback-status-point'
  | 'management-point'
  | 'pxe-service-point'
  | 'reporting-point'
  | 'server-locator-point'
  | 'software-update-point'
  | 'standard-distribution-point'
  | 'state-migration-point'
  | 'system-health-validator-point'
/** "Allow intranet-only", "Internet-only" or "both intranet and Internet client connections". */
declare const clientConnections: readonly ['intranet', 'internet', 'both']
/** Where the clients of a site system are: "Allow intranet-only client connections" and its like. */
type ClientConnections = (typeof clientConnections)[number]

/** Names of the certificate recipes of the PKI, as `certificate:` and `listen.certificate:` take them. */
declare const certificateRecipes: readonly [
  'good',
  'another-good',
  'expired',
  'not-yet-valid',
  'wrong-host',
  'wrong-usage',
  'untrusted-root',
  'self-signed',
  'incomplete-chain',
  'revoked',
  'revoked-intermediate',
  'expired-intermediate',
  'superseded-intermediate',
  'unreachable-list',
  'weak-hash',
  'weak-key',
  'no-private-key',
  'key-mismatch',
  'subject-without-name',
  'attribute-with-spaces',
]
/** Names by which a certificate is issued, good or with one fault. */
type CertificateRecipe = (typeof certificateRecipes)[number]
declare const keyKinds: readonly ['ec', 'rsa']
/** ECDSA on P-256 or RSA with 2048 bits. One kind for a whole hierarchy: `selfsigned` cannot mix them in a chain. */
type KeyKind = (typeof keyKinds)[number]
declare const refusalStyles: readonly ['handshake', 'iis']
/**
 * How a client certificate is refused. `handshake`: the TLS connection itself. `iis`: HTTP 403 with a substatus, as web servers of
 * that time answer.
 */
type RefusalStyle = (typeof refusalStyles)[number]
/** The properties of a certificate that decide whether a peer accepts it. What is unreadable is a sentence that says why. */
interface CertificateEvidence {
  /** `CN=mp.contoso.test, O=contoso.test`; empty when it has none. */
  subject: string
  /** Distinguished name of the authority that signed it, written like `subject`. */
  issuer: string
  /** Hexadecimal, in capital letters. */
  serialNumber: string
  /** ISO 8601. */
  notBefore: string
  /** ISO 8601. */
  notAfter: string
  /** DNS names of the subject alternative name. */
  names: string[]
  /** Object identifiers of the extended key usage. */
  usages: string[]
  /** It may issue certificates. */
  authority: boolean
  /** `EC P-256`, `RSA 2048`. */
  key: string
  /** Hash algorithm of its signature: `SHA-256`. */
  hash: string
}

/** One end's view of a failure. `code` is Node's, OpenSSL's or llhttp's, or an HTTP status with its substatus. */
interface EndEvidence {
  /** How far it had come: `resolve`, `connect`, `tls`, `http` and so on. */
  stage: Stage
  /** `ECONNRESET`, `ERR_SSL_WRONG_VERSION_NUMBER`, `HPE_INVALID_METHOD`, `403.7`. */
  code: string
  /** For people; its wording is that of the library that failed, and changes with its version. */
  message: string
  /** The certificate that this end did not accept: the other end's own, or an authority's above it. */
  certificate?: CertificateEvidence
  /** The client had signed in with no account; at the server, only where that is what it refuses. */
  anonymous?: true
  /** Nobody saw this at that end: the simulator knows it from its own state. */
  witnessed?: false
  /** The mode of the server's site; only where the client took the site for one of the other mode. */
  siteMode?: SiteModeSeen
}
/** A site's own word on its mode. */
interface SiteModeSeen {
  /** Its mode now. */
  mode: SiteMode
  /** When it switched: ISO 8601, by the simulation's clock; null where it has been so from the beginning. */
  since: string | null
  /** It publishes its settings in Active Directory. */
  published: boolean
}
/** The mode that a client took a site to be in, and acted by. */
interface BelievedMode {
  /** The mode that it acted by. */
  mode: SiteMode
  /** The source; null where nobody told. */
  told: Told | null
  /** Who tells it again without anybody's help; null where nobody does. */
  toldAgainBy: Teller | null
}
/** The client's own view of a failure, apart from the server's. */
interface ClientEvidence extends EndEvidence {
  /** Bytes that had come from the other end; 0 when it had sent nothing at all. */
  received: number
  /** The reply that could not be read as HTTP begins like a record of TLS. */
  firstBytes?: 'tls'
  /** The failure came after the first byte of the response. */
  answering?: true
  /** Only where the site is in the other mode. */
  believed?: BelievedMode
  /** A name in the server's certificate, other than the one asked for, resolves to the same address. */
  otherNameLeadsHere?: true
  /**
   * The client's clock is wrong, and the server's certificate is within its dates by everybody else's. The client itself does
   * not know that.
   */
  clock?: 'behind' | 'ahead'
  /** null where certificates play no part: plain HTTP. */
  own: OwnCertificate | null
}
/** The client's own certificate, as the client itself checks it. */
interface OwnCertificate {
  /** null when it presented none. */
  certificate: CertificateEvidence | null
  /**
   * The fault that the client finds in its own certificate, as OpenSSL's code; or the reason why it had none to
   * present, as the client's own code (`0x87D00282`). null when it finds no fault.
   */
  fault: string | null
  /** The fault is not in the certificate itself, but in an authority's above it. */
  ofAuthority?: true
  /** The server has named one of its authorities among those that it accepts. */
  acceptable?: true
}
/** A completed handshake. */
interface TlsEvidence {
  /** `TLSv1.2` or `TLSv1.3`. */
  version: string
  /** Name of the cipher suite, as OpenSSL spells it. */
  cipher: string
  /** An earlier session was taken up again, without certificates. */
  resumed: boolean
  /** The server asked for the client's certificate, got one, and verified the client's signature with it. */
  clientCertificate: boolean
}
/** The sources from which a client can learn where a site system is. `experiment`: the order to make the attempt. */
declare const tellers: readonly [
  'experiment',
  'installation',
  'active-directory',
  'dns',
  'wins',
  'server-locator-point',
  'management-point',
  'policy',
]
/** Where a client can learn of sites and site systems. */
type Teller = (typeof tellers)[number]
/** The source of a fact that a client knows, and when it was told. */
interface Told {
  /** Who told it. */
  by: Teller
  /** Id of the attempt that brought it; null where no message did. */
  attempt: string | null
  /** ISO 8601, by the simulation's clock. */
  at: string
}
/** One kind of behaviour that is legal and unusual. */
type UnusualBehaviour =
  | 'acknowledgment-order'
  | 'attribute-case'
  | 'attribute-order'
  | 'chunked'
  | 'entry-order'
  | 'few-credits'
  | 'field-case'
  | 'field-order'
  | 'field-whitespace'
  | 'interim-response'
  | 'late-answer'
  | 'list-order'
  | 'long-lengths'
  | 'no-additional-records'
  | 'option-order'
  | 'radius-order'
  | 'reason-phrase'
  | 'repeated-answer'
  | 'small-blocks'
  | 'small-records'
  | 'split-writes'
  | 'unknown-fields'
  | 'xml-form'
/** Which servers of a hierarchy behave unusually: all of them, by chance. */
interface UnusualSettings {
  /** The same seed has the same chances. */
  seed: number
  /** The kinds that may happen; all by default. */
  only?: readonly UnusualBehaviour[] | undefined
}

/** The addresses and ports of a TCP connection: both ends see the same ones, so their views are joined by them. */
interface ConnectionEnds {
  /** IP address; simulated clients have addresses of their own on loopback. */
  clientAddress: string
  /** 1 to 65535. */
  clientPort: number
  /** IP address that was connected to. */
  serverAddress: string
  /** 1 to 65535. */
  serverPort: number
}
/** Names in the case and the order in which they were sent. */
type Headers = [name: string, value: string][]
/** One HTTP request of a simulated client and its response, as the client saw them. */
interface HttpExchange {
  /** Milliseconds after the attempt began. */
  atMs: number
  /** The verb: `GET`, `CCM_POST`. */
  method: string
  /** With scheme, FQDN and port. */
  url: string
  /** As they were sent. */
  requestHeaders: Headers
  /** Its size, and its text where that is short. */
  requestBody: Body
  /** null where no response began. */
  answer: {
    /** 100 to 599. */
    status: number
    /** The reason phrase after the status. */
    reason: string
    /** As they came. */
    headers: Headers
    /** Its size, and its text where that is short. */
    body: Body
  } | null
  /** Milliseconds from the request to the response's first byte, and from there to its last. */
  waitMs: number
  /** Milliseconds from the first byte of the response to its last. */
  receiveMs: number
}
/** The body of an HTTP message, as far as a recording keeps it. */
interface Body {
  /** Its length. */
  bytes: number
  /** Only for short texts. */
  text?: string
}
/** The duration of each part of a connection, in milliseconds; null for a part that was not reached or does not exist. */
interface ConnectionTimes {
  /** TCP's part. */
  connectMs: number | null
  /** The TLS handshake. */
  tlsMs: number | null
}
/** One HTTP request as a site system's web server saw it, from any client. A failed handshake is no request. */
interface ServedRequest {
  /** ISO 8601, by the simulation's clock. */
  at: string
  /** FQDN. */
  system: string
  /** `https` where it came over TLS. */
  protocol: 'http' | 'https'
  /** IP address of the listener. */
  serverAddress: string
  /** 1 to 65535. */
  serverPort: number
  /** IP address that it came from. */
  clientAddress: string
  /** 1 to 65535. */
  clientPort: number
  /** The verb. */
  method: string
  /** Without the query, not decoded. */
  path: string
  /** Without its question mark, not decoded; empty where there is none. */
  query: string
  /** User-Agent, as sent. */
  userAgent: string | null
  /** Host, as sent. */
  host: string | null
  /** 0 where no response began. */
  status: number
  /** The substatus of IIS: 7 in 403.7; 0 where there is none. */
  substatus: number
  /** OpenSSL's code for the client's certificate, or for the want of one, for which the request was refused. */
  refused?: string
  /**
   * Why HTTP.sys refused it before any web site had it, in the words of its log, and the version of HTTP, where that could be
   * read. Of what cannot be read at all, the verb and the path are empty.
   */
  httpError?: {
    /** `BadRequest`, `Hostname` and their like. */
    reason: string
    /** `HTTP/1.1`. */
    version: string | null
  }
  /** Answered with a challenge, by which a sign-in goes on. */
  challenged?: true
  /** The account that had signed in on its connection: `CONTOSO\\PC$`. */
  account?: string
  /** The client went away before it had the whole response. */
  aborted: boolean
  /** The response with its head, as it went over the network; under TLS with the record overhead. */
  bytesSent: number
  /** The request's body. */
  bytesReceived: number
  /** Milliseconds from the request to the end of the response. */
  durationMs: number
}

/** The server's view of one connection, or of one client's datagrams. Written before the client can have the reply. */
interface ServerView {
  /** The listener that accepted it; null where none did. */
  listener: {
    /** FQDN of the system. */
    fqdn: string
    /** 1 to 65535. */
    port: number
  } | null
  /** The failure that the server saw, or the script that it followed, whichever came first; null where it saw nothing wrong. */
  end: EndEvidence | null
  /** The first failure, which a script that lets the server answer is not; null where it saw nothing wrong. */
  failure: EndEvidence | null
  /** A script is due, and has not yet let the server answer. */
  awaitsScript: boolean
  /** Replies that the server has given. */
  replies: number
  /** HTTP status and substatus of the last reply; null for other protocols, and before the first reply. */
  status: number | null
  /** The substatus of IIS; null without one. */
  substatus: number | null
  /** A fault took the connection over after the last reply. */
  spoilt: boolean
  /** What the handshake showed of the client's certificate; null where none was completed. */
  clientCertificate: SeenCertificate | null
  /** null before a TLS handshake has got anywhere, and for other protocols. */
  handshake: SeenHandshake | null
  /** What the server did that is legal and unusual, each once; absent where it did nothing of the kind. */
  unusual?: UnusualBehaviour[]
}
/** What a handshake told the server, whether it was completed or not. */
interface SeenHandshake {
  /** `TLSv1.3`; null where the two ends have agreed on none. */
  version: string | null
  /** The client's own certificate as far as it can be read; undefined where it sent none. Reading it takes time. */
  certificate(): CertificateEvidence | undefined
  /** What a client that trusts the server's root and goes by its clock finds wrong with the server's certificate. */
  wrongWithOwn(): EndEvidence[]
}
/**
 * What a completed handshake showed the server of the client's certificate: it asked for none, got none, or got one and
 * verified by the client's signature that it has the key. Whether the certificate is good is another matter.
 */
type SeenCertificate = 'not-asked' | 'none' | 'verified'
/** A connection that a listener accepted. */
interface AcceptedConnection {
  /** FQDN of the system that listens. */
  fqdn: string
  /** Both ends of it. */
  ends: ConnectionEnds
}

/**
 * How far a connection can get, in this order. `bytes`: the server has sent something. `hello`: it has chosen a version of
 * TLS and a cipher suite. `flight`: it has shown its certificate, and the client is to go on. `handshake`: this end's part
 * of the handshake is over. `answer`: a reply has begun. Without TLS, `bytes` is followed by `answer`.
 */
declare const milestones: readonly ['nothing', 'connected', 'bytes', 'hello', 'flight', 'handshake', 'answer']
/** How far a connection can get, in this order. */
type Milestone = (typeof milestones)[number]
/** What one end knows of how far a connection got before it failed. */
interface Reached {
  /** It certainly got so far. */
  atLeast: Milestone
  /** It certainly got no farther. */
  atMost: Milestone
  /** Whether TLS is spoken. */
  secure: boolean
  /** The version of a completed handshake: `TLSv1.3`. */
  version?: string
  /** What the server's first bytes are; absent where it sent none, or nobody looked at them. */
  firstBytes?: 'tls' | 'http' | 'other'
  /** Whether the server asked for the client's certificate; absent where that is not known. */
  certificateAsked?: boolean
}
/**
 * The part of a connection's life in which a failure can break it off; without a limit, from the beginning or to the end.
 * `certificateAsked`: only a server that has asked for the client's certificate fails like this.
 */
interface Span {
  /** It has got at least so far. */
  from?: Milestone
  /** It has got no farther. */
  to?: Milestone
  /** Only where the server has asked for the client's certificate. */
  certificateAsked?: true
}

/** Faults of the authorities that a web server trusts or names, which a hierarchy file may also describe. */
declare const trustFaults: readonly ['root-store-mixed', 'issuer-list-incomplete']
/** What a listener's own list of trusted authorities lacks. */
type TrustFault = (typeof trustFaults)[number]
/** The faults that one answer of a web server can have, by which a script spoils it. */
declare const answerFaults: readonly [
  'silent-after-request',
  'reset-after-request',
  'closed-after-request',
  'garbage-answer',
  'silent-in-answer',
  'reset-in-answer',
  'truncated',
  'slow',
]
/** A fault that one request can meet. */
type AnswerFault = (typeof answerFaults)[number]
declare const faults: (
  | '401'
  | '403.1'
  | '403.12'
  | '403.14'
  | '403.2'
  | '403.3'
  | '403.4'
  | '403.5'
  | '403.6'
  | '403.8'
  | '403.9'
  | '404'
  | '405'
  | '500'
  | '503'
  | 'access-denied'
  | 'another-answer'
  | 'bind-refused'
  | 'boot-file-missing'
  | 'boot-file-refused'
  | 'boot-file-stalled'
  | 'boot-file-unnamed'
  | 'boot-server-silent'
  | 'cipher-not-shared'
  | 'closed'
  | 'closed-after-request'
  | 'closed-in-conversation'
  | 'closed-in-handshake'
  | 'connections-exhausted'
  | 'container-missing'
  | 'dialect-not-shared'
  | 'directory-busy'
  | 'file-missing'
  | 'file-server-silent'
  | 'garbage-answer'
  | 'garbage-in-handshake'
  | 'http-on-https-port'
  | 'https-on-http-port'
  | 'issuer-list-incomplete'
  | 'name-not-resolved'
  | 'no-route'
  | 'not-listening'
  | 'question-refused'
  | 'reset'
  | 'reset-after-request'
  | 'reset-in-answer'
  | 'reset-in-handshake'
  | 'reset-in-transfer'
  | 'root-store-mixed'
  | 'search-refused'
  | 'secret-not-shared'
  | 'server-failure'
  | 'share-missing'
  | 'sign-in-refused'
  | 'silent'
  | 'silent-after-request'
  | 'silent-in-answer'
  | 'silent-in-handshake'
  | 'slow'
  | 'statement-not-validated'
  | 'statement-refused'
  | 'tls-version-not-shared'
  | 'truncated'
  | 'wrong-name-resolved'
  | 'wrong-port'
  | 'wrong-transaction'
)[]
declare const revocationListFaults: readonly ['list-missing', 'list-expired', 'list-wrongly-signed']
/** A fault of a site system's listener. */
type Fault = (typeof faults)[number]
/** A fault of a published revocation list. */
type RevocationListFault = (typeof revocationListFaults)[number]
/** Why HTTP.sys refused a request or gave up a connection: the field s-reason of its error log. */
type HttpSysReason =
  | 'AppOffline'
  | 'AppPoolTimer'
  | 'AppShutdown'
  | 'BadRequest'
  | 'Client_Reset'
  | 'ConnLimit'
  | 'Connection_Abandoned_By_AppPool'
  | 'Connection_Abandoned_By_ReqQueue'
  | 'Connection_Dropped'
  | 'Connection_Dropped_List_Full'
  | 'Connections_Refused'
  | 'Disabled'
  | 'EntityTooLarge'
  | 'FieldLength'
  | 'Forbidden'
  | 'Header'
  | 'Hostname'
  | 'Internal'
  | 'Invalid_CR/LF'
  | 'LengthRequired'
  | 'N/A'
  | 'N/I'
  | 'Number'
  | 'Precondition'
  | 'QueueFull'
  | 'RequestLength'
  | 'Timer_AppPool'
  | 'Timer_ConnectionIdle'
  | 'Timer_EntityBody'
  | 'Timer_HeaderWait'
  | 'Timer_MinBytesPerSecond'
  | 'Timer_ReqQueue'
  | 'Timer_Response'
  | 'Timer_SslRenegotiation'
  | 'URL'
  | 'URL_Length'
  | 'Verb'
  | 'Version_N/S'

/** A failure with its id, which is stable. */
interface CatalogueEntry<Id extends string = string> extends Failure {
  /** `client-certificate-expired`; stable, for programs. */
  id: Id
}
/** A way in which a connection fails: what happens, what each end sees of it, what to do. */
interface Failure {
  /** The failure in an administrator's words; written to follow a colon. */
  title: string
  /** Two or three sentences: what happens, and why either end sees what it sees. */
  happens: string
  /** Our judgement, from the failures that the product team's blogs return to. */
  frequency: Frequency
  /** The party that has to act. */
  party: Party
  /** The next step; an imperative sentence. */
  remedy: string
  /** The check that tells it from other failures that look the same to the client; an imperative sentence. */
  look: string
  /** The evidence at both ends: one sighting for each way in which the failure shows. */
  sightings: readonly Sighting[]
  /**
   * The evidence at one end when the other is not our program, so that nothing is known of that end. It makes the
   * entry a candidate, never a diagnosis.
   */
  elsewhere?: {
    /** What a client of ours sees of it at a foreign server. */
    client?: readonly Seen$1<ClientEvidence>[]
    /** What a server of ours sees of it with a foreign client. */
    server?: readonly Seen$1[]
  }
  /** How far a connection gets that fails like this. It is a candidate for no other. */
  span?: Span
  /**
   * The client's guess from everything else that it knows, without the server's view: `likely` puts this entry before
   * the others that look the same, `unlikely` after them. Entries with no suspicion are ordered by frequency.
   */
  suspicion?(client: ClientEvidence, reached: Reached): Suspicion | undefined
  /**
   * The server's guess from its own certificate, without the client's view. `found`: what a client that trusts the server's
   * root and goes by the server's clock finds wrong with that certificate. Only of failures for which a client leaves
   * without the server seeing why.
   */
  suspicionAtServer?(found: readonly EndEvidence[]): Suspicion | undefined
  /** The real client's error; null where the server answers, or the client does not get that far. */
  winHttp: WinHttpError | null
  /** The real client's own error code: `0x87D00282`. */
  clientError?: string
  /** The answer and log line of a web server of that time; null where it logs no line, or one of success. */
  webServer: WebServerLog | null
  /** The reasons by which it stands in the error log of HTTP.sys; absent where it never does. */
  httpSys?: readonly HttpSysReason[]
  /** null where no wording is known. */
  clientLog: ClientLogLine | null
  /** The state message that reaches the fallback status point. */
  stateMessage: {
    /** The message's topic type, as the product numbers it. */
    topic: number
    /** The state's number within its topic. */
    id: number
  } | null
  /** Title of the page, or page and section, that documents it. */
  reference: string
  /** Our confidence in the real product's reports above; the sightings at our own ends are measured. */
  confidence: Confidence
  /** The recipe by which `sitemode lab` provokes it. */
  provocation: Provocation
}
/** Who has to act. */
type Party =
  'scenario' | 'client' | 'site system' | 'certification authority' | 'name service' | 'network' | 'site'
/** How often administrators meet a failure, by our judgement. */
type Frequency = 'frequent' | 'occasional' | 'rare'
/** Whether an end has a reason to think of a failure, or not to. */
type Suspicion = 'likely' | 'unlikely'
/** How we know what the real product does: from its documentation, by inference, or not at all. */
type Confidence = 'documented' | 'inferred' | 'our choice'
/** How a client came to take a site for one of the other mode. */
type ToldOfMode = 'never' | 'not-yet' | 'otherwise'
/** One way in which a failure shows. Without a condition it shows in either case. */
interface Sighting {
  /** Only under this version of TLS. */
  tls?: '1.2' | '1.3'
  /** The web server refuses a client in the handshake, or like IIS by a status after it. */
  refusal?: 'handshake' | 'iis'
  /** How the client came to take the site for one of the other mode; absent where they agree, or nothing is known of it. */
  told?: ToldOfMode
  /** What the client sees. */
  client: Seen$1<ClientEvidence>
  /** null: the server sees nothing wrong, sees nothing at all, or sees only that the client went away. */
  server: Seen$1 | null
}
/** The evidence at one end. */
interface Seen$1<End extends EndEvidence = EndEvidence> {
  /** Where the connection ends, or one of these. */
  stage: Stage | readonly Stage[]
  /** Any one of these: codes differ between versions of Node, and with the order in which packets arrive. */
  codes: readonly string[]
  /** A further condition, where the code says too little. */
  where?: ((end: End) => boolean) | undefined
  /** How far the connection gets, where that differs from the entry's span. */
  span?: Span
}
/** An error of WinHTTP, the library by which the real client speaks HTTP; the numbers are those of winhttp.h. */
interface WinHttpError {
  /** `12175`. */
  code: number
  /** `ERROR_WINHTTP_SECURE_FAILURE`. */
  name: string
  /** WINHTTP_CALLBACK_STATUS_FLAG_* in the callback. */
  flags?: readonly string[]
}
/** What stands in the log of a web server of that time, by the fields of the W3C format of IIS. */
interface WebServerLog {
  /** sc-status. */
  status: number
  /** sc-substatus. */
  substatus?: number
  /** sc-win32-status. */
  win32?: number
}
/** A line of the real client's log. */
interface ClientLogLine {
  /** `CcmExec.log`. */
  file: string
  /** `…` stands for each part that varies. */
  line: string
  /** How its wording is known. */
  confidence: Confidence
}
/** Changes to a healthy client and a healthy native-mode management point that provoke a failure. */
interface Provocation {
  /** Protocol of the attempt, which decides what system it goes to; HTTPS by default, and a management point. */
  protocol?: Protocol | LookupProtocol
  /** The other protocols over which the same fault shows as the same failure. */
  also?: readonly (Protocol | LookupProtocol)[]
  /** Requests of the conversation by HTTP or HTTPS; 1 by default. */
  requests?: 2
  /** Mode of the site; native by default. */
  mode?: SiteMode
  /** The site switches to native mode, of which the client is not told; or CCMSetup told it of another mode (`otherwise`). */
  switched?: ToldOfMode
  /** Certificate recipe of the site system. */
  systemCertificate?: CertificateRecipe
  /** Certificate recipes in the client's store. */
  clientCertificates?: readonly CertificateRecipe[]
  /** How far the client's clock is wrong, as in the hierarchy file. */
  clientClock?:
    | {
        /** A duration: `400 d`. */
        behind: string
      }
    | {
        /** A duration: `400 d`. */
        ahead: string
      }
  /** The site's certificate selection. */
  certificateSelection?: {
    /** As the hierarchy file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the client takes the first. */
    selectFirst: boolean
  }
  /** The site has no record of the computer that boots. */
  computer?: 'unknown'
  /** The client asks a distribution point for content, and cannot sign in there. */
  signsIn?: 'without-account' | 'wrong-password'
  /** Fault of the site system. */
  fault?: Fault
  /** The status with which the site system answers by a script. */
  scriptedAnswer?: number
  /** Fault of the point that publishes the revocation lists. */
  revocationListFault?: Fault | RevocationListFault
  /** The versions of TLS under which it can be provoked; all by default. */
  tls?: readonly ('1.2' | '1.3')[]
  /** The ways of refusing a client under which it can be provoked; all by default. */
  refusal?: readonly ('handshake' | 'iis')[]
}
/** Id of a failure in the catalogue. */
type FailureId =
  | 'account-refused'
  | 'address-rejected'
  | 'answer-garbage'
  | 'answer-reset'
  | 'answer-stalled'
  | 'answer-to-another-request'
  | 'answer-too-slow'
  | 'answer-truncated'
  | 'boot-file-missing'
  | 'boot-file-refused'
  | 'boot-file-stalled'
  | 'boot-file-unnamed'
  | 'boot-server-silent'
  | 'cipher-not-shared'
  | 'client-certificate-authority-expired'
  | 'client-certificate-authority-renewed'
  | 'client-certificate-authority-revoked'
  | 'client-certificate-criteria-unreadable'
  | 'client-certificate-expired'
  | 'client-certificate-incomplete-chain'
  | 'client-certificate-key-mismatch'
  | 'client-certificate-missing'
  | 'client-certificate-none-matching'
  | 'client-certificate-not-yet-valid'
  | 'client-certificate-revoked'
  | 'client-certificate-self-signed'
  | 'client-certificate-several-matching'
  | 'client-certificate-untrusted'
  | 'client-certificate-weak-hash'
  | 'client-certificate-weak-key'
  | 'client-certificate-without-private-key'
  | 'client-certificate-without-subject'
  | 'client-certificate-wrong-usage'
  | 'client-clock-ahead'
  | 'client-clock-behind'
  | 'closed-in-conversation'
  | 'computer-unknown'
  | 'connection-closed'
  | 'connection-reset'
  | 'directory-bind-refused'
  | 'directory-busy'
  | 'directory-container-missing'
  | 'directory-listing-denied'
  | 'directory-search-refused'
  | 'execute-forbidden'
  | 'file-server-silent'
  | 'handshake-closed'
  | 'handshake-garbage'
  | 'handshake-reset'
  | 'handshake-silent'
  | 'http-to-https-port'
  | 'https-to-http-port'
  | 'issuer-list-incomplete'
  | 'listens-on-another-port'
  | 'mapper-denied-access'
  | 'method-not-allowed'
  | 'mode-never-told'
  | 'mode-not-told-yet'
  | 'mode-told-otherwise'
  | 'name-not-resolved'
  | 'name-rejected'
  | 'name-service-failure'
  | 'name-service-refused'
  | 'name-service-silent'
  | 'no-account-to-sign-in'
  | 'no-answer'
  | 'no-boot-offer'
  | 'no-route'
  | 'not-authorized'
  | 'not-served-by-this-protocol'
  | 'nothing-listens'
  | 'policy-server-silent'
  | 'read-forbidden'
  | 'request-closed'
  | 'request-reset'
  | 'revocation-list-expired'
  | 'revocation-list-missing'
  | 'revocation-list-unreachable'
  | 'revocation-list-wrongly-signed'
  | 'root-store-mixed'
  | 'scripted-misbehaviour'
  | 'secret-not-shared'
  | 'server-certificate-authority-expired'
  | 'server-certificate-authority-renewed'
  | 'server-certificate-authority-revoked'
  | 'server-certificate-expired'
  | 'server-certificate-incomplete-chain'
  | 'server-certificate-key-mismatch'
  | 'server-certificate-not-yet-valid'
  | 'server-certificate-revoked'
  | 'server-certificate-self-signed'
  | 'server-certificate-untrusted'
  | 'server-certificate-weak-hash'
  | 'server-certificate-weak-key'
  | 'server-certificate-without-private-key'
  | 'server-certificate-wrong-host'
  | 'server-certificate-wrong-usage'
  | 'server-error'
  | 'server-silent'
  | 'service-unavailable'
  | 'share-access-denied'
  | 'share-connections-exhausted'
  | 'share-dialect-not-shared'
  | 'share-missing'
  | 'share-package-missing'
  | 'share-sign-in-refused'
  | 'share-without-account'
  | 'ssl-required'
  | 'statement-not-validated'
  | 'statement-refused'
  | 'strong-encryption-required'
  | 'tls-version-not-shared'
  | 'too-many-clients'
  | 'unexpected-answer'
  | 'write-forbidden'
  | 'wrong-name-resolved'
/** What an attempt can be diagnosed with: a failure of the catalogue, or `unexplained`. */
type DiagnosisId = FailureId | 'unexplained'

declare const outcomes: readonly ['answered', 'failed', 'withheld', 'contradicted']
/**
 * `answered`: the role's own answer came over a connection that a listener accepted and answered. `withheld`: the client's
 * rules forbade the attempt, and no listener heard of it. `contradicted`: the two ends do not bear each other out.
 */
type Outcome = (typeof outcomes)[number]
/** A role of site systems, or of a computer in which clients look others up. */
type ContactedRole = SiteSystemRole | 'domain-controller' | 'name-server'
/** One client's attempt at one site system by one protocol: the unit of evidence. This is its JSON shape as well. */
interface Attempt {
  /** `a17`; unique within a run. */
  id: string
  /** Its name in the hierarchy. */
  client: string
  /** Mode in which the client acted. */
  clientMode: SiteMode
  /** The attempt was made against the client's rules, to see what happens on the wire. */
  forced: boolean
  /** The role that was contacted: `management-point`. Lookups name `domain-controller` or `name-server`. */
  role: OpenId<ContactedRole>
  /** `assigned`: the site is the one the client is assigned to; `resident`: the one it is in now. */
  relation: 'assigned' | 'resident'
  /** null when the client found no site to contact. */
  site: string | null
  /** FQDN of the site system. */
  system: string | null
  /** What it was made by; lookups are made by `ldap`, `dns` or `wins`. */
  protocol: Protocol | LookupProtocol
  /** Address that was asked, with its scheme; null where no socket was opened. */
  url: string | null
  /** The source from which the client knows where this system is; null where nobody told, and no socket was opened. */
  told: Told | null
  /** `withheld` where a rule forbade it, `contradicted` where the two ends do not bear each other out. */
  outcome: Outcome
  /** What the client says and what the servers say, where they contradict each other; null unless `contradicted`. */
  contradiction: string | null
  /** The sentence of the rule that led to this attempt or withheld it. */
  why: string
  /** Id of that rule. */
  rule: OpenId<RuleId>
  /** HTTP status, when one was received. */
  status: number | null
  /** The substatus of IIS: 7 in 403.7. */
  substatus: number | null
  /** null when this end saw nothing wrong. */
  client_end: ClientEvidence | null
  /** What the server saw; null when it saw nothing wrong. */
  server_end: EndEvidence | null
  /** Id of a catalogue entry; null unless the attempt failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** The completed handshake; null where there was none. */
  tls: TlsEvidence | null
  /** Id of the attempt that this one follows up: same client and system, another port. */
  after: string | null
  /** ISO 8601, by the simulation's clock. */
  startedAt: string
  /** Milliseconds, by the machine's clock. */
  durationMs: number
}

/** `answered`: the server replied and saw nothing wrong, though a script may have had it wait or answer like this; `unanswered`: it saw nothing wrong, and there was no reply. */
declare const foreignOutcomes: readonly ['answered', 'failed', 'unanswered']
/**
 * A connection that no simulated client made, once it is over: from curl, a browser or a client of your own. Only the
 * server's end is known. This is its JSON shape as well.
 */
interface ForeignConnection extends ConnectionEnds {
  /** `c1`, in the order in which connections ended. */
  id: string
  /** ISO 8601, by the simulation's clock: when it ended. */
  at: string
  /** FQDN of the system that listens. */
  system: string
  /** Protocol of the listener. */
  protocol: Protocol | LookupProtocol
  /** `unanswered` where the client left before any reply, and the server saw nothing wrong. */
  outcome: (typeof foreignOutcomes)[number]
  /** `TLSv1.3`; null where the two ends agreed on none. */
  tls: string | null
  /** What a completed handshake showed of the client's certificate; null where none was completed. */
  clientCertificate: SeenCertificate | null
  /** The client's own certificate; null where it showed none. Long names are cut short. */
  certificate: CertificateEvidence | null
  /** How many the server gave. */
  replies: number
  /** HTTP status and substatus of the last reply. */
  status: number | null
  /** The substatus of IIS: 7 in 403.7; null without one. */
  substatus: number | null
  /** The first failure that the server saw; of an answer that a script has it give, `SCRIPTED`; null otherwise. */
  server_end: EndEvidence | null
  /** The first of the candidates, `unexplained` where there is none; null unless `failed`. */
  diagnosis: FailureId | 'unexplained' | null
  /**
   * Ids of the catalogue's entries that can explain the server's evidence, the most likely first; of a client that left
   * after the handshake without any reply, those that it can have had for a reason.
   */
  candidates: FailureId[]
  /** What the server did that is legal and unusual; absent where it did nothing of the kind. */
  unusual?: UnusualBehaviour[]
  /** Milliseconds from its acceptance to its end, by the machine's clock. */
  durationMs: number
}

/** Location of the client; by default on the intranet, outside all boundaries. */
interface LocationInput {
  /** IP address of the client on the intranet. */
  address?: string | undefined
  /** Name of its Active Directory site. */
  activeDirectorySite?: string | undefined
  /**
   * Code of a site, in whose boundaries it gets a place of its own, in place of an
   * address.
   */
  site?: string | undefined
  /** True: the client is on the Internet, not on the intranet. */
  internet?: boolean | undefined
}
/** A client. */
interface ClientInput {
  /** Computer name; with the domain of the hierarchy it is its FQDN. */
  name: string
  /**
   * Computer or mobile device.
   * @defaultValue "computer"
   */
  kind?: 'computer' | 'mobile-device' | undefined
  /**
   * Version of its client software.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /**
   * Code of a primary site; auto: the site whose boundaries contain the client;
   * none: not assigned yet.
   * @defaultValue "auto"
   */
  assignedSite?: OpenId<'auto' | 'none'> | undefined
  /**
   * Mode that the client is installed for (CCMSetup's /native); once assigned, it
   * takes the mode of its site.
   */
  mode?: SiteMode | undefined
  /**
   * Whether it is in a domain of the forest: it signs in, knows its Active Directory
   * site, and reads what sites publish, which is global roaming. False: a workgroup,
   * or a domain elsewhere.
   * @defaultValue true
   */
  activeDirectory?: boolean | undefined
  /**
   * broken: its computer account has another password in the domain, as after a
   * restore from an old copy, and no server lets it sign in. Of a computer in Active
   * Directory only.
   * @defaultValue "trusted"
   */
  computerAccount?: 'trusted' | 'broken' | undefined
  /**
   * "HTTP communication for roaming and site assignment": its own setting, or that
   * of its site.
   * @defaultValue "inherit"
   */
  httpForRoaming?: boolean | 'inherit' | undefined
  /**
   * The management point that SMSMP= names, to which it keeps where it is told of no
   * other. By default that of its site, if it has no other way to find one.
   */
  managementPoint?: string | undefined
  /** The server locator point that SMSSLP= names. */
  serverLocatorPoint?: string | undefined
  /** The fallback status point that FSP= names. */
  fallbackStatusPoint?: string | undefined
  /**
   * DNS suffix under which it looks for its management point (DNSSUFFIX=). Without
   * it, it does not look in DNS.
   */
  dnsSuffix?: string | undefined
  /**
   * Whether it looks for management points and server locator points in WINS. Real
   * clients look unless installed with SMSDIRECTORYLOOKUP=NOWINS; here the default
   * is false.
   * @defaultValue false
   */
  wins?: boolean | undefined
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string | undefined
  /**
   * Whether it always behaves as on the Internet, wherever it is (CCMALWAYSINF=1).
   * @defaultValue false
   */
  alwaysOnInternet?: boolean | undefined
  /**
   * Size of its cache of downloaded packages; a mobile device has none.
   * @defaultValue "5 GiB"
   */
  cacheSize?: number | string | undefined
  /**
   * Contents of its certificate store: the name of a recipe, a list of names,
   * several-matching (two good certificates), none, or unknown, with which it acts
   * as without one.
   * @defaultValue "good"
   */
  certificate?: CertificateRecipe | 'several-matching' | 'none' | 'unknown' | CertificateRecipe[] | undefined
  /**
   * Whether the root of the hierarchy's certificates is among the trusted roots of
   * the computer. Boot media and computers in a perimeter network often lack it.
   * @defaultValue true
   */
  trustsRoot?: boolean | undefined
  /**
   * How far its clock is wrong, by which it judges certificates and revocation
   * lists; right by default.
   */
  clock?:
    | {
        /** How far it is behind, such as 100 d. */
        behind?: string | undefined
        /** How far it is ahead, such as 2 h. */
        ahead?: string | undefined
      }
    | undefined
  /**
   * State of the computer at its site when it boots from the network: advertised (a
   * task sequence is advertised to it), not-advertised (known, without a task
   * sequence), or unknown.
   * @defaultValue "advertised"
   */
  pxeBoot?: 'advertised' | 'not-advertised' | 'unknown' | undefined
  /** Location of the client; by default on the intranet, outside all boundaries. */
  at?: LocationInput | undefined
  /**
   * Command line of CCMSetup, or its properties alone, as in SMSSITECODE=OSL
   * /native:FALLBACK FSP=ss.osl; it fills in the fields that it speaks of.
   */
  install?: string | undefined
}
/** Clients as exported from the product. */
interface ImportInput {
  /** Path of a table of clients (CSV), relative to this file. */
  from: string
  /**
   * Headings of the columns; by default the product's, such as Name and
   * SMSAssignedSites.
   */
  columns?:
    | {
        /** Of computer names; by default Name. */
        name?: string | undefined
        /** Of the codes of assigned sites; by default SMSAssignedSites. */
        assignedSite?: string | undefined
        /** Of addresses; by default IPAddresses. */
        address?: string | undefined
        /** Of Active Directory sites; by default ADSiteName. */
        activeDirectorySite?: string | undefined
        /** Of versions of the client software; by default ClientVersion. */
        version?: string | undefined
        /** Of domains and workgroups; by default ResourceDomainORWorkgroup. */
        domain?: string | undefined
        /**
         * Of states of topic 1100: 2 for ready, 1 for not ready, nothing where nobody
         * knows; by default NativeModeReady or StateID.
         */
        readiness?: string | undefined
      }
    | undefined
  /**
   * Domains of the forest as the table names them; clients of others do not read
   * Active Directory. By default the first part of the domain of the hierarchy, or
   * all of it.
   */
  domains?: string[] | undefined
}
/** Clients that are alike. None exists before a step has to do with it. */
interface GroupInput {
  /**
   * Name of the group. Its clients are called by it with a number: KIOSKS-1,
   * KIOSKS-2 and so on.
   */
  name: string
  /** Number of clients in the group. */
  count: number
  /**
   * Computer or mobile device.
   * @defaultValue "computer"
   */
  kind?: 'computer' | 'mobile-device' | undefined
  /**
   * Version of its client software.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /**
   * Code of a primary site; auto: the site whose boundaries contain the client;
   * none: not assigned yet.
   * @defaultValue "auto"
   */
  assignedSite?: OpenId<'auto' | 'none'> | undefined
  /**
   * Mode that the client is installed for (CCMSetup's /native); once assigned, it
   * takes the mode of its site.
   */
  mode?: SiteMode | undefined
  /**
   * Whether it is in a domain of the forest: it signs in, knows its Active Directory
   * site, and reads what sites publish, which is global roaming. False: a workgroup,
   * or a domain elsewhere.
   * @defaultValue true
   */
  activeDirectory?: boolean | undefined
  /**
   * broken: its computer account has another password in the domain, as after a
   * restore from an old copy, and no server lets it sign in. Of a computer in Active
   * Directory only.
   * @defaultValue "trusted"
   */
  computerAccount?: 'trusted' | 'broken' | undefined
  /**
   * "HTTP communication for roaming and site assignment": its own setting, or that
   * of its site.
   * @defaultValue "inherit"
   */
  httpForRoaming?: boolean | 'inherit' | undefined
  /**
   * The management point that SMSMP= names, to which it keeps where it is told of no
   * other. By default that of its site, if it has no other way to find one.
   */
  managementPoint?: string | undefined
  /** The server locator point that SMSSLP= names. */
  serverLocatorPoint?: string | undefined
  /** The fallback status point that FSP= names. */
  fallbackStatusPoint?: string | undefined
  /**
   * DNS suffix under which it looks for its management point (DNSSUFFIX=). Without
   * it, it does not look in DNS.
   */
  dnsSuffix?: string | undefined
  /**
   * Whether it looks for management points and server locator points in WINS. Real
   * clients look unless installed with SMSDIRECTORYLOOKUP=NOWINS; here the default
   * is false.
   * @defaultValue false
   */
  wins?: boolean | undefined
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string | undefined
  /**
   * Whether it always behaves as on the Internet, wherever it is (CCMALWAYSINF=1).
   * @defaultValue false
   */
  alwaysOnInternet?: boolean | undefined
  /**
   * Size of its cache of downloaded packages; a mobile device has none.
   * @defaultValue "5 GiB"
   */
  cacheSize?: number | string | undefined
  /**
   * Contents of its certificate store: the name of a recipe, a list of names,
   * several-matching (two good certificates), none, or unknown, with which it acts
   * as without one.
   * @defaultValue "good"
   */
  certificate?: CertificateRecipe | 'several-matching' | 'none' | 'unknown' | CertificateRecipe[] | undefined
  /**
   * Whether the root of the hierarchy's certificates is among the trusted roots of
   * the computer. Boot media and computers in a perimeter network often lack it.
   * @defaultValue true
   */
  trustsRoot?: boolean | undefined
  /**
   * How far its clock is wrong, by which it judges certificates and revocation
   * lists; right by default.
   */
  clock?:
    | {
        /** How far it is behind, such as 100 d. */
        behind?: string | undefined
        /** How far it is ahead, such as 2 h. */
        ahead?: string | undefined
      }
    | undefined
  /**
   * State of the computer at its site when it boots from the network: advertised (a
   * task sequence is advertised to it), not-advertised (known, without a task
   * sequence), or unknown.
   * @defaultValue "advertised"
   */
  pxeBoot?: 'advertised' | 'not-advertised' | 'unknown' | undefined
  /** Location of the client; by default on the intranet, outside all boundaries. */
  at?: LocationInput | undefined
  /**
   * Command line of CCMSetup, or its properties alone, as in SMSSITECODE=OSL
   * /native:FALLBACK FSP=ss.osl; it fills in the fields that it speaks of.
   */
  install?: string | undefined
  /** The sites that clients of the group visit. */
  visits?:
    | {
        /** Code of the site that they visit. */
        site: string
        /** Share of the group that does, such as 10%: the first clients of it. */
        share: string
      }[]
    | undefined
}
/**
 * Instead of client: all clients, those of a group, or those of a site. What is
 * expected is expected of each.
 */
type SelectionInput =
  | 'all'
  | {
      /** Name of a group: all of its clients. */
      group: string
      /** Code of a site that a part of the group visits: that part alone. */
      visiting?: string | undefined
    }
  | {
      /** Code of a primary site: all clients assigned to it in the file. */
      site: string
    }
/** Stable codes of what can be wrong with an input; docs/findings.md explains each. */
type FindingCode =
  | 'accepted-in-vain'
  | 'active-directory-site-unknown'
  | 'approval-in-native-site'
  | 'assigned-to-secondary'
  | 'assignment-without-boundary'
  | 'bits-beyond-mask'
  | 'boundary-kind'
  | 'branch-without-source'
  | 'certificate-without-key'
  | 'client-and-clients'
  | 'client-named-as-system'
  | 'client-not-named'
  | 'client-outside-boundaries'
  | 'clients-without-place'
  | 'clock-behind-and-ahead'
  | 'clock-too-far'
  | 'content-too-far-away'
  | 'contradictory'
  | 'contradictory-installation'
  | 'damaged-file'
  | 'duplicate-boundary'
  | 'duplicate-client'
  | 'duplicate-group'
  | 'duplicate-key'
  | 'duplicate-misbehaviour'
  | 'duplicate-package'
  | 'duplicate-site-code'
  | 'duplicate-system'
  | 'duplicate-update'
  | 'empty-file'
  | 'file-exists'
  | 'file-not-found'
  | 'file-too-large'
  | 'fixed-dates'
  | 'fqdn-too-long'
  | 'indefinite-length'
  | 'installed-otherwise'
  | 'internet-with-intranet'
  | 'key-without-certificate'
  | 'malformed'
  | 'malformed-address'
  | 'malformed-boundary'
  | 'malformed-name'
  | 'malformed-site'
  | 'malformed-table'
  | 'malformed-version'
  | 'misbehaviour-answers-twice'
  | 'misbehaviour-of-whom'
  | 'misbehaviour-out-of-place'
  | 'misbehaviour-without-deed'
  | 'missing-field'
  | 'mode-without-attempt'
  | 'module-failed'
  | 'more-rows'
  | 'name-taken'
  | 'named-as-member'
  | 'native-setting-in-mixed-site'
  | 'native-under-mixed'
  | 'neither-recording-nor-plan'
  | 'no-account-to-sign-in'
  | 'no-authority'
  | 'no-certificate'
  | 'no-certificate-for-native-site'
  | 'no-client'
  | 'no-code'
  | 'no-default-export'
  | 'no-fallback-status-point'
  | 'no-fixed-addresses'
  | 'no-fleet'
  | 'no-folder'
  | 'no-key'
  | 'no-log'
  | 'no-management-point'
  | 'no-manifest'
  | 'no-name-column'
  | 'no-parts'
  | 'no-permission'
  | 'no-plan'
  | 'no-recording'
  | 'no-scenarios'
  | 'no-such-system'
  | 'no-total'
  | 'no-way-to-management-point'
  | 'nobody-in-forest'
  | 'not-a-file'
  | 'not-a-fleet'
  | 'not-a-folder'
  | 'not-a-hierarchy'
  | 'not-a-scenario'
  | 'not-allowed'
  | 'not-divisible'
  | 'not-text'
  | 'not-yaml'
  | 'nothing-to-compare'
  | 'on-demand-without-protection'
  | 'on-demand-without-source'
  | 'other-host'
  | 'out-of-range'
  | 'overlapping-boundaries'
  | 'package-nowhere'
  | 'packages-without-distribution-point'
  | 'parent-is-secondary'
  | 'passphrase-missing'
  | 'passphrase-wrong'
  | 'port-with-two-protocols'
  | 'primary-without-mode'
  | 'property-of-the-site'
  | 'protocol-of-a-name'
  | 'protocol-without-force'
  | 'publishing-without-schema'
  | 'readiness-unknown'
  | 'recording-and-plan'
  | 'recording-too-large'
  | 'repeated-role'
  | 'repeated-visit'
  | 'reserved-name'
  | 'reserved-site-code'
  | 'revoke-one-holder'
  | 'role-not-named'
  | 'same-port'
  | 'second-table'
  | 'secondary-with-mode'
  | 'secondary-with-setting'
  | 'secondary-without-parent'
  | 'setting-without-effect'
  | 'several-central-sites'
  | 'several-documents'
  | 'several-sites'
  | 'site-cycle'
  | 'site-with-place'
  | 'site-without-boundaries'
  | 'standard-input-again'
  | 'step-with-two-actions'
  | 'step-without-action'
  | 'step-without-client'
  | 'step-without-result'
  | 'subnet-without-mask'
  | 'supernet-boundary'
  | 'switch-of-secondary'
  | 'switch-out-of-order'
  | 'switch-to-same-mode'
  | 'system-without-role'
  | 'table-without-file'
  | 'threshold-of-nothing'
  | 'too-many-clients'
  | 'too-many-shards'
  | 'too-many-site-systems'
  | 'uneven-row'
  | 'unknown-client'
  | 'unknown-code'
  | 'unknown-column'
  | 'unknown-diagnosis'
  | 'unknown-encryption'
  | 'unknown-entry'
  | 'unknown-field'
  | 'unknown-group'
  | 'unknown-misbehaviour'
  | 'unknown-package'
  | 'unknown-parent'
  | 'unknown-property'
  | 'unknown-role'
  | 'unknown-rule'
  | 'unknown-site'
  | 'unknown-system'
  | 'unknown-table'
  | 'unknown-update'
  | 'unknown-visit'
  | 'unreadable'
  | 'unreadable-capture'
  | 'unreadable-criteria'
  | 'unreadable-file'
  | 'unreadable-readiness'
  | 'unsafe-folder'
  | 'unspoken-protocol'
  | 'unusable-certificate'
  | 'unusable-url'
  | 'update-in-other-package'
  | 'utf-16'
  | 'weak-token'
  | 'wrong-type'
/** Stable codes of warnings that a hierarchy can accept; docs/findings.md explains each. */
type AcceptableCode =
  | 'active-directory-site-unknown'
  | 'approval-in-native-site'
  | 'assignment-without-boundary'
  | 'bits-beyond-mask'
  | 'branch-without-source'
  | 'client-outside-boundaries'
  | 'clients-without-place'
  | 'content-too-far-away'
  | 'contradictory-installation'
  | 'duplicate-boundary'
  | 'duplicate-client'
  | 'malformed-address'
  | 'malformed-name'
  | 'malformed-site'
  | 'malformed-version'
  | 'more-rows'
  | 'name-taken'
  | 'native-setting-in-mixed-site'
  | 'no-account-to-sign-in'
  | 'no-certificate-for-native-site'
  | 'no-client'
  | 'no-fallback-status-point'
  | 'no-management-point'
  | 'no-way-to-management-point'
  | 'nobody-in-forest'
  | 'on-demand-without-protection'
  | 'on-demand-without-source'
  | 'overlapping-boundaries'
  | 'package-nowhere'
  | 'property-of-the-site'
  | 'publishing-without-schema'
  | 'readiness-unknown'
  | 'repeated-role'
  | 'repeated-visit'
  | 'reserved-site-code'
  | 'setting-without-effect'
  | 'several-central-sites'
  | 'several-sites'
  | 'supernet-boundary'
  | 'uneven-row'
  | 'unknown-property'
  | 'unknown-site'
  | 'unreadable-readiness'

/** The protocols whose requests a script can meet. */
declare const scripted: {
  readonly http: {
    readonly operations: readonly []
    readonly traits: readonly ['path']
    readonly faults: readonly [
      'silent-after-request',
      'reset-after-request',
      'closed-after-request',
      'garbage-answer',
      'silent-in-answer',
      'reset-in-answer',
      'truncated',
      'slow',
    ]
    readonly unusual: readonly [
      'field-order',
      'field-case',
      'field-whitespace',
      'unknown-fields',
      'reason-phrase',
      'interim-response',
      'chunked',
      'xml-form',
    ]
    readonly of: 'http'
  }
  readonly https: {
    readonly operations: readonly []
    readonly traits: readonly ['path']
    readonly faults: readonly [
      'silent-after-request',
      'reset-after-request',
      'closed-after-request',
      'garbage-answer',
      'silent-in-answer',
      'reset-in-answer',
      'truncated',
      'slow',
    ]
    readonly unusual: readonly [
      'field-order',
      'field-case',
      'field-whitespace',
      'unknown-fields',
      'reason-phrase',
      'interim-response',
      'chunked',
      'xml-form',
    ]
    readonly of: 'https'
  }
  readonly smb: {
    readonly of: 'smb'
    readonly operations: readonly [
      'negotiate',
      'session-setup',
      'logoff',
      'tree-connect',
      'tree-disconnect',
      'create',
      'close',
      'flush',
      'read',
      'write',
      'ioctl',
      'echo',
      'query-directory',
      'query-info',
      'set-info',
    ]
    readonly traits: readonly ['path']
    readonly errors: {
      readonly named: {
        readonly STATUS_INFO_LENGTH_MISMATCH: 3221225476
        readonly STATUS_INVALID_HANDLE: 3221225480
        readonly STATUS_INVALID_PARAMETER: 3221225485
        readonly STATUS_NO_SUCH_FILE: 3221225487
        readonly STATUS_INVALID_DEVICE_REQUEST: 3221225488
        readonly STATUS_END_OF_FILE: 3221225489
        readonly STATUS_ACCESS_DENIED: 3221225506
        readonly STATUS_BUFFER_TOO_SMALL: 3221225507
        readonly STATUS_OBJECT_NAME_INVALID: 3221225523
        readonly STATUS_OBJECT_NAME_NOT_FOUND: 3221225524
        readonly STATUS_OBJECT_PATH_NOT_FOUND: 3221225530
        readonly STATUS_SHARING_VIOLATION: 3221225539
        readonly STATUS_LOGON_FAILURE: 3221225581
        readonly STATUS_DISK_FULL: 3221225599
        readonly STATUS_INSUFFICIENT_RESOURCES: 3221225626
        readonly STATUS_MEDIA_WRITE_PROTECTED: 3221225634
        readonly STATUS_FILE_IS_A_DIRECTORY: 3221225658
        readonly STATUS_NOT_SUPPORTED: 3221225659
        readonly STATUS_NETWORK_NAME_DELETED: 3221225673
        readonly STATUS_BAD_NETWORK_NAME: 3221225676
        readonly STATUS_REQUEST_NOT_ACCEPTED: 3221225680
        readonly STATUS_NOT_A_DIRECTORY: 3221225731
        readonly STATUS_FILE_CLOSED: 3221225768
        readonly STATUS_USER_SESSION_DELETED: 3221225987
      }
      readonly least: 3221225473
      readonly most: 4294967295
    }
    readonly faults: readonly [
      'silent-after-request',
      'reset-after-request',
      'closed-after-request',
      'garbage-answer',
      'silent-in-answer',
      'reset-in-answer',
      'truncated',
      'slow',
    ]
    readonly unusual: readonly ['list-order']
  }
  readonly ldap: {
    readonly of: 'ldap'
    readonly operations: readonly [
      'bind',
      'search',
      'compare',
      'modify',
      'add',
      'delete',
      'modify-dn',
      'extended',
    ]
    readonly traits: readonly ['base', 'filter']
    readonly errors: {
      readonly named: {
        readonly operationsError: 1
        readonly protocolError: 2
        readonly timeLimitExceeded: 3
        readonly sizeLimitExceeded: 4
        readonly authMethodNotSupported: 7
        readonly strongerAuthRequired: 8
        readonly adminLimitExceeded: 11
        readonly unavailableCriticalExtension: 12
        readonly confidentialityRequired: 13
        readonly noSuchAttribute: 16
        readonly undefinedAttributeType: 17
        readonly inappropriateMatching: 18
        readonly noSuchObject: 32
        readonly invalidDNSyntax: 34
        readonly inappropriateAuthentication: 48
        readonly invalidCredentials: 49
        readonly insufficientAccessRights: 50
        readonly busy: 51
        readonly unavailable: 52
        readonly unwillingToPerform: 53
        readonly other: 80
      }
      readonly least: 1
      readonly most: 255
    }
    readonly faults: readonly [
      'silent-after-request',
      'reset-after-request',
      'closed-after-request',
      'garbage-answer',
      'silent-in-answer',
      'reset-in-answer',
      'truncated',
      'slow',
    ]
    readonly unusual: readonly ['entry-order', 'attribute-order', 'attribute-case', 'long-lengths']
  }
  readonly dns: {
    readonly of: 'dns'
    readonly operations: readonly []
    readonly traits: readonly ['question']
    readonly errors: {
      readonly named: {
        readonly FORMERR: 1
        readonly SERVFAIL: 2
        readonly NXDOMAIN: 3
        readonly NOTIMP: 4
        readonly REFUSED: 5
      }
      readonly least: 1
      readonly most: 15
    }
    readonly faults: readonly ['silent-after-request', 'garbage-answer', 'truncated']
    readonly unusual: readonly ['no-additional-records', 'repeated-answer']
  }
  readonly wins: {
    readonly of: 'wins'
    readonly operations: readonly []
    readonly traits: readonly ['question']
    readonly errors: {
      readonly named: {
        readonly FMT_ERR: 1
        readonly SRV_ERR: 2
        readonly NAM_ERR: 3
        readonly IMP_ERR: 4
        readonly RFS_ERR: 5
      }
      readonly least: 1
      readonly most: 15
    }
    readonly faults: readonly ['silent-after-request', 'garbage-answer', 'truncated']
    readonly unusual: readonly ['repeated-answer']
  }
  readonly dhcp: {
    readonly of: 'pxe'
    readonly operations: readonly ['discover', 'request']
    readonly traits: readonly []
    readonly faults: readonly ['silent-after-request', 'garbage-answer', 'truncated']
    readonly unusual: readonly ['option-order', 'repeated-answer']
  }
  readonly tftp: {
    readonly of: 'pxe'
    readonly operations: readonly []
    readonly traits: readonly ['path']
    readonly errors: {
      readonly named: {
        readonly notDefined: 0
        readonly fileNotFound: 1
        readonly accessViolation: 2
        readonly diskFull: 3
        readonly illegalOperation: 4
        readonly unknownTransfer: 5
        readonly fileExists: 6
        readonly noSuchUser: 7
        readonly optionsRefused: 8
      }
      readonly least: 1
      readonly most: 65535
    }
    readonly faults: readonly ['silent-after-request', 'garbage-answer', 'truncated', 'silent-in-answer']
    readonly unusual: readonly ['small-blocks', 'acknowledgment-order', 'repeated-answer']
  }
  readonly soh: {
    readonly of: 'soh'
    readonly operations: readonly []
    readonly traits: readonly []
    readonly errors: {
      readonly named: {
        readonly 'Access-Reject': 3
        readonly 'Access-Challenge': 11
      }
      readonly least: 3
      readonly most: 255
    }
    readonly faults: readonly ['silent-after-request', 'garbage-answer', 'truncated']
    readonly unusual: readonly ['radius-order', 'repeated-answer']
  }
}
/** A protocol whose requests a script can meet. */
type ScriptedProtocol = 'dhcp' | 'dns' | 'http' | 'https' | 'ldap' | 'smb' | 'soh' | 'tftp' | 'wins'
/** The kind of a request, as scripts name it. */
type ScriptedOperation<P extends ScriptedProtocol = ScriptedProtocol> =
  (typeof scripted)[P]['operations'][number]
/** What else a request is told apart by. `path`: in a share it begins with the name of the share; by TFTP it has slashes. */
declare const requestTraits: readonly ['path', 'base', 'filter', 'question']
/** A trait that a script can tell requests apart by. */
type RequestTrait = (typeof requestTraits)[number]
/** A request, as far as a script may name it. */
type AskedRequest = {
  /** The kind of the request; absent for all kinds. */
  operation?: ScriptedOperation | undefined
} & Partial<Record<RequestTrait, string | undefined>>
/** An answer of a web server in place of its own. */
interface OwnAnswer {
  /** HTTP status code. */
  status: number
  /** Besides the ones of every answer. */
  headers?: Readonly<Record<string, string>> | undefined
  /** Sent as UTF-8. */
  body: string
}
/** What may befall a request, by the field that says so. */
interface DeedValues {
  /** Milliseconds before the answer. */
  delayMs: number
  /** In place of the web server's own. */
  answer: OwnAnswer
  /** By name or by number: an NTSTATUS, a result code of LDAP, a response code of DNS or WINS, an error of TFTP, a code of RADIUS. */
  error: string | number
  /** In place of an answer. */
  fault: AnswerFault
  /** An answer as its standard allows it, and as servers seldom give it. */
  unusual: UnusualBehaviour
}
/** What a script has a server do, by the field that says so. */
type Deed = 'answer' | 'delayMs' | 'error' | 'fault' | 'unusual'
/** Which of the requests that match misbehave. */
type WhichRequests =
  | {
      /** That one, counted from 1. */
      nth: number
    }
  | {
      /** That one and all after it. */
      from: number
    }
  | {
      /** Of all of them so many, from 0 to 1. */
      share: number
      /** The same requests for the same seed. */
      seed: number
    }
/** What a host does amiss, as a script has it. */
type Misbehaviour = AskedRequest & {
  /** By which the step `behave` ends it. */
  name: string
  /** Name or FQDN; either this or a role. */
  system?: string | undefined
  /** Every site system with it. */
  role?: string | undefined
  /** By default HTTP and HTTPS. */
  protocol?: ScriptedProtocol | undefined
  /** By default all that match. */
  requests?: WhichRequests | undefined
} & {
  [D in Deed]?: DeedValues[D] | undefined
}

/** A boundary: exactly one of subnet, range, ipv6Prefix and activeDirectorySite. */
interface BoundaryInput {
  /** An IPv4 subnet such as 10.1.0.0/16. */
  subnet?: string | undefined
  /** Addresses from the first to the last, both included: 10.9.0.10-10.9.0.99. */
  range?: string | undefined
  /** An IPv6 prefix such as fd00:1::/64. */
  ipv6Prefix?: string | undefined
  /** Name of an Active Directory site. */
  activeDirectorySite?: string | undefined
  /**
   * How well this network is connected to its site: fast (LAN), or slow or
   * unreliable.
   * @defaultValue "fast"
   */
  connection?: 'fast' | 'slow' | undefined
}
/**
 * Something that the system does amiss from the start, until the step behave ends
 * it.
 */
interface SystemMisbehaviourInput {
  /** The name by which attempts tell of it, and by which it ends. */
  name: string
  /** The protocol of the requests; by default HTTP and HTTPS, of a web server. */
  protocol?: ScriptedProtocol | undefined
  /**
   * SMB, LDAP, DHCP: the kind of request, as create, search or discover. Every kind
   * by default.
   */
  operation?: ScriptedOperation | undefined
  /**
   * HTTP, SMB, TFTP: path without its query, in a share behind the name of the share
   * (/SMSPKGC$/OSL00001/*), by TFTP with slashes (/smsboot/x86/*); * stands for any
   * characters, and case does not count. Every path by default.
   */
  path?: string | undefined
  /**
   * LDAP: the entry that a search begins at, with * as in path. Every one by
   * default.
   */
  base?: string | undefined
  /**
   * LDAP: the filter of a search as RFC 4515 writes it, (mSSMSSiteCode=OSL), with *
   * as in path. Every one by default.
   */
  filter?: string | undefined
  /**
   * DNS, WINS: the name that is asked for, with * as in path; in WINS without its
   * last byte. Every one by default.
   */
  question?: string | undefined
  /**
   * Which of the requests that match misbehave; all by default. No other request is
   * counted.
   */
  requests?:
    | {
        /** This one alone, counted from 1. */
        nth: number
      }
    | {
        /** This one and all after it, counted from 1. */
        from: number
      }
    | {
        /** A share of them: 10%, or 0.1. */
        share: string | number
        /**
         * The same seed chooses the same requests; 1 by default.
         * @defaultValue 1
         */
        seed?: number | undefined
      }
    | undefined
  /** Milliseconds, by the clock of the machine, before the request is answered. */
  delayMs?: number | undefined
  /** The answer that the request gets in place of the one of the role. */
  answer?:
    | {
        /** HTTP status, from 200 to 599, of an answer that can have a body. */
        status: number
        /** Header fields, without those that frame the message. */
        headers?: Record<string, string> | undefined
        /**
         * The body; empty by default.
         * @defaultValue ""
         */
        body?: string | undefined
      }
    | undefined
  /**
   * SMB, LDAP, DNS, WINS, TFTP, statements of health: in place of an answer, an
   * error: the name that its standard gives it (STATUS_SHARING_VIOLATION, busy,
   * SERVFAIL, SRV_ERR, accessViolation, Access-Reject), or its number.
   */
  error?: string | number | undefined
  /** In place of an answer: a fault, as break has it, for this request alone. */
  fault?: AnswerFault | undefined
  /** An answer in a legal and unusual way, as docs/unusual.md lists them. */
  unusual?: UnusualBehaviour | undefined
}
/** A site system: a server with roles. */
interface SystemInput {
  /** Name of the server; with the domain of the hierarchy it is its FQDN. */
  name: string
  /** The site system roles that it has. */
  roles: SiteSystemRole[]
  /**
   * The option "Allow clients to transfer content from this distribution point using
   * BITS, HTTP, and HTTPS".
   * @defaultValue true
   */
  httpTransfer?: boolean | undefined
  /**
   * A software update point's own SSL setting, which counts in mixed mode only;
   * native is always HTTPS. A reporting point's setting counts in both modes.
   * @defaultValue false
   */
  ssl?: boolean | undefined
  /**
   * Place of a distribution point: clients turn to one in their own subnet or Active
   * Directory site first.
   */
  at?:
    | {
        /** IP address of the server. */
        address?: string | undefined
        /** Name of its Active Directory site. */
        activeDirectorySite?: string | undefined
      }
    | undefined
  /**
   * The option "Allow clients to connect anonymously (Required for mobile device
   * clients)" of a distribution point, for mixed mode. Without it a client signs in
   * with a Windows account. Its share follows it; our choice.
   * @defaultValue false
   */
  anonymousAccess?: boolean | undefined
  /** Ids of the packages on this distribution point. */
  packages?: string[] | undefined
  /**
   * Only clients in these boundaries may use it. For distribution points and state
   * migration points.
   */
  protectedBoundaries?: BoundaryInput[] | undefined
  /**
   * Where clients may connect from: intranet, internet or both. In the console a
   * setting of native-mode systems, intranet by default; here the default is both,
   * so that a short file also serves clients on the Internet.
   * @defaultValue "both"
   */
  clientConnections?: 'intranet' | 'internet' | 'both' | undefined
  /**
   * Whether an administrator has entered this server locator point in WINS, as
   * SMS_SLP.
   * @defaultValue false
   */
  winsEntry?: boolean | undefined
  /**
   * Throttle settings of a fallback status point: the rate at which it passes state
   * messages on to its site. Further messages wait for a later interval. 10000 in
   * 3600 seconds by default.
   */
  fallbackStatus?:
    | {
        /**
         * Number of messages passed on to the site in one throttle interval.
         * @defaultValue 10000
         */
        messages?: number | undefined
        /**
         * Throttle interval (in seconds).
         * @defaultValue 3600
         */
        seconds?: number | undefined
      }
    | undefined
  /** A state migration point. */
  stateMigration?:
    | {
        /**
         * Capacity of its folder, such as 64 MiB: a request for a state store larger than
         * the remaining space is refused. No limit by default.
         */
        quota?: number | string | undefined
        /**
         * Restore-only mode: stored states can be restored; new states are refused.
         * @defaultValue false
         */
        restoreOnly?: boolean | undefined
        /**
         * How long a user state is kept once it has been restored, such as 1 d or 30 min.
         * @defaultValue "1 d"
         */
        deletionDelay?: string | undefined
      }
    | undefined
  /** A PXE service point. */
  pxe?:
    | {
        /**
         * Unknown computer support: whether a computer that the site does not know may
         * boot.
         * @defaultValue false
         */
        unknownComputers?: boolean | undefined
      }
    | undefined
  /** A management point. */
  managementPoint?:
    | {
        /**
         * Treatment of message signatures. verified: a wrong signature is refused, and a
         * missing one only on reports in native mode; required: a missing signature is
         * refused on everything but location requests; ignored: signatures are not
         * checked. Not a setting of the product.
         * @defaultValue "verified"
         */
        signatures?: 'verified' | 'required' | 'ignored' | undefined
        /**
         * Whether the body of a message must have exactly the length that its header
         * states; clients of that time differ. Not a setting of the product.
         * @defaultValue false
         */
        strictLengths?: boolean | undefined
        /**
         * "Allow devices to use this management point".
         * @defaultValue true
         */
        devices?: boolean | undefined
        /**
         * How long a registration stays pending, such as 30 s or 5 min, until a
         * confirmation request finds the client registered. By default it is registered at
         * once. Not a setting of the product, where it depends on the load.
         */
        registrationWait?: string | undefined
      }
    | undefined
  /** A branch distribution point. */
  branchDistributionPoint?:
    | {
        /**
         * How many connections its operating system accepts at a time: 10 for Windows XP
         * and Vista, 20 for Windows 7.
         * @defaultValue 10
         */
        connections?: number | undefined
      }
    | undefined
  /** Listener settings that deviate from the mode of its site: a misconfiguration. */
  listen?:
    | {
        /** Protocol that it really speaks. */
        protocol?: 'http' | 'https' | undefined
        /** Recipe of the web server certificate that it really presents. */
        certificate?: CertificateRecipe | undefined
        /**
         * How a bad client certificate is refused: handshake (the TLS connection itself)
         * or iis (HTTP 403 with a substatus, as web servers of that time answer).
         */
        refusal?: 'handshake' | 'iis' | undefined
        /** How it really treats client certificates. */
        clientCertificate?: 'require' | 'accept' | 'ignore' | undefined
        /**
         * Fault of the authorities that its web server trusts, or names to clients, as
         * break has it: one among its trusted roots is not self-signed, or its list of
         * acceptable authorities lacks the clients' own.
         */
        trust?: 'root-store-mixed' | 'issuer-list-incomplete' | undefined
      }
    | undefined
  /** Things that it does amiss from the start, as the step misbehave has them. */
  misbehave?: SystemMisbehaviourInput[] | undefined
}
/** A site. */
interface SiteInput {
  /** Site code: three of the letters A to Z and the digits 0 to 9. */
  code: string
  /**
   * Primary or secondary site.
   * @defaultValue "primary"
   */
  kind?: 'primary' | 'secondary' | undefined
  /**
   * Site mode. Required for a primary site; a secondary site has its parent's and
   * states none.
   */
  mode?: SiteMode | undefined
  /**
   * Version of Configuration Manager at the site.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /** Code of the parent site, a primary. Absent at the central site. */
  parent?: string | undefined
  /** The site's ports for client requests, 8080 and 8443 by default. */
  ports?:
    | {
        /**
         * Port for HTTP.
         * @defaultValue 8080
         */
        http?: number | undefined
        /**
         * Port for HTTPS.
         * @defaultValue 8443
         */
        https?: number | undefined
      }
    | undefined
  /** Ports of the site's software update points, 8530 and 8531 by default. */
  softwareUpdatePorts?:
    | {
        /**
         * Port for HTTP.
         * @defaultValue 8530
         */
        http?: number | undefined
        /**
         * Port for HTTPS.
         * @defaultValue 8531
         */
        https?: number | undefined
      }
    | undefined
  /** Ports of systems that do not speak HTTP. */
  otherPorts?:
    | {
        /**
         * SMB port of distribution points and state migration points; 445 in a real
         * network.
         * @defaultValue 8445
         */
        smb?: number | undefined
        /**
         * DHCP port of a PXE service point; 67 in a real network.
         * @defaultValue 8067
         */
        dhcp?: number | undefined
        /**
         * Port of the boot information negotiation layer (BINL) of a PXE service point.
         * @defaultValue 4011
         */
        binl?: number | undefined
        /**
         * TFTP port of a PXE service point; 69 in a real network.
         * @defaultValue 8069
         */
        tftp?: number | undefined
        /**
         * RADIUS port of a system health validator point.
         * @defaultValue 1812
         */
        radius?: number | undefined
      }
    | undefined
  /**
   * Whether the site publishes itself to Active Directory Domain Services, which
   * needs the extended schema.
   * @defaultValue true
   */
  publishToActiveDirectory?: boolean | undefined
  /**
   * Whether the site publishes its default management point in DNS, for clients with
   * a dnsSuffix.
   * @defaultValue false
   */
  publishToDns?: boolean | undefined
  /**
   * Native mode: "HTTP communication for roaming and site assignment", which clients
   * inherit. False by default.
   */
  httpForRoaming?: boolean | undefined
  /**
   * Native mode: whether clients check the revocation of server certificates. True
   * by default.
   */
  crlChecking?: boolean | undefined
  /** Native mode: how clients choose among several certificates. */
  certificateSelection?:
    | {
        /**
         * Selection criteria: Subject:x (the whole name, in this case), SubjectStr:x (a
         * part of it, in any case), SubjectAttr:OU = x or SubjectAttr:2.5.4.11 = x (one
         * attribute, in this case); or none.
         * @defaultValue "none"
         */
        criteria?: string | undefined
        /**
         * Whether a certificate is chosen when several match; otherwise none is.
         * @defaultValue false
         */
        selectFirst?: boolean | undefined
      }
    | undefined
  /**
   * How often clients ask for policy, such as 60 min or 4 h; 60 min by default.
   * Those that read Active Directory take over a new mode of the site within two
   * such cycles, and not sooner for one below 60 min.
   */
  policyPollingInterval?: string | undefined
  /** Mixed mode: the approval of clients. */
  clientApproval?:
    | {
        /**
         * Whose registration is approved by itself: nobody (manual), computers of trusted
         * domains, or all. The step approve does the rest.
         * @defaultValue "trusted-domains"
         */
        method?: 'manual' | 'trusted-domains' | 'all' | undefined
        /**
         * "This site contains only ConfigMgr 2007 clients": policy with sensitive data is
         * for approved clients alone. What the product's default is, is not documented
         * where we looked; our choice is true.
         * @defaultValue true
         */
        onlyNewClients?: boolean | undefined
      }
    | undefined
  /**
   * The site's Network Access Account in the domain, with which clients sign in to
   * distribution points where they have no computer account, or it is refused. None
   * by default.
   */
  networkAccessAccount?: string | undefined
  /**
   * How a bad client certificate is refused: handshake (the TLS connection itself)
   * or iis (HTTP 403 with a substatus, as web servers of that time answer).
   */
  refusal?: 'handshake' | 'iis' | undefined
  /** The networks that belong to the site. */
  boundaries?: BoundaryInput[] | undefined
  /** The site's systems. */
  systems?: SystemInput[] | undefined
}

/** A package of content. */
interface PackageInput {
  /** Package id: eight letters and digits; the first three are a site code. */
  id: string
  /**
   * Source version.
   * @defaultValue 1
   */
  version?: number | undefined
  /**
   * Size, such as 64 KiB, 1 MiB or 4096 (bytes).
   * @defaultValue "64 KiB"
   */
  size?: number | string | undefined
  /**
   * On-demand distribution: a branch distribution point fetches it when a client
   * within its protected boundaries first asks for it. Otherwise it has the package
   * from the start.
   * @defaultValue false
   */
  onDemand?: boolean | undefined
  /** Settings of the advertisement of the package's program. */
  advertisement?:
    | {
        /**
         * Behaviour of clients within a slow boundary, outside all boundaries, or in
         * another site when the content is in their assigned site: download, or do not run
         * the program.
         * @defaultValue "do-not-run"
         */
        whenSlow?: 'download' | 'do-not-run' | undefined
        /**
         * Whether the program is run from the distribution point, always by SMB, instead
         * of being downloaded.
         * @defaultValue false
         */
        runFromDistributionPoint?: boolean | undefined
        /**
         * Whether clients may fall back to unprotected distribution points when the
         * content is not available on the protected distribution point.
         * @defaultValue true
         */
        fallBackToUnprotected?: boolean | undefined
        /**
         * Whether its policy holds sensitive data, as that of a task sequence does: in
         * mixed mode it is for approved clients.
         * @defaultValue false
         */
        sensitive?: boolean | undefined
      }
    | undefined
}
/** A software update, which software update points offer. */
interface UpdateInput {
  /** Unique id of the update: a GUID, which is its configuration item's as well. */
  id: string
  /**
   * Title.
   * @defaultValue "Software update"
   */
  title?: string | undefined
  /**
   * Revision.
   * @defaultValue 1
   */
  version?: number | undefined
  /**
   * Size of its file, such as 64 KiB, 1 MiB or 4096 (bytes).
   * @defaultValue "64 KiB"
   */
  size?: number | string | undefined
  /**
   * Id of the deployment package in which distribution points hold it: list that id
   * under their packages.
   */
  package?: string | undefined
  /**
   * Settings of the deployment of the update. Without a deployment no client
   * installs it.
   */
  deployment?:
    | {
        /**
         * Behaviour of clients within a slow boundary, outside all boundaries, or in
         * another site when the update is in their assigned site: download and install it,
         * or do not install it.
         * @defaultValue "do-not-install"
         */
        whenSlow?: 'download' | 'do-not-install' | undefined
        /**
         * Whether clients may fall back to unprotected distribution points when no
         * protected one has the update.
         * @defaultValue true
         */
        fallBackToUnprotected?: boolean | undefined
      }
    | undefined
}
/**
 * A hierarchy of Configuration Manager 2007 sites. Fields that begin with x- are
 * the author's own.
 */
interface HierarchyInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /**
   * Display name.
   * @defaultValue "hierarchy"
   */
  name?: string | undefined
  /**
   * DNS suffix of every site system and client.
   * @defaultValue "sitemode.test"
   */
  domain?: string | undefined
  /**
   * Codes of warnings that are meant to be so in this file, and are not told.
   * docs/findings.md lists them.
   */
  accepts?: AcceptableCode[] | undefined
  /** TLS of all listeners and clients. */
  tls?:
    | {
        /**
         * TLS version, in quotes.
         * @defaultValue "1.2"
         */
        version?: '1.2' | '1.3' | undefined
        /**
         * Type of every key: ECDSA P-256 or RSA-2048.
         * @defaultValue "ec"
         */
        keys?: 'ec' | 'rsa' | undefined
      }
    | undefined
  /**
   * All servers do what their standards allow and servers seldom do, by chance: a
   * client that fails at it relied on luck.
   */
  unusual?:
    | {
        /** The same seed has the same chances. */
        seed: number
        /** The kinds that may happen; all by default. docs/unusual.md lists them. */
        only?: UnusualBehaviour[] | undefined
      }
    | undefined
  /**
   * Things that servers do amiss from the start, as the step misbehave has them: dc,
   * the domain controller, ns, the DNS and WINS server, crl, and any site system, or
   * all with a role.
   */
  misbehave?: MisbehaviourInput[] | undefined
  /**
   * Whether the forest's Active Directory schema is extended for Configuration
   * Manager. If not, no site can publish.
   * @defaultValue true
   */
  schemaExtended?: boolean | undefined
  /** Ports of the services that every hierarchy has beside its site systems. */
  servicePorts?:
    | {
        /**
         * LDAP port of the domain controller; 389 in a real network.
         * @defaultValue 8389
         */
        ldap?: number | undefined
        /**
         * DNS port of the name server, by UDP and TCP; 53 in a real network.
         * @defaultValue 8053
         */
        dns?: number | undefined
        /**
         * WINS port of the name server; 137 in a real network.
         * @defaultValue 8137
         */
        wins?: number | undefined
        /**
         * HTTP port of the point that publishes the revocation lists, as the certificates
         * name it.
         * @defaultValue 8080
         */
        revocationLists?: number | undefined
      }
    | undefined
  /** The sites; the central site has no parent. */
  sites: SiteInput[]
  /** The clients, one by one, or the table from which they are read. */
  clients?: ClientInput[] | ImportInput | undefined
  /** Groups of clients that are alike, each described once. */
  groups?: GroupInput[] | undefined
  /** The packages that distribution points may hold. */
  packages?: PackageInput[] | undefined
  /** The software updates that software update points offer; two examples by default. */
  updates?: UpdateInput[] | undefined
}
/** What site systems are to do wrong, and with which requests. */
interface MisbehaviourInput {
  /** The name by which attempts tell of it, and by which it ends. */
  name: string
  /**
   * Name or FQDN of a site system; or dc, the domain controller, ns, the DNS and
   * WINS server, or crl.
   */
  system?: string | undefined
  /**
   * In place of a system: every one with this role, each of which counts its own
   * requests.
   */
  role?: SiteSystemRole | undefined
  /** The protocol of the requests; by default HTTP and HTTPS, of a web server. */
  protocol?: ScriptedProtocol | undefined
  /**
   * SMB, LDAP, DHCP: the kind of request, as create, search or discover. Every kind
   * by default.
   */
  operation?: ScriptedOperation | undefined
  /**
   * HTTP, SMB, TFTP: path without its query, in a share behind the name of the share
   * (/SMSPKGC$/OSL00001/*), by TFTP with slashes (/smsboot/x86/*); * stands for any
   * characters, and case does not count. Every path by default.
   */
  path?: string | undefined
  /**
   * LDAP: the entry that a search begins at, with * as in path. Every one by
   * default.
   */
  base?: string | undefined
  /**
   * LDAP: the filter of a search as RFC 4515 writes it, (mSSMSSiteCode=OSL), with *
   * as in path. Every one by default.
   */
  filter?: string | undefined
  /**
   * DNS, WINS: the name that is asked for, with * as in path; in WINS without its
   * last byte. Every one by default.
   */
  question?: string | undefined
  /**
   * Which of the requests that match misbehave; all by default. No other request is
   * counted.
   */
  requests?:
    | {
        /** This one alone, counted from 1. */
        nth: number
      }
    | {
        /** This one and all after it, counted from 1. */
        from: number
      }
    | {
        /** A share of them: 10%, or 0.1. */
        share: string | number
        /**
         * The same seed chooses the same requests; 1 by default.
         * @defaultValue 1
         */
        seed?: number | undefined
      }
    | undefined
  /** Milliseconds, by the clock of the machine, before the request is answered. */
  delayMs?: number | undefined
  /** The answer that the request gets in place of the one of the role. */
  answer?:
    | {
        /** HTTP status, from 200 to 599, of an answer that can have a body. */
        status: number
        /** Header fields, without those that frame the message. */
        headers?: Record<string, string> | undefined
        /**
         * The body; empty by default.
         * @defaultValue ""
         */
        body?: string | undefined
      }
    | undefined
  /**
   * SMB, LDAP, DNS, WINS, TFTP, statements of health: in place of an answer, an
   * error: the name that its standard gives it (STATUS_SHARING_VIOLATION, busy,
   * SERVFAIL, SRV_ERR, accessViolation, Access-Reject), or its number.
   */
  error?: string | number | undefined
  /** In place of an answer: a fault, as break has it, for this request alone. */
  fault?: AnswerFault | undefined
  /** An answer in a legal and unusual way, as docs/unusual.md lists them. */
  unusual?: UnusualBehaviour | undefined
}

/** How often something ended in one way. */
interface Fate {
  /** Group of clients, or file of the scenario; null for clients outside of any group. */
  group: string | null
  /** `policy`, `content` and so on in a fleet; the words of the step in a scenario. */
  act: string
  /** How it ended. */
  outcome: Outcome
  /** Id in the failure catalogue; null unless it failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** How many ended so. */
  count: number
}
/** What the clients of a fleet do. */
type FleetAct =
  'assign' | 'content' | 'policy' | 'restore-user-state' | 'state' | 'store-user-state' | 'updates'
/** What clients of a fleet came to, in numbers. */
interface FleetCounts {
  /** Clients that lived through their days. */
  clients: number
  /** All that they made, withheld ones included. */
  attempts: number
  /** Attempts that made a connection, by protocol. */
  connections: Record<string, number>
  /** In the bodies of HTTP messages, as the clients saw them. */
  bytes: {
    /** Bytes of requests. */
    sent: number
    /** Bytes of responses. */
    received: number
  }
  /** How often acts ended in one way: by group, act, outcome and diagnosis. */
  fates: Fate[]
  /** How long each kind of act took. */
  durations: ActDurations[]
  /** Connections that listeners accepted from the fleet's clients and that no attempt accounts for. */
  strays: Doubts
  /** Attempts whose two ends contradict each other. */
  contradictions: Doubts
}
/** What became of a fleet; `fleet --json` prints this. */
interface FleetResult extends FleetCounts {
  /** The fleet's own, or its hierarchy's. */
  name: string
  /** The fleet's file, or that of its hierarchy. */
  file: string
  /** Days of the simulation that each client lived through. */
  days: number
  /** Of all chances: the same fleet with the same seed has the same fates. */
  seed: number
  /** SHA-256 of the fates. */
  digest: string
  /** What the fleet's file expects, with what was found. */
  expectations: ThresholdResult[]
  /** Every expectation held, and there is neither a stray nor a contradiction. */
  held: boolean
}
/** How long acts of one kind took, counted in buckets. */
interface ActDurations {
  /** What they did: `policy`. */
  act: string
  /** `atMost`: milliseconds; null for everything above. */
  buckets: {
    /** Upper limit in milliseconds; null for everything above the last. */
    atMost: number | null
    /** Acts between the limit before and this one. */
    count: number
  }[]
}
/** What casts doubt on the numbers. */
interface Doubts {
  /** How often it was seen. */
  count: number
  /** Some of them, in words and in alphabetical order. */
  first: string[]
}
/** How many acts may end in one way; null for any group, act, outcome or diagnosis. */
interface Expectation {
  /** A number of acts, or a part of one; the other is null. */
  atMost: {
    /** Acts. */
    count: number | null
    /** From 0 to 1, of all acts of the group and the kind. */
    share: number | null
  }
  /** Name of the group. */
  group: string | null
  /** `policy`, `content`, … */
  act: string | null
  /** How they end. */
  outcome: Outcome | null
  /** Id in the failure catalogue. */
  diagnosis: OpenId<DiagnosisId> | null
}
/** An expectation, and what was found. */
interface ThresholdResult extends Expectation {
  /** Acts that ended so, and all acts of the group and the kind. */
  count: number
  /** All acts of the group and the kind, however they ended. */
  of: number
  /** There were no more than the expectation allows. */
  held: boolean
}

/**
 * What clients do on a day. Where several entries select a client, the last one
 * that has a field counts.
 */
interface HabitsInput {
  /** Name of the client that has these habits. */
  client?: string | undefined
  /**
   * The clients that have these habits, as steps of a scenario select them; by
   * default all.
   */
  clients?: SelectionInput | undefined
  /**
   * On the first day, a client without an assigned site looks for one; by default
   * true.
   */
  assign?: boolean | undefined
  /**
   * Sites to which clients travel for a part of the day; by default the visits of
   * their group.
   */
  visits?:
    | {
        /** Code of the site. */
        site: string
        /** Share of the days on which a client goes there. */
        share: string
      }[]
    | undefined
  /**
   * How often clients request policy at each place where they are on a day; by
   * default once.
   */
  policy?: number | undefined
  /**
   * Packages that clients get; by default each package of the hierarchy on 10% of
   * the days.
   */
  downloads?:
    | {
        /** Id of the package. */
        package: string
        /** Share of the days on which a client gets it. */
        share: string
      }[]
    | undefined
  /**
   * Share of the days on which a client scans for software updates; by default 14%,
   * as once a week, where the hierarchy has a software update point.
   */
  updates?: string | undefined
  /** Share of the days on which a client sends a state message; by default 100%. */
  state?: string | undefined
  /**
   * Share of the days on which a client stores its user state and restores it; by
   * default 0%.
   */
  userState?: string | undefined
}
/**
 * How many acts may end in one way. A share is that of all acts of this group and
 * kind.
 */
interface ThresholdInput {
  /** The most that may have ended so: a number of acts, or a share such as 0.1%. */
  atMost: number | string
  /** Only acts of clients of this group. */
  group?: string | undefined
  /** Only acts of this kind. */
  act?: FleetAct | undefined
  /** Outcome of the acts that count. */
  outcome?: Outcome | undefined
  /** Id of an entry of the failure catalogue: of the acts that count. */
  diagnosis?: OpenId<DiagnosisId> | undefined
}
/**
 * Clients that go about their days, by chance, with expectations of how often
 * something goes wrong.
 */
interface FleetInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /** Title of the fleet; by default the name of the hierarchy. */
  name?: string | undefined
  /** Path of the hierarchy file whose clients are the fleet, relative to this file. */
  hierarchy: string
  /**
   * Days that the clients live through.
   * @defaultValue 1
   */
  days?: number | undefined
  /**
   * Decides all chances: the same seed, the same fates.
   * @defaultValue 1
   */
  seed?: number | undefined
  /** What clients do on a day, where it is not the default. */
  habits?: HabitsInput[] | undefined
  /** What may go wrong, and how often. */
  expect?: ThresholdInput[] | undefined
}

/** One problem in an input: where it is, what is wrong, and what to do about it. */
interface Problem {
  /** An input with an error cannot be used; one with warnings alone can. */
  severity: 'error' | 'warning'
  /** Stable, for programs: `unknown-parent`, `native-under-mixed`... */
  code: FindingCode
  /** What is wrong, in one sentence without an end mark. */
  message: string
  /** The correction, as an imperative: `add mode: mixed or mode: native`. */
  remedy: string
  /** As it was named; absent for what a program described. */
  file?: string
  /** All from 1; the end is behind the last character. */
  line?: number
  /** From 1. */
  column?: number
  /** From 1. */
  endLine?: number
  /** From 1, behind the last character. */
  endColumn?: number
  /** Path of the field: `sites[2].parent`. */
  field?: string
  /** The mend, where it is certain: the text that takes the place of this part of the file. */
  edit?: {
    /** Where the replaced part begins, from 1. */
    line: number
    /** From 1. */
    column: number
    /** Where it ends. */
    endLine: number
    /** Behind the last character. */
    endColumn: number
    /** What takes its place. */
    text: string
  }
}
/** Input that cannot be used, with every problem in it. The command line exits with code 2. */
declare class InputError extends Error {
  static readonly exitCode = 2
  readonly name = 'InputError'
  readonly code = 'ERR_SITEMODE_INPUT'
  /** All of them, so that one reading mends everything. */
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[])
}
/** An address, a port, a permission or a descriptor that the machine does not grant. The command line exits with code 3. */
declare class EnvironmentError extends Error {
  static readonly exitCode = 3
  readonly name = 'EnvironmentError'
  readonly code = 'ERR_SITEMODE_ENVIRONMENT'
}
/** A contact for which the hierarchy has no site system, or a package that it does not have. */
declare class ContactError extends Error {
  static readonly exitCode = 4
  readonly name = 'ContactError'
  readonly code = 'ERR_SITEMODE_CONTACT'
}
/** A fault that this system cannot have, or a certificate that cannot be revoked. */
declare class FaultError extends Error {
  static readonly exitCode = 4
  readonly name = 'FaultError'
  readonly code = 'ERR_SITEMODE_FAULT'
}
/** A clock that cannot be moved, since certificates have fixed dates, or not as far. */
declare class ClockError extends Error {
  static readonly exitCode = 4
  readonly name = 'ClockError'
  readonly code = 'ERR_SITEMODE_CLOCK'
}
/** A site that cannot go into the other mode. */
declare class SiteModeError extends Error {
  static readonly exitCode = 4
  readonly name = 'SiteModeError'
  readonly code = 'ERR_SITEMODE_SITE_MODE'
}
/** No connection of a client of your own ended in time. */
declare class NoConnectionError extends Error {
  static readonly exitCode = 4
  readonly name = 'NoConnectionError'
  readonly code = 'ERR_SITEMODE_NO_CONNECTION'
}
/** An order to a hierarchy that was closed, or to one of its clients. */
declare class ClosedError extends Error {
  static readonly exitCode = 4
  readonly name = 'ClosedError'
  readonly code = 'ERR_SITEMODE_CLOSED'
}

/** A name and a password by which one signs in. */
interface Account {
  /** Its name in the domain: `PC$` for a computer. */
  name: string
  /** In plain text: it is made up, and worth nothing outside of the simulation. */
  password: string
}
/** The forms in which an account's name is taken for a password ([MS-ADTS] 5.1.1.1.1). */
interface AccountNames {
  /** `PC$@contoso.test`. */
  principalName: string
  /** `CONTOSO\PC$`. */
  netBiosName: string
}
/** Whether a computer and its domain have the same password for its account. */
declare const computerAccountStates: readonly ['trusted', 'broken']
/** What the domain has of a client's computer, which decides where the client can sign in. */
type ComputerAccountState = (typeof computerAccountStates)[number]
/** How a mixed-mode site approves its clients, in the order of the product's dialog. */
type ApprovalMethod = 'all' | 'manual' | 'trusted-domains'

/** Quality of the connection between a boundary's network and its site. */
type BoundaryConnection = 'fast' | 'slow'
/** A part of the network that belongs to a site: addresses, or an Active Directory site by name. */
type Boundary =
  | {
      kind: 'addresses'
      /** As the file writes it. */
      text: string
      /** The addresses that it comes to. */
      range: AddressRange
      /** Fast or slow, as the administrator says. */
      connection: BoundaryConnection
    }
  | {
      kind: 'active-directory-site'
      /** As the file writes it. */
      text: string
      /** Fast or slow, as the administrator says. */
      connection: BoundaryConnection
    }
/** Location of a client: an intranet address and perhaps an Active Directory site, or the Internet. */
type Location =
  | {
      internet: false
      /** IP address on the intranet. */
      address?: string
      /** Name of the Active Directory site. */
      activeDirectorySite?: string
    }
  | {
      internet: true
    }
/** Where a site system stands on the intranet. */
interface Place {
  /** IP address. */
  address?: string
  /** Name of the Active Directory site. */
  activeDirectorySite?: string
}
/** Addresses from `first` to `last`, both included, as numbers of one IP version. */
interface AddressRange {
  /** Of IP. */
  version: 4 | 6
  /** The lowest address, as a number. */
  first: bigint
  /** The highest. */
  last: bigint
}

/**
 * A hierarchy as its administrator describes it, checked and with every default filled in. Plain data: no listener is
 * open. `startHierarchy` turns it into a `RunningHierarchy`.
 */
interface Hierarchy {
  /** For reports; the file's name where it states none. */
  name: string
  /** DNS suffix of every site system and client. */
  domain: string
  /** What all listeners and clients speak. */
  tls: TlsProfile
  /** Where the directory, the name services and the revocation lists listen. */
  servicePorts: ServicePorts
  /** Which port numbers the file itself states. */
  statedPorts: StatedPorts
  /** The central site and everything below it, in the order of the file. */
  sites: Site[]
  /** Those that are described alone. */
  clients: Client[]
  /** Those that are described many at a time. */
  groups: Group[]
  /** What distribution points can hold. */
  packages: Package[]
  /** What software update points offer. */
  updates: Update[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
  /** What servers do amiss from the start, besides what each site system's own description has. */
  misbehave: Misbehaviour[]
}
/** The port numbers that a file states. Any other is a default, and gives way where another program has it. */
interface StatedPorts {
  /** Of `servicePorts`. */
  services: number[]
  /** Of any site. */
  sites: number[]
}
/** Whether a listener wants a certificate of its clients: and takes none instead, or does not ask. */
type ClientCertificatePolicy = 'require' | 'accept' | 'ignore'
/** What TLS is spoken, and by what keys. */
interface TlsProfile {
  /** The only version that is offered. */
  version: TlsVersion
  /** `ec` is P-256, `rsa` is RSA with 2048 bits. */
  keys: KeyKind
}
/** Ports of services that do not speak HTTP. The site's mode does not affect them. */
interface OtherPorts {
  /** The shares of distribution points and state migration points. */
  smb: number
  /** A PXE service point's DHCP, boot information negotiation layer, and TFTP. */
  dhcp: number
  /** UDP port of the boot information negotiation layer. */
  binl: number
  /** UDP port of TFTP. */
  tftp: number
  /** The policy server that receives statements of health. */
  radius: number
}
/** A site, with every setting that its clients and systems go by. */
interface Site {
  /** Three characters, as the product has it. */
  code: string
  /** A secondary site is managed through its parent. */
  kind: 'primary' | 'secondary'
  /** A secondary site has its parent's mode. */
  mode: SiteMode
  /** The version of Configuration Manager: `4.00.6487.2000`. */
  version: string
  /** Absent at the central site. */
  parent?: string
  /** Of its web servers. */
  ports: Ports
  /** Of the web server of its software update points. */
  softwareUpdatePorts: Ports
  /** Of everything that does not speak HTTP. */
  otherPorts: OtherPorts
  /** Clients of the forest find it, and its systems, in the directory. */
  publishToActiveDirectory: boolean
  /** "Publish the default management point in DNS". */
  publishToDns: boolean
  /** The native-mode option "HTTP communication for roaming and site assignment", which its clients inherit. */
  httpForRoaming: boolean
  /** Its clients look certificates up in revocation lists. */
  crlChecking: boolean
  /** How its clients choose among their certificates. */
  certificateSelection: {
    /** As the file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the first is taken; otherwise the client has none. */
    selectFirst: boolean
  }
  /** How often clients ask for policy, in milliseconds. */
  policyPollingInterval: number
  /** Which clients it approves. */
  clientApproval: ClientApproval
  /** The name of an account of the domain. */
  networkAccessAccount?: string
  /** How its listeners refuse a client's certificate: in the handshake, or like IIS by a status after it. */
  refusal: RefusalStyle
  /** The networks that belong to it. */
  boundaries: Boundary[]
  /** Its servers, each with its roles. */
  systems: SiteSystem[]
}
/** Counts in mixed mode only. */
interface ClientApproval {
  /** Approved by themselves are all, those of trusted domains, or none. */
  method: ApprovalMethod
  /** "This site contains only ConfigMgr 2007 clients": policy with sensitive data is for approved clients alone. */
  onlyNewClients: boolean
}
/** A server with the roles that it has for its site. */
interface SiteSystem {
  /** The first labels of its FQDN. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** One or several. */
  roles: SiteSystemRole[]
  /** "Allow clients to transfer content from this distribution point using BITS, HTTP, and HTTPS". */
  httpTransfer: boolean
  /** The SSL setting of a software update point, which counts in mixed mode only, or of a reporting point. */
  ssl: boolean
  /** Where a distribution point stands, as far as that is described. */
  at: Place
  /** "Allow clients to connect anonymously" to a distribution point; counts in mixed mode only. */
  anonymousAccess: boolean
  /** Ids of the packages that it holds as a distribution point. */
  packages: string[]
  /** Only clients within these use it as a distribution point; empty: all do. */
  protectedBoundaries: Boundary[]
  /** Whom it serves: the intranet, the Internet, or both. */
  clientConnections: ClientConnections
  /** An administrator has entered this server locator point in WINS. */
  winsEntry: boolean
  /** As a fallback status point. */
  fallbackStatus: FallbackStatusSettings
  /** As a state migration point. */
  stateMigration: StateMigrationSettings
  /** As a PXE service point. */
  pxe: PxeSettings
  /** As a management point. */
  managementPoint: ManagementPointSettings
  /** As a branch distribution point. */
  branchDistributionPoint: BranchDistributionPointSettings
  /** Where it listens otherwise than its site's mode asks; empty where it does not. */
  listen: Listen
  /** What it does amiss from the start. */
  misbehave: Misbehaviour[]
}
/** The throttle between a fallback status point and its site. */
interface FallbackStatusSettings {
  /** State messages passed on in one interval. */
  messages: number
  /** Length of the interval. */
  seconds: number
}
/** Settings of a state migration point. */
interface StateMigrationSettings {
  /** Capacity of its folder in bytes; no limit when absent. */
  quota?: number
  /** Stored user states can be restored, but no new ones are stored. */
  restoreOnly: boolean
  /** How long a user state is kept once it has been restored, in milliseconds. */
  deletionDelay: number
}
/** Settings of a branch distribution point. */
interface BranchDistributionPointSettings {
  /** Simultaneous connections that its operating system accepts; client editions of Windows have a limit. */
  connections: number
}
/** Settings of a PXE service point. */
interface PxeSettings {
  /** Whether computers that the site does not know may boot. */
  unknownComputers: boolean
}
/** Settings of a management point. */
interface ManagementPointSettings {
  /** What becomes of messages whose signature does not hold. */
  signatures: SignaturePolicy
  /** Whether the body of a message has to be as long as its header says. */
  strictLengths: boolean
  /** How long a registration stays pending, in milliseconds. */
  registrationWait: number
  /** "Allow devices to use this management point". */
  devices: boolean
}
/** `verified`: wrong signatures are refused; `required`: missing ones too; `ignored`: signatures are not checked. */
type SignaturePolicy = 'verified' | 'required' | 'ignored'
/** Listener settings of a site system that deviate from its site's mode: a misconfiguration to observe. */
interface Listen {
  /** Spoken in place of the mode's own. */
  protocol?: WebProtocol
  /** Name of a certificate recipe. */
  certificate?: CertificateRecipe
  /** How this listener refuses a client's certificate. */
  refusal?: RefusalStyle
  /** Whether it wants one at all. */
  clientCertificate?: ClientCertificatePolicy
  /** What its list of trusted authorities lacks. */
  trust?: TrustFault
}
/** A client as its administrator describes it, with every default filled in. */
interface Client {
  /** Unique in the hierarchy; the first label of its FQDN. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** The two kinds differ in what they contact, and by which protocol. */
  kind: 'computer' | 'mobile-device'
  /** The version of its client software, as in `Site.version`. */
  version: string
  /** The mode that it was installed for (CCMSetup's `/native`). Once assigned, it takes the mode of its site. */
  mode?: SiteMode
  /** A site code; `auto`: the site whose boundaries contain the client when the hierarchy opens; `none`: not assigned yet. */
  assignedSite: string
  /** It is in the forest, whose schema is extended: it finds sites and systems in the directory. */
  activeDirectory: boolean
  /** What the domain has of its computer. */
  computerAccount: ComputerAccountState
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean | 'inherit'
  /** The management point that SMSMP= names. */
  managementPoint?: string
  /** The one that SMSSLP= names. */
  serverLocatorPoint?: string
  /** The one that FSP= names. */
  fallbackStatusPoint?: string
  /** The DNS suffix under which it looks for its management point: DNSSUFFIX=. */
  dnsSuffix?: string
  /** Whether it looks in WINS; SMSDIRECTORYLOOKUP=NOWINS turns this off. */
  wins: boolean
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string
  /** It considers itself on the Internet wherever it is: CCMALWAYSINF=1. */
  alwaysOnInternet: boolean
  /** The root of the hierarchy's certificates is among its trusted roots. */
  trustsRoot: boolean
  /** Milliseconds by which its clock is ahead of everybody else's; negative: behind. */
  clockAhead: number
  /** Bytes that its cache of downloaded packages holds. */
  cacheSize: number
  /** Names of the certificate recipes in the client's store. */
  certificates: CertificateRecipe[]
  /** Nobody knows what is in its store; it acts as if nothing were. */
  certificatesUnknown?: true
  /** State of this computer at its site when it boots from the network. */
  pxeBoot: PxeBoot
  /** Where it is when the hierarchy opens. */
  at: Location
}
/** Clients that are alike but for name and place. `clientNamed` makes one of them when somebody asks for it. */
interface Group {
  /** Unique in the hierarchy. */
  name: string
  /** What all of them have in common. */
  traits: Omit<Client, 'name' | 'fqdn' | 'at'>
  /** How they are called, and where each is at home. */
  members: CountedMembers | ListedMembers
  /** Where else they go. */
  visits: Visit[]
}
/** Clients called by their group and a number, which tells their place in the boundaries of a site as well. */
interface CountedMembers {
  kind: 'counted'
  /** How many there are. */
  count: number
  /** One place for all, or the boundaries of a site, over which they are spread. */
  at:
    | Location
    | {
        /** Code of the site. */
        site: string
      }
}
/** Clients of a table, by name. */
interface ListedMembers {
  kind: 'listed'
  /** By the name of the client. */
  places: ReadonlyMap<string, ListedClient>
}
/** A client of a table. */
interface ListedClient {
  /** From 0, among the clients of its table. */
  number: number
  /** Its home. */
  at: Location
}
/** A site in which a part of a group spends time. */
interface Visit {
  /** Code of the site. */
  site: string
  /** Part of one. */
  share: number
}
/**
 * `advertised`: a task sequence is advertised to the computer. `not-advertised`: the site knows the computer and has
 * nothing for it. `unknown`: the site does not know it.
 */
declare const pxeBoots: readonly ['advertised', 'not-advertised', 'unknown']
/** What a site has for a computer that boots from the network. */
type PxeBoot = (typeof pxeBoots)[number]
/** The properties of a package that the files on distribution points depend on. */
interface PackageSource {
  /** `OSL00001`: the code of the site that made it, and a number. */
  id: string
  /** Rises with each change of the files. */
  version: number
  /** Bytes. */
  size: number
}
/** A package, with the advertisement that has clients get it. */
interface Package extends PackageSource {
  /** A branch distribution point fetches it only when a client asks for it. */
  onDemand: boolean
  /** What it has clients do in a slow boundary, and without a protected distribution point. */
  advertisement: Advertisement
}
/** A software update. Its id is that of its configuration item as well, and its version is its revision. */
interface Update extends PackageSource {
  /** For people. */
  title: string
  /** Id of the deployment package in which distribution points hold it. */
  package?: string
  /** What clients do that cannot get it nearby; absent where the update is not deployed. */
  deployment?: UpdateDeployment
}
/** Settings of the deployment of an update. */
interface UpdateDeployment {
  /** Behaviour of clients in a slow boundary, outside all boundaries, or when the update is in another site. */
  whenSlow: 'download' | 'do-not-install'
  /** Clients may fall back to unprotected distribution points if no protected one has the update. */
  fallBackToUnprotected: boolean
}
/** Settings of the advertisement of a package's program. */
interface Advertisement {
  /** Behaviour of clients in a slow boundary, outside all boundaries, or when the content is in another site. */
  whenSlow: 'download' | 'do-not-run'
  /** The program is run from the distribution point instead of being downloaded. */
  runFromDistributionPoint: boolean
  /** Clients may fall back to unprotected distribution points if no protected one has the content. */
  fallBackToUnprotected: boolean
  /** Its policy holds sensitive data, as that of a task sequence does. */
  sensitive: boolean
}

/** A client's actions, in sentences. */
type Story = readonly StoryLine[]
/** One thing that a client did, found out or was told. */
interface StoryLine {
  /** For people, in the past tense. */
  sentence: string
  /** Id of the rule that the client followed; null where no rule was needed. */
  rule: OpenId<RuleId> | null
  /** Id of the attempt that shows it; null where no socket was opened. */
  attempt: string | null
}
/** Why something that a client set out to do did not succeed: a failure, or a rule. */
interface Reason {
  /** The failure's title or the rule's sentence; written to follow a colon. */
  words: string
  /** Id of an entry of the failure catalogue; null where no attempt failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** Id of the rule that decided, or that led to the attempt or withheld it. */
  rule: OpenId<RuleId>
  /** Id of the attempt that shows it; null where a rule decided without one. */
  attempt: string | null
  /** What to do about it, where the hierarchy tells more than the entry of a failure does. */
  remedy?: string
}
/** The outcome of one step of a scenario. */
interface StepResult {
  /** Its name in the file, or what it does in words. */
  name: string
  /** The client that acted; null where something happened to the hierarchy. */
  client: string | null
  /** The line of the scenario's file where the step begins; absent where that is not known. */
  line?: number
  /** Every expectation held; true as well where nothing was expected and the step could be carried out. */
  passed: boolean
  /** The fields that the step expects; `observed` has the same fields with the observed values. */
  expected: Record<string, unknown>
  /** What came of the fields that `expected` has. */
  observed: Record<string, unknown>
  /** Ids of the attempts, in the order in which they were made. */
  attempts: string[]
  /** The actions and their results, in sentences. */
  story: StoryLine[]
  /** Why the step could not be carried out at all. */
  problem?: string
  /** Why the client did not succeed, what decided it first; absent where it did. */
  reasons?: Reason[]
  /** Where many clients took the step: how many, and how it ended for them. */
  clients?: ManyClients
}
/** How a step of many clients ended. */
interface ManyClients {
  /** All that took the step. */
  count: number
  /** How many of them it ended for as expected; where nothing is expected, how many succeeded. */
  held: number
  /** How many ended with each outcome; empty for a step without outcomes, such as a move. */
  outcomes: Record<string, number>
  /** The first of the others. */
  first: {
    /** Its name. */
    client: string
    /** What came of the fields that the step expects. */
    observed: Record<string, unknown>
    /** Ids of its attempts. */
    attempts: string[]
  }[]
}
/** A table of the source text, with the observation over sockets beside each cell. */
interface TableResult {
  /** `within-assigned-site`. */
  id: string
  /** As it stands in the source text. */
  title: string
  /** Ids of the columns, in their order: `mixed`. */
  columns: string[]
  /** Their headings, in the same order. */
  columnTitles: string[]
  /** One for each site system, in the order of the source text. */
  rows: {
    /** Id of the row: `management-point`. */
    siteSystem: string
    /** By the id of the column. */
    cells: Record<string, CellResult>
  }[]
}
/** A cell, with what was observed of it over sockets. */
interface CellResult {
  /** The protocols that the cell names; empty where the cell says no. */
  documented: string[]
  /** The protocols by which a client that followed its rules was answered. */
  observed: string[]
  /** Observed is what is documented, and every protocol that the cell leaves out was refused as it has to be. */
  agrees: boolean
  /** Ids of the attempts, in the order in which they were made. */
  attempts: string[]
  /** The protocols that the cell leaves out, each tried by force. */
  left_out: LeftOutResult[]
  /** The same systems tried by a client without its certificate, where mutual TLS is required. */
  without_certificate: LeftOutResult[]
  /** The source text's sentence behind the cell. */
  sentence: string
  /** Connections that listeners accepted from the cell's clients and that no attempt accounts for. */
  strays?: string[]
  /** Why the cell could not be exercised on this hierarchy; such a cell neither agrees nor disagrees. */
  skipped?: string
}
/** A forced attempt by a protocol that the cell leaves out: which side refused it, and the outcome. */
interface LeftOutResult {
  /** The one that was tried. */
  protocol: string
  /** `wire`: the listener does not serve it; `client`: only the client's rule stands in the way. */
  refused_by: 'wire' | 'client'
  /** Id of the forced attempt. */
  attempt: string
  /** How it ended; `failed` is what `wire` asks, and `answered` what `client` does. */
  outcome: string
}

/** A hierarchy as it stands on loopback at one moment, with everything that a picture of it needs. */
interface HierarchyShown {
  /** For people. */
  name: string
  /** DNS suffix of all names. */
  domain: string
  /** In the order of the file. */
  sites: SiteShown[]
  /** Those whose place and sites are told. */
  clients: ClientShown[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
}
/** A site as it stands at that moment. */
interface SiteShown {
  /** Three characters. */
  code: string
  /** A secondary site is managed through its parent. */
  kind: 'primary' | 'secondary'
  /** Its mode at that moment. */
  mode: SiteMode
  /** null at the central site. */
  parent: string | null
  /** The networks that belong to it. */
  boundaries: {
    /** As the file writes it. */
    text: string
    /** Fast or slow, as the administrator says. */
    connection: 'fast' | 'slow'
  }[]
  /** Its servers. */
  systems: SystemShown[]
}
/** A site system as it stands at that moment. */
interface SystemShown {
  /** As in the file. */
  name: string
  /** Name by which clients ask for it. */
  fqdn: string
  /** Ids: `management-point`. */
  roles: string[]
  /** IP address on loopback. */
  address: string
  /** One for each listener, with the actual port. */
  urls: string[]
  /** The fault that the system was given; null when nothing is wrong. */
  fault: string | null
}
/** A client as it stands at that moment. */
interface ClientShown {
  /** As in the file. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** Computer, or mobile device. */
  kind: 'computer' | 'mobile-device'
  /** Mode in which it acts. */
  mode: Attempt['clientMode']
  /** In words: `10.1.4.20`, `the Internet`. */
  at: string
  /** Site codes; null where the client has no assigned site, or is outside all boundaries. */
  assignedSite: string | null
  /** Code of the site whose boundaries hold it now; null outside all of them. */
  residentSite: string | null
  /** The group of the hierarchy's file that describes it; absent where it is described alone. */
  group?: string
}

/** Everything that is recorded of a run, in the order in which it happened. */
type RecordedEvent =
  | RunBegan
  | ScenarioBegan
  | HierarchyOpened
  | StepBegan
  | AttemptEnded
  | RequestServed
  | ForeignConnectionEnded
  | RevocationListFetched
  | ClientChanged
  | SitesChanged
  | FaultChanged
  | MisbehaviourScripted
  | ClockMoved
  | CertificateRevoked
  | TimeLost
  | StepEnded
  | ScenarioEnded
  | TablesExercised
  | FleetLived
  | RunEnded
/** An event as a line of a recording. */
type RecordedLine = RecordedEvent & {
  /** The run's id, in each line, so that recordings can be joined. */
  run: string
  /** From 0, without gaps. */
  sequence: number
  /** Milliseconds since the run began, by a clock that never goes back. */
  ms: number
}
/** Takes events one by one. */
type Journal = (event: RecordedEvent) => void
/** The first line of a recording: what was run, when, and by which versions. */
interface RunBegan {
  type: 'run'
  /** Version of the recording's format; docs/reference/recording.md tells what each brought. */
  format: number
  /** The command line as it was typed: `run`, `scenarios/x.yaml`. */
  command: string[]
  /** ISO 8601, by the machine's clock. */
  startedAt: string
  /** What it was run by. */
  versions: {
    /** Of this package. */
    sitemode: string
    /** As `node --version` prints it. */
    node: string
    /** Of the OpenSSL within that Node.js. */
    openssl: string
  }
}
/** A scenario begins; its hierarchy opens next. */
interface ScenarioBegan {
  type: 'scenario'
  /** As it was named. */
  file: string
  /** As the file has it. */
  name: string
  /** The sentence of the source text that it exercises; null where it names none. */
  cites: string | null
  /** That sentence in other languages. */
  quotes: readonly Quote[]
}
/** A sentence of the source text in its own words. */
interface Quote {
  /** Language tag: `ja`. */
  lang: string
  /** The sentence. */
  text: string
}
/** All listeners are open; later events belong to this hierarchy, until the next one is opened. */
interface HierarchyOpened {
  type: 'opened'
  /** As it stands with every listener open. */
  hierarchy: HierarchyShown
  /** ISO 8601, by the simulation's clock. */
  now: string
}
/** A step of the scenario begins. */
interface StepBegan {
  type: 'step'
  /** Its name in the file, or what it does in words. */
  name: string
  /** Who acts; null where something happens to the hierarchy. */
  client: string | null
}
/** An attempt is over, with everything that was seen of it. */
interface AttemptEnded {
  type: 'attempt'
  /** What it came to. */
  attempt: Attempt
  /** null where no connection was made. */
  ends: ConnectionEnds | null
  /** How long each part of its connection took. */
  times: ConnectionTimes
  /** The HTTP requests over the connection; empty for other protocols. */
  exchanges: HttpExchange[]
  /** The client's settings at that time; absent where it opened no socket. */
  sslSettings?: SslSettings
  /**
   * The listener's view of the connection, besides the failure that it saw; null where no connection was made, or where
   * another program had been put in the listener's place.
   */
  server: Omit<ServerView, 'end' | 'failure' | 'awaitsScript' | 'handshake'> | null
}
/** A web server has answered a request, or given up on it. */
interface RequestServed {
  type: 'request'
  /** What the server saw of it. */
  request: ServedRequest
}
/** A connection that no simulated client made is over. Its requests have events of their own. */
interface ForeignConnectionEnded {
  type: 'connection'
  /** What the server saw of it. */
  connection: ForeignConnection
}
/** A client or site system fetched a revocation list, to judge a certificate: a connection that no attempt lists. */
interface RevocationListFetched {
  type: 'revocation-list'
  /** The address of the machine that fetched it. */
  by: string
  /** Where the list was asked for. */
  url: string
  /** null where no connection was made. */
  ends: ConnectionEnds | null
  /** The HTTP status; null where none was received. */
  status: number | null
  /** Why nothing was received, as Node's code; null where there was a reply. */
  code: string | null
  /** Milliseconds from the connection to the end of the reply. */
  durationMs: number
}
/** The client moved, or has another assigned site or mode. */
interface ClientChanged {
  type: 'client'
  /** As it is now. */
  client: ClientShown
}
/** The sites switched to another mode. */
interface SitesChanged {
  type: 'sites'
  /** As they are now. */
  sites: SiteShown[]
}
/** A site system was broken or repaired. */
interface FaultChanged {
  type: 'fault'
  /** Name or FQDN of a host. */
  system: string
  /** null when the system was repaired. */
  fault: string | null
}
/** Web servers begin to do what a script has them do, or are done with it. */
interface MisbehaviourScripted {
  type: 'misbehaviour'
  /** null: all of them end. */
  name: string | null
  /** Names of the systems that it is of from now on; null where it ends. */
  systems: string[] | null
}
/** The simulation's clock was moved on. */
interface ClockMoved {
  type: 'clock'
  /** ISO 8601, by the simulation's clock. */
  now: string
}
/** The authority has revoked somebody's certificates, and published a new list. */
interface CertificateRevoked {
  type: 'revoked'
  /** Name of the client or site system. */
  holder: string
}
declare const timeLostCauses: readonly ['stood-still', 'clock-ahead', 'clock-back']
/** The machine's doing, and nothing about a site system: the times around it are longer, or in another order, for its sake. */
interface TimeLost {
  type: 'time-lost'
  /** The process stood still, or the machine's clock was set ahead or back. */
  cause: (typeof timeLostCauses)[number]
  /** How long it stood still, or how far the clock was set. */
  milliseconds: number
}
/** A step of the scenario is over. */
interface StepEnded {
  type: 'step-ended'
  /** What came of it. */
  step: StepResult
}
/** The scenario is over; its hierarchy closes next. */
interface ScenarioEnded {
  type: 'scenario-ended'
  /** Every step did. */
  passed: boolean
}
/** Every cell of the tables was exercised. */
interface TablesExercised {
  type: 'tables'
  /** The hierarchy's file. */
  hierarchy: string
  /** In the order of the source text. */
  tables: TableResult[]
}
/** The clients of a fleet have lived through their days; the attempts of a few acts stand before it. */
interface FleetLived {
  type: 'fleet'
  /** What became of them. */
  fleet: FleetResult
}
/** The last line of a recording; without it the run was cut short. */
interface RunEnded {
  type: 'ended'
  /** Milliseconds of the whole run. */
  durationMs: number
}

/** Is told of every byte that listeners receive and send, and of the connections that no listener accepts. */
interface Traffic {
  /** A listener has accepted a connection. */
  connected(ends: ConnectionEnds): ConnectionTraffic
  /** A simulated client was refused a connection. */
  refused(ends: ConnectionEnds): void
  /** A datagram went from this end to the other. */
  datagram(ends: ConnectionEnds, from: End$1, bytes: Buffer): void
  /** A connection, or a client's datagrams, belonged to this attempt. */
  belongs(ends: ConnectionEnds, attempt: Attempt): void
}
/** What goes over one connection, below TLS. */
interface ConnectionTraffic {
  /** This end sent bytes. */
  sent(from: End$1, bytes: Buffer): void
  /** This end sends nothing more. */
  finished(from: End$1): void
  /** This end reset the connection. */
  reset(from: End$1): void
  /** The listener has let it go. */
  closed(): void
}

/**
 * Addresses and ports that are the same at each start: those of the block 127.N.0.0/16, or 127.0.0.1 with consecutive
 * ports from the first one on.
 */
type FixedAddresses =
  | {
      /** The N, from 1 to 254. */
      block: number
    }
  | {
      /** 1 to 65535; each listener takes the next one. */
      firstPort: number
    }

/** A Network Access Account, as another program can sign in with it. As `serve --json` prints it. */
interface NetworkAccessAccount extends Account, AccountNames {
  /** Codes of the primary sites whose clients are given it. */
  sites: readonly string[]
}
/** A computer of the hierarchy, as another program can pass for it. As `serve --json` prints it. */
interface RunningComputer {
  /** Its client's name in the hierarchy. */
  name: string
  /** What its firmware says of itself to PXE service points. */
  hardwareAddress: string
  /** In the form of RFC 4122; clients show it to PXE service points and in messages. */
  uuid: string
  /** What its site has for it when it boots from the network; `unknown`: the site does not know it. */
  pxeBoot: Client['pxeBoot']
  /** For LDAP, web servers and shares; null for a computer that is in no domain. */
  account: (Account & AccountNames) | null
}

/** A pcapng file of what goes over the sockets of hierarchies, in the order in which it happens. */
interface PacketFile {
  /** Begins with a hierarchy; `isAttempting`: whether a simulated client makes an attempt from an address. */
  follow(isAttempting: (clientAddress: string) => boolean): FollowedTraffic
  /** Writes the packets that wait for their attempt to end, without it. */
  flush(): void
}
/** The traffic of one hierarchy. */
interface FollowedTraffic extends Traffic {
  /** The name of an address. */
  named(address: string, name: string): void
  /** A line of an NSS key log. */
  keyLog(line: Buffer): void
  /** No attempt ends any more. */
  close(): void
}
/**
 * `write` gets whole blocks, from the head of the file on. Packets of a simulated client wait until its attempt has ended, so
 * that they can bear its id; those after them wait with them, so that the file has them in order. Throws what
 * `write` throws of the head.
 */
declare function packetFile(write: (blocks: Buffer) => void): PacketFile

/** The source of keys and certificates. */
interface PkiOptions {
  /** Directory for keys and certificates; false for none. By default the user's cache directory. */
  cache?: string | false
  /** A directory that `sitemode certs` wrote, instead of certificates made for the run. */
  pki?: string
}

/** A certificate as Node's `tls`, `https` and undici take it, all PEM: spread it into their options. */
interface TlsCredential {
  /** The root, which its holder trusts. */
  ca: string
  /** The certificate, and the authorities that its holder sends after it. */
  cert: string
  /** Absent where the recipe says so, `no-private-key`. */
  key?: string
}
/**
 * Certificates and keys of a running hierarchy, for a client of your own. All are as their holders have them now: TLS libraries
 * go by the machine's clock, so certificates are dated back by as much as the simulation's is ahead. Take them again after
 * `advance`. Throws a `PkiFileError` for what the directory of the option `pki` does not have.
 */
interface RunningPki {
  /** PEM of the root, which is to be trusted, and of the authority below it, which servers send along. */
  authorities(): Promise<{
    /** PEM, self-signed. */
    root: string
    /** PEM, signed by the root. */
    issuing: string
  }>
  /** PEM of the published lists: `root`, `issuing`, and those of further authorities. */
  revocationLists(): Promise<
    {
      /** Whose list it is. */
      name: string
      /** The list itself. */
      pem: string
    }[]
  >
  /**
   * The first certificate of a client of the hierarchy, by the recipe in its `certificate`. Throws a `ContactError` where the
   * hierarchy has no such client, or the client no certificate.
   */
  client(name: string): Promise<TlsCredential>
  /** The certificate of a site system, by its name or FQDN, for a server of your own in its place. Throws a `ContactError`. */
  system(name: string): Promise<TlsCredential>
  /** A client's certificate by any recipe, for a computer of this name; the hierarchy need not have it. */
  issue(name: string, recipe: CertificateRecipe): Promise<TlsCredential>
  /** Writes the files of `sitemode certs`, for programs that read files. Throws an `EnvironmentError`. */
  write(directory: string): Promise<void>
}
/** Which connection to wait for, and for how long. */
interface NextConnectionOptions {
  /** Name or FQDN of the host that it went to; any by default. */
  system?: string
  /** Milliseconds until the promise is rejected; 10,000 by default. */
  timeout?: number
}
/** Everything of a running hierarchy that a client of your own needs. */
interface ForOwnClients {
  /** Certificates and keys to be a client of the hierarchy with. */
  readonly pki: RunningPki
  /** The `lookup` option of Node's clients, with the names of the hierarchy and no others. */
  readonly lookup: LookupFunction
  /**
   * The latest thousand connections that no simulated client made, in the order in which they ended, each with the
   * diagnosis from the server's end alone. Their ids count on, so that the first id tells how many are gone.
   */
  readonly connections: readonly ForeignConnection[]
  /**
   * The next of `connections`, each of which is handed out once: it may have ended before the call, or ends after it, so
   * that a test cannot miss it. Rejects with a `NoConnectionError` when none does in time, or the hierarchy is closed.
   */
  nextConnection(options?: NextConnectionOptions): Promise<ForeignConnection>
}

/** Options for opening a hierarchy on loopback. */
interface OpenOptions extends PkiOptions {
  /** The simulation's time at the start, from 1970 to 900 years ahead; now by default. */
  startsAt?: Date
  /** `stands`: the simulation's time moves when it is advanced, and not otherwise; by default it runs as fast as the machine's. */
  time?: 'stands' | 'runs'
  /** Milliseconds of silence until a client gives up an attempt; 10,000 by default. */
  timeout?: number
  /** `shared`: everything on 127.0.0.1, as on a platform that has only that. Fixed ones are the same at each start. */
  addresses?: 'own' | 'shared' | FixedAddresses
  /** `product`: the product's own ports in place of ours (80 for 8080), where the hierarchy file states none. */
  ports?: 'ours' | 'product'
  /**
   * Servers do what their standards allow and servers seldom do, by chance: a client that fails at it relied on luck. By default
   * as the hierarchy describes.
   */
  unusual?: UnusualSettings
  /** Number of the first attempt's id, where several hierarchies share a recording. */
  firstAttempt?: number
  /** Receives every event as it happens: each attempt, and each connection of a client of your own, once it is over. */
  journal?: Journal
  /** `told`: to the journal alone, so that memory does not grow with them; `kept`, by default: the hierarchy lists them too. */
  attempts?: 'kept' | 'told'
  /** Learns of each default port that another program has, and of the one that is opened in its place. */
  onPortTaken?: (port: number, instead: number) => void
  /** Receives the secrets of every TLS connection to a site system, as lines of an NSS key log, for Wireshark. */
  keyLog?: (line: Buffer) => void
  /** Gets every byte that the listeners receive and send, as packets, with names and the secrets of TLS, for Wireshark. */
  packets?: PacketFile
}

/** The holder whose certificates the authority revokes. */
type Revoked = (
  | {
      /** Name of a client. */
      client: string
    }
  | {
      /** Name or FQDN of a site system. */
      system: string
    }
) & {
  /** Every machine fetches the new list at the next handshake (`drop`, the default), or keeps its own until it expires. */
  cachedLists?: 'drop' | 'keep'
}

/** A sentence of the documentation that a client acts by. */
interface Rule {
  /** Stable, for expectations in scenarios: `roaming/same-mode`. */
  id: RuleId
  /** What a client does by it, for people. */
  sentence: string
  /** The statements behind it. */
  sources: readonly [Statement, ...Statement[]]
}
/** A statement about a client's choices, in short and in our words: of the documentation, or inferred from it. */
interface Statement {
  /** One sentence. */
  says: string
  /** Titles of the pages that say it, or from which it is inferred. */
  pages: readonly [string, ...string[]]
  /** No page says it: it is inferred from what they say. */
  inferred?: true
}
/** The input of the rules: a client, and the site system that it would contact. */
interface Contact {
  /** Who would contact it. */
  client: {
    /** The two kinds have rules of their own. */
    kind: 'computer' | 'mobile-device'
    /** The mode of its assigned site. */
    mode: SiteMode
    /** The native-mode option "HTTP communication for roaming and site assignment" is on. */
    httpForRoaming: boolean
    /** It takes itself to be on the Internet. */
    onInternet: boolean
  }
  /** What the client would contact the system as. */
  role: SiteSystemRole
  /** The mode of the site that the system belongs to. */
  siteMode: SiteMode
  /** Of the site that the system belongs to. */
  siteKind: 'primary' | 'secondary'
  /** The system belongs to the client's assigned site, whether the client is there or not. */
  ofAssignedSite: boolean
  /** The SSL setting of a software update point or a reporting point. */
  ssl: boolean
  /** The distribution point's option to transfer by BITS, HTTP and HTTPS. */
  httpTransfer: boolean
  /** Whom the system serves: the intranet, the Internet, or both. */
  clientConnections: ClientConnections
  /** A management point allows mobile devices. */
  devices: boolean
  /** The system is protected, and the client outside its protected boundaries. */
  outsideProtection: boolean
}

/** The settings of a site that concern its clients. */
interface SiteSettings {
  /** Three characters. */
  code: string
  /** Mode of the site. */
  mode: SiteMode
  /** Of its web servers. */
  ports: Ports
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean
  /** Clients look certificates up in revocation lists. */
  crlChecking: boolean
  /** How clients choose among their certificates. */
  certificateSelection: {
    /** As the hierarchy file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the first is taken; otherwise the client has none. */
    selectFirst: boolean
  }
  /** The account for distribution points that do not take the computer's own. */
  networkAccessAccount?: Account | undefined
  /** How often clients ask for policy, in milliseconds. */
  policyPollingInterval: number
}

/** A fact that a client was told, and by whom. It is kept as it was told until it is told anew. */
type Known<Fact> = Fact & {
  /** By whom, and when. */
  told: Told
}
/** The client's own site. */
type KnownSite = Known<SiteSettings>
/** The site of a system, as far as a client was told of it. */
interface KnownSiteOfSystem {
  /** Three characters. */
  code: string
  /** Code of the primary site that manages the clients there: another one for a secondary site. */
  primary: string
  /** undefined where nobody told; the client then takes it to be its own. */
  mode?: SiteMode | undefined
}
/** A site system, as far as a client was told of it. */
interface KnownSystem {
  /** What it was named as. */
  role: SiteSystemRole
  /** Name to resolve. */
  fqdn: string
  /** null where the client knows the system by its name alone. */
  site: KnownSiteOfSystem | null
  /** The ports that the client was told; for others it takes its own ports for requests, or the protocol's. */
  ports: Partial<Record<Protocol | 'binl' | 'tftp', number>>
  /** What the client was told of the system's settings; elsewhere they are as usual. */
  settings?: Partial<Pick<Contact, keyof typeof usualSettings>>
  /** The path of the address that the client was told: a package's directory, or a service. */
  path?: string
  /** The share and the folder in it that the client was told. */
  share?: {
    /** Of the share. */
    name: string
    /** The folder within it. */
    path: string
  }
  /** IDs of packages that the system has, for the first request of a distribution point. */
  packages?: readonly string[]
  /** By whom, and when. */
  told: Told
}
/** A client is sent only to systems that serve it, so these settings are what it expects. */
declare const usualSettings: {
  readonly ssl: false
  readonly httpTransfer: true
  readonly clientConnections: 'both'
  readonly devices: true
  readonly outsideProtection: false
}

/** One HTTP request of a client. */
interface Request {
  /** The verb as it stands on the wire: `PROPFIND`, `CCM_POST`. */
  method: string
  /** With its query. */
  path: string
  /** By name; the client adds those that frame the message. */
  headers?: Record<string, string>
  /** None by default. */
  body?: string | Buffer
}
/** What came back to a request. */
interface Reply {
  /** 100 to 599. */
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** Whole, as it came; empty where there was none. */
  body: Buffer
}
/** Sends a request and resolves to the reply, whatever its status. */
type Send = (request: Request) => Promise<Reply>
/** Requests that a client sends to one site system over one connection, each after the reply to the one before. */
type Conversation<Result = void> = (send: Send) => Promise<Result>

/** How a client contacts a site system. */
interface ClientContactOptions {
  /** The system belongs to the assigned site (default), or to the site where the client is. */
  relation?: Attempt['relation']
  /** Makes the attempt whatever the rules say. */
  force?: boolean
  /** With `force`: the protocol; by default that of the client's own mode. */
  protocol?: Protocol
  /** With `force`: present no certificate although there is one. */
  withoutCertificate?: boolean
}

/** The outcome of something that a client set out to do, in as many attempts as it took. */
interface ActionResult<Data = unknown> extends Pick<
  Attempt,
  'outcome' | 'protocol' | 'system' | 'site' | 'relation' | 'diagnosis' | 'rule' | 'status'
> {
  /** How the client learned which system to contact: `active-directory`; null if it already knew. */
  by: string | null
  /** The policies, updates or bytes that the client obtained; null if none. */
  data: Data | null
  /** In order. */
  attempts: readonly Attempt[]
  /** What the client did in order, in sentences with their rules and attempts. */
  story: Story
  /** Why it did not succeed, what decided it first; empty where it did. */
  reasons: readonly Reason[]
}

/** The setting of an advertisement, or of the deployment of an update, for distant content. */
type WhenSlow = 'download' | keyof typeof keptAway
/** The rules that keep a client from distant content. */
declare const keptAway: {
  readonly 'do-not-run': Rule
  readonly 'do-not-install': Rule
}

/**
 * The content of a program that is advertised to the client, or of an update that is deployed to it, as its policy describes
 * it. Policy brings it to a real client; here the order to get the content or to install the update does.
 */
interface Content {
  /** Of a package, or the unique id of an update's configuration item. */
  id: string
  /** Version of the package, or revision of the update. */
  version: number
  /** Bytes. */
  size: number
  /** SHA-1 of all files one after the other, in the order of their paths; hexadecimal. */
  sha1: string
  /** Settings of the advertisement or deployment. */
  settings: {
    /** What clients do in a slow boundary, or where only another site has it. */
    whenSlow: WhenSlow
    /** They run it from the share, and transfer nothing. */
    runFromDistributionPoint: boolean
    /** They may use an unprotected distribution point if no protected one has it. */
    fallBackToUnprotected: boolean
    /** Its policy holds sensitive data. */
    sensitive: boolean
  }
  /** The client is a branch distribution point that is to share it: it takes it by BITS, from wherever that is. */
  toShare: boolean
}

/** Size of the package, however many attempts the transfer took. */
interface ContentData {
  /** Bytes of content, not of packets. */
  bytes: number
}

/** An experimenter's order to contact a site system. */
interface ContactOrder extends ClientContactOptions {
  /**
   * The system that the experimenter means: where it is, and what site it belongs to, but not that site's mode. undefined
   * where there is no such site.
   */
  experiment: KnownSystem | undefined
  /** The experimenter means just this system; otherwise the client goes where documented ways lead it, if they do. */
  named: boolean
}

/** One policy: the settings that it brings to one class of the client's WMI namespace. */
interface PolicyBody {
  /** Policy assignments name it by this. */
  id: string
  /** As the management point names it. */
  version: string
  /** `CCM_SoftwareDistribution`. */
  className: string
  /** By the name of the class's property, as text. */
  properties: Readonly<Record<string, string>>
}

/** New policies, in the order of their assignments. */
interface PolicyData {
  /** Empty where nothing was new. */
  policies: readonly PolicyBody[]
}

/** An element. Names are without prefix: messages never use one name in two namespaces. */
interface XmlElement {
  /** Without its prefix. */
  name: string
  /** Empty where the document gives none. */
  namespace: string
  /** By name, without prefix. */
  attributes: Readonly<Record<string, string>>
  /** Elements, without the text between them. */
  children: readonly XmlElement[]
  /** All text in it, its children's as well. */
  text: string
}

/**
 * A type of an XML Schema: parses, serializes and declares its values. The messages of the update services are
 * described with these once, so that the parser, the serializer and the WSDL cannot differ.
 */
interface SchemaType<Value> {
  /** The name in a schema: `s:int`, `tns:Cookie`. */
  name: string
  /** Throws SchemaError. */
  parse(element: XmlElement): Value
  /** The element's content, XML. */
  serialize(value: Value): string
  /** Types of our own: their declaration, and the types that it refers to. */
  declared?: {
    /** The element of the schema that declares it. */
    xml: string
    /** What its declaration names. */
    refersTo: readonly SchemaType<unknown>[]
  }
}
/** An element that may be left out: `minOccurs="0"`. */
interface OptionalType<Value> {
  /** Of the element, where it is there. */
  optional: SchemaType<Value>
}
/** The elements of a sequence by name, in their order. */
type Fields = Readonly<Record<string, SchemaType<unknown> | OptionalType<unknown>>>
/** Names of the elements that may be left out. */
type Optionals<F extends Fields> = {
  [Name in keyof F]: F[Name] extends OptionalType<unknown> ? Name : never
}[keyof F]
/** The value of a sequence: a property for each field, by the element's name. */
type Sequence<F extends Fields> = {
  [Name in Exclude<keyof F, Optionals<F>>]: F[Name] extends SchemaType<infer Value> ? Value : never
} & {
  [Name in Optionals<F>]?: F[Name] extends OptionalType<infer Value> ? Value : never
}

declare const updateInfo: {
  /** The revision ID. */
  ID: SchemaType<number>
  Deployment: OptionalType<
    Sequence<{
      ID: SchemaType<number>
      Action: SchemaType<
        'Block' | 'Bundle' | 'Evaluate' | 'Install' | 'OptionalInstall' | 'PreDeploymentCheck' | 'Uninstall'
      >
      Deadline: OptionalType<string>
      IsAssigned: SchemaType<boolean>
      /** In the form of s:date: `2007-08-22`. */
      LastChangeTime: SchemaType<string>
      DownloadPriority: OptionalType<string>
      HardwareIds: OptionalType<string[]>
    }>
  >
  IsLeaf: SchemaType<boolean>
  /** The core metadata: several elements in a row, not a document ([MS-WUSP] 3.1.1.1). */
  Xml: OptionalType<string>
}
/** An update as SyncUpdates of MS-WUSP offers it. */
type UpdateInfo = Sequence<typeof updateInfo>

/** The updates that the software update point offered, in the order of its answers. */
interface UpdateData {
  /** With id, revision and deployment, as SyncUpdates of MS-WUSP has them. */
  updates: readonly UpdateInfo[]
}

/** How many bytes of user state were stored or restored. */
interface UserStateData {
  /** Bytes of user state, not of packets. */
  bytes: number
}

/** A computer or mobile device with the client software, which belongs to a site and contacts site systems. */
interface ClientSoftware {
  /** As in the hierarchy. */
  readonly name: string
  /** Its site, as it last learned of it. */
  readonly assignedSite: KnownSite | undefined
  /** Where it is now. */
  readonly at: Location
  /** The client as it is now, for reports; only others know where it is. */
  shown(): Omit<ClientShown, 'residentSite'>
  /** Takes the computer to another place at once; it finds out about its surroundings when it acts next. */
  move(location: NewLocation): void
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(role: SiteSystemRole, order: ContactOrder, conversation?: Conversation<unknown>): Promise<Attempt>
  /** Assigns the client to the site of that code, or with `auto` to the one whose boundaries hold it. */
  assign(site: string): Promise<ActionResult>
  /** Finds a package and transfers it. */
  getContent(content: Content): Promise<ActionResult<ContentData>>
  /** Switches the computer on. */
  start(): Promise<ActionResult>
  /** Asks the management point for policy that is new since the last time. */
  requestPolicy(): Promise<ActionResult<PolicyData>>
  /** By default the state that it communicates with its management point. */
  sendState(state?: {
    /** The message's topic type, as the product numbers it. */
    topic: number
    /** The state's number within its topic. */
    id: number
  }): Promise<ActionResult>
  /** Asks the software update point what there is for this computer. */
  scanForUpdates(): Promise<ActionResult<UpdateData>>
  /** Scans, downloads an update, installs it, and reports that. */
  installUpdate(update: Content): Promise<ActionResult<ContentData>>
  /** Stores a user state of this many bytes. */
  storeState(bytes?: number): Promise<ActionResult<UserStateData>>
  /** Gets the user state back that it stored last. */
  restoreState(): Promise<ActionResult<UserStateData>>
  /** The same computer with the same knowledge, to try something that the client itself is to know nothing of. */
  copy(): ClientSoftware
}
/** An intranet address or Active Directory site, or the Internet. */
type NewLocation =
  | {
      /** IP address on the intranet. */
      address?: string
      /** Name of the Active Directory site. */
      activeDirectorySite?: string
    }
  | {
      /** Outside of the intranet, where only Internet-based systems are reached. */
      internet: true
    }

/** The site system that a client is to contact, and how. */
interface ContactOptions extends ClientContactOptions {
  /**
   * A certain system, by name or FQDN. By default the one to which the client is led by what it knows, or else the one of
   * the site that serves the client in this role.
   */
  system?: string
}
/** A contact that is a conversation. */
interface Conversing {
  /** Requests to make over one connection in place of the role's first one. */
  conversation?: Conversation<unknown>
}
/** A client in its hierarchy, which moves it about and gives it orders. */
interface SimulatedClient extends Omit<
  ClientSoftware,
  'shown' | 'contact' | 'getContent' | 'installUpdate' | 'copy'
> {
  /** The site whose boundaries hold the client now. */
  readonly residentSite: Site | undefined
  /** The client as it is now, for reports. */
  shown(): ClientShown
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(role: SiteSystemRole, options?: ContactOptions & Conversing): Promise<Attempt>
  /** Finds a package and transfers it. */
  getContent(packageId: string): Promise<ActionResult<ContentData>>
  /** Scans, downloads an update (by its unique id), installs it, and reports that. */
  installUpdate(updateId: string): Promise<ActionResult<ContentData>>
  /** As a branch distribution point: gets a package to share it. */
  fetchToShare(packageId: string): Promise<ActionResult<ContentData>>
  /** The same computer with the same knowledge, to try something that the client itself is to know nothing of. */
  copy(): SimulatedClient
}

/// <reference lib="esnext.disposable" preserve="true" />

/** A hierarchy whose site systems listen. Close it, or declare it with `await using`. */
interface RunningHierarchy extends AsyncDisposable, ForOwnClients {
  /** What was opened, with every default filled in. */
  readonly hierarchy: Hierarchy
  /** The site systems with their addresses, in the order of the file. */
  readonly systems: readonly RunningSystem[]
  /** The point that publishes the revocation lists. */
  readonly revocationLists: RunningService
  /** The directory in which the sites publish themselves. */
  readonly domainController: RunningService
  /** DNS and WINS, where management points are found by name; DNS by UDP and TCP, with the addresses of all hosts. */
  readonly nameServers: RunningService
  /** The computers, as another program can pass for them. */
  readonly computers: readonly RunningComputer[]
  /** The accounts besides those of the computers, with which clients sign in to distribution points. */
  readonly networkAccessAccounts: readonly NetworkAccessAccount[]
  /** The PXE service points, by FQDN, and whether each lets computers boot that its site does not know. */
  readonly pxe: readonly {
    /** FQDN. */
    system: string
    /** It lets them boot. */
    unknownComputers: boolean
  }[]
  /** The secret of the policy servers' RADIUS. */
  readonly radiusSecret: string
  /** Every attempt so far, in the order in which they ended; none where the journal alone gets them. */
  readonly attempts: readonly Attempt[]
  /**
   * Connections that listeners accepted from the hierarchy's clients and that no attempt accounts for, each reported once:
   * something went over the network that the attempts do not tell. A client with an attempt in progress is passed over.
   */
  strayConnections(): Promise<readonly AcceptedConnection[]>
  /** A site system by its name or FQDN. Throws a `ContactError` where there is none of that name. */
  system(name: string): RunningSystem
  /** A client of the hierarchy by its name. Throws a `ContactError` where it has none of that name. */
  client(name: string): SimulatedClient
  /** Adds a client that the hierarchy's file does not name. */
  addClient(client: Client): SimulatedClient
  /**
   * Switches a fault of a site system on, by its name or FQDN, replacing any other. `crl` is the point that
   * publishes the revocation lists. Without a protocol the web server breaks where there is one, and its share goes on.
   * Throws a `FaultError` when the system cannot have this fault.
   */
  break(system: string, fault: Fault | RevocationListFault, protocol?: TcpProtocol): Promise<void>
  /**
   * Closes the web listeners of a site system, or the listener for a protocol, so that a program of your own can listen at
   * its address in their place, on those ports and any others. No listener sees the connections to that program: attempts
   * have the client's word alone, and say so in `server_end`. `repair` ends it.
   */
  replace(system: string, protocol?: TcpProtocol): Promise<void>
  /** Switches off the fault of a site system, or puts its own listeners back in place. */
  repair(system: string): Promise<void>
  /**
   * A server, or each site system with a role, misbehaves for the requests that match, until `behave`; faults come before it. Attempts
   * and connections that meet it have `SCRIPTED` in `server_end`, and `scripted-misbehaviour` as their diagnosis if they fail. Throws an
   * `InputError` with what is wrong in its description, or a `FaultError` when the server does not speak the protocol or the name is taken.
   */
  misbehave(misbehaviour: MisbehaviourInput): void
  /** Ends the misbehaviour of this name, or all. Throws a `FaultError` when none of that name goes on. */
  behave(name?: string): void
  /** The authority revokes the certificates of a client or a site system and publishes a new list. */
  revoke(revoked: Revoked): void
  /**
   * Switches a primary site and its secondary sites to the other mode, and repairs their systems' faults. Clients learn of
   * it when they next read the settings. Throws a `SiteModeError` if another site must switch first.
   */
  setMode(site: string, mode: SiteMode): Promise<void>
  /**
   * The administrator approves a client that has registered, for policy with sensitive data. Throws a `ContactError` when it
   * is registered nowhere.
   */
  approve(client: string): void
  /**
   * Moves the simulation's clock ahead; certificates and revocation lists expire by it. Throws a `ClockError` when the
   * certificates have fixed dates.
   */
  advance(milliseconds: number): void
  /**
   * Closes every listener and connection; resolves once all are closed. `await using` calls it. From the call on, whatever would change
   * the hierarchy, and whatever a client is to do, throws a `ClosedError` or rejects with one: a change that is under way is completed
   * first.
   */
  close(): Promise<void>
}
/** A service beside the site systems. */
interface RunningService {
  /** Name by which clients ask for it. */
  fqdn: string
  /** IP address on loopback. */
  address: string
  /** One for each listener, with its port. */
  urls: string[]
}
/** As `serve --json` prints it. */
interface RunningSystem {
  /** As in the file. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** Code of its site. */
  site: string
  /** Ids: `management-point`. */
  roles: string[]
  /** IP address on loopback. */
  address: string
  /** One for each listener, with its port: `https://mp.contoso.test:8443`. */
  urls: string[]
}

/** The recorded part of a run. Every report is made from a recording. */
interface Recording {
  /** null where the recording has no line with the command. */
  run: Recorded<RunBegan> | null
  /** Each hierarchy, in the order in which they were opened. */
  hierarchies: RecordedHierarchy[]
  /** null unless the tables were exercised. */
  tables: TablesExercised | null
  /** null unless clients of a fleet went about their days. */
  fleet: FleetResult | null
  /** When the process stood still or the machine's clock was set, as far as it was noticed. */
  timeLost: Recorded<TimeLost>[]
  /** Milliseconds from the beginning of the run to the last line. */
  durationMs: number
  /** The recording has its last line; without it the run was cut short. */
  ended: boolean
}
/** A hierarchy from its opening to its close, with everything that happened on it. */
interface RecordedHierarchy {
  /** null where no scenario was run on it: by `matrix` and `serve`. */
  scenario: ScenarioBegan | null
  /** As it stood with every listener open. */
  opened: HierarchyShown
  /** The hierarchy in its final state. */
  now: HierarchyShown
  /** ISO 8601: the simulation's clock when it was opened. */
  openedAt: string
  /** Every line but the foreign connections, in the order in which it happened. */
  lines: RecordedLine[]
  /** Of the scenario, as far as they have ended. */
  steps: StepResult[]
  /** In the order in which they ended. */
  attempts: Recorded<AttemptEnded>[]
  /** What its web servers saw, in the order in which they ended. */
  requests: ServedRequest[]
  /** Earlier ones that are not kept, neither here nor among the lines. */
  requestsLeftOut: number
  /** Made by no simulated client: the latest of them. */
  foreign: ForeignConnection[]
  /** Earlier ones that are not kept. */
  foreignLeftOut: number
  /** null when the scenario has not ended, or there was none. */
  passed: boolean | null
}
/** An event with its place in the recording: id of the run, number of the line, and milliseconds since the run began. */
type Recorded<Event> = Event & Pick<RecordedLine, 'run' | 'sequence' | 'ms'>

/** What a change of modes does to the clients of a hierarchy; `plan --json` prints this. */
interface PlanResult {
  format: 1
  /** The hierarchy's file. */
  hierarchy: string
  /** In the order in which they were tried. */
  switches: PlannedSwitch[]
  /** Names of the moments at which every client was tried: `before`, `after CEN=native`, `told of CEN=native`, and so on. */
  phases: string[]
  /** All clients in numbers. */
  summary: PlanSummary
  /** Every group, whether or not anything changes for its clients; in the order of their numbers. */
  groups: PlannedGroup[]
  /** What ended in another way than before; the worst first. */
  changes: PlanChange[]
  /** Groups of which one client ended otherwise than another; empty unless several of each were run. */
  differing: DifferingGroup[]
  /** The documented checklist for a switch, looked through in the hierarchy. */
  preflight: PreflightCheck[]
  /** The attempts that the changes name. */
  attempts: Attempt[]
}
/** A change of one site's mode. */
interface PlannedSwitch {
  /** Code of the primary site. */
  site: string
  /** The new one. */
  mode: SiteMode
  /** Why the hierarchy's order forbids it, and what to do first; null where it was carried out. */
  refused: string | null
}
/** Numbers of clients: each counts once, in the first that holds. */
interface PlanFates {
  /** Never get policy again by themselves. */
  stranded: number
  /** Further ones, should their unknown certificates turn out to be missing. */
  strandedIfUnready: number
  /** Without policy until they learn of a switch. */
  awayUntilTold: number
  /** Get a package or an update no longer. */
  losesContent: number
  /** Get a package or an update from outside the site they are in, and got it there before. */
  fartherContent: number
  /** Everything ends as before. */
  unchanged: number
}
/** What becomes of all clients, in numbers. */
interface PlanSummary extends PlanFates {
  /** All of the hierarchy. */
  clients: number
  /** Groups of clients that nothing tells apart. */
  groups: number
  /** Of all, the ones that get content from unprotected distribution points, after eight hours without it, and not at once. */
  delayedContent: number
  /** Of all, the ones that lose content, or get it from farther away, until a later switch. */
  contentInterrupted: number
  /** Of all, the ones that have policy and can no longer send their state. */
  losesState: number
  /** Of all, the ones that got no policy before the first switch; they count as unchanged. */
  withoutPolicyBefore: number
}
declare const planKinds: readonly [
  'stranded',
  'strandedIfUnready',
  'awayUntilTold',
  'losesContent',
  'fartherContent',
  'delayedContent',
  'contentInterrupted',
  'losesState',
]
/** What became of a client's policy, content or state, the worst first. */
type PlanKind = (typeof planKinds)[number]
declare const planCauses: readonly [
  'never-told',
  'not-told-yet',
  'no-usable-certificate',
  'system-not-ready',
  'neighbour-of-other-mode',
  'package-only-there',
  'other',
]
/** Why it changed: from what the client knows, from its site and from the rules. */
type PlanCause = (typeof planCauses)[number]
declare const planActs: readonly ['policy', 'content', 'updates', 'state']
/** What clients are tried at. */
type PlanAct = (typeof planActs)[number]
/** One thing that changed for the clients of one group, at one place. */
interface PlanChange {
  /** Whom it happens to. */
  group: PlanGroup
  /** How many it happens to. */
  clients: number
  /** Name of one of them. */
  example: string
  /** What they do. */
  act: PlanAct
  /** Id of the package or the update; absent for other acts. */
  content?: string
  /** Code of the site visited; null at home. */
  visiting: string | null
  /** What it comes to for them. */
  kind: PlanKind
  /** What in the hierarchy or its rules is behind it. */
  because: PlanCause
  /** How it ended before the first switch. */
  before: PlanEnding
  /** In each phase after the first. */
  after: PlanEnding[]
  /** Id in the failure catalogue, of the phase that shows the change; null where a rule withheld the contact. */
  diagnosis: OpenId<DiagnosisId> | null
  /** Id of the rule that they go by in that phase; null where none is named. */
  rule: OpenId<RuleId> | null
  /** Ids of the attempts of that phase. */
  attempts: string[]
  /** The documented ways that can help. */
  remedies: PlanRemedy[]
}
/** How something ended. */
interface PlanEnding {
  /** Of the last attempt of the act. */
  outcome: Outcome
  /** Of that attempt. */
  protocol: Attempt['protocol']
  /** Name of the site system that decided; null where none was contacted. */
  system: string | null
  /** Code of the system's site; null where none was contacted. */
  site: string | null
}
/** Clients that nothing tells apart. */
interface PlanGroup {
  /** Counted from 1, in the order of the file. */
  number: number
  /** Names of the file's groups that they belong to, and the clients described alone as null. */
  from: (string | null)[]
  /** How many they are. */
  clients: number
  /** Computers, or mobile devices. */
  kind: 'computer' | 'mobile-device'
  /** Code of the site that manages them; null for none. */
  assignedSite: string | null
  /** The sites whose boundaries hold their homes; empty outside all boundaries. */
  at: string[]
  /** Their homes are on the Internet. */
  onInternet: boolean
  /** Codes of the sites that they visit. */
  visits: string[]
  /** They are in the forest. */
  activeDirectory: boolean
  /** Names of the recipes of their certificates; `unknown`: nobody knows what they have. */
  certificates: string[] | 'unknown'
  /** Of their client software: `4.00.6487.2000`. */
  version: string
}
/** A group, and what becomes of its clients. */
interface PlannedGroup {
  /** Who they are. */
  group: PlanGroup
  /** They add up to the group's clients. */
  fates: PlanFates
}
/** A group whose clients did not end alike. */
interface DifferingGroup {
  /** Its number. */
  group: number
  /** The verdict of each client that was run. */
  clients: {
    /** Name of a client that was run. */
    client: string
    /** Every kind of change that it met. */
    kinds: PlanKind[]
  }[]
}
/** A documented way to help. */
interface PlanRemedy {
  /** Stable, for programs. */
  id: PlanRemedyId
  /** A sentence that says what to do. */
  do: string
  /** Whether a second run, with this alone done, showed it to help any of these clients; null: it was not tried. */
  verified: boolean | null
  /** Of these clients, the ones that it leaves as they are; null: not tried. */
  leaves: number | null
  /** Clients of the whole hierarchy that it strands, and the switches alone do not; null: not tried. */
  strands: number | null
}
declare const planRemedyIds: readonly [
  'certificate',
  'reinstall',
  'http-for-roaming',
  'neighbour-as-well',
  'package-at-home',
  'server-locator-point',
  'dns-publishing',
  'another-order',
]
/** Documented ways to help clients over a switch. */
type PlanRemedyId = (typeof planRemedyIds)[number]
/** An item of the documented checklist. */
interface PreflightCheck {
  /** Code of the site; null where it concerns the hierarchy. */
  site: string | null
  /** Stable id: `management-point`. */
  check: string
  /** The item as a sentence. */
  asks: string
  /** Nothing is left to do about it. */
  holds: boolean
  /** What was found, and what to do where it does not hold. */
  found: string
}

/** What a test has in hand: an attempt of a simulated client, an action of several, or a connection of a client of your own. */
type Seen = Attempt | ActionResult | ForeignConnection
/** What an answer is to be like, besides being one. */
interface ExpectedAnswer {
  /** By which it was made. */
  protocol?: Protocol | LookupProtocol
  /** Of HTTP. */
  status?: number
}
/** Whether something is as expected, as `expect.extend` of Jest and Vitest takes it. */
interface Verdict {
  /** It is as expected; `not` turns that round. */
  pass: boolean
  /** What was expected, and what came instead, as both ends saw it; where it passed, what was not to be. */
  message(): string
  /** What the runner shows as received. */
  actual: unknown
  /** What the runner shows as expected. */
  expected: unknown
}
/** The matchers as a runner's `expect` has them. */
interface OwnMatchers<Result> {
  /** It failed for this reason. Throws an `InputError` where the catalogue has no such failure, even after `not`. */
  toBeRefusedBecause(failure: FailureId): Result
  /** It was answered, and like this. */
  toBeAnswered(expected?: ExpectedAnswer): Result
  /**
   * The client's rules forbade it; by the rule of this id, if one is named: `roaming/same-mode`. Throws an `InputError` where there
   * is no such rule, even after `not`.
   */
  toBeWithheld(rule?: OpenId<RuleId>): Result
  /**
   * Everything in it ended in the same way as in this recording or plan, as `diff` compares them; otherwise the message is what `diff`
   * prints. Throws an `InputError` where the two cannot be compared, even after `not`.
   */
  toHaveEndedLike(before: Recording | PlanResult): Result
}
/** For `expect.extend`; `sitemode/vitest` and `sitemode/jest` do that, and bring the types. */
declare const matchers: {
  /** As `OwnMatchers.toBeRefusedBecause`, with what the test has in hand first. */
  toBeRefusedBecause(seen: Seen, failure: FailureId): Verdict
  /** As `OwnMatchers.toBeAnswered`, with what the test has in hand first. */
  toBeAnswered(seen: Seen, expected?: ExpectedAnswer): Verdict
  /** As `OwnMatchers.toBeWithheld`, with what the test has in hand first. */
  toBeWithheld(seen: Attempt | ActionResult, rule?: OpenId<RuleId>): Verdict
  /** As `OwnMatchers.toHaveEndedLike`, with what the test has in hand first. */
  toHaveEndedLike(now: Recording | PlanResult, before: Recording | PlanResult): Verdict
}
/** Throws an `AssertionError` that says what really happened at both ends, unless it failed for this reason. */
declare function assertRefusedBecause(seen: Seen, failure: FailureId): void
/** Throws an `AssertionError` that says what really happened at both ends, unless it was answered, and like this. */
declare function assertAnswered(seen: Seen, expected?: ExpectedAnswer): void
/**
 * Throws an `AssertionError` that says what really happened, unless the client's rules forbade it; by this rule, if one is named.
 * Throws an `InputError` where there is no such rule.
 */
declare function assertWithheld(seen: Attempt | ActionResult, rule?: OpenId<RuleId>): void
/**
 * Throws an `AssertionError` that says what ended in another way, unless everything in this recording or plan ended in the same way as
 * in an earlier one: the text of `diff`. Throws an `InputError` where the two cannot be compared.
 */
declare function assertEndedLike(now: Recording | PlanResult, before: Recording | PlanResult): void

/** The result that a step must have. Only the fields that are given are compared. */
interface ExpectationInput {
  /**
   * How the deciding attempt ended. For setMode: answered if the site took the mode,
   * otherwise failed.
   */
  outcome?: 'answered' | 'failed' | 'withheld' | undefined
  /** The protocol of the attempt. */
  protocol?: Protocol | undefined
  /** Name or FQDN of the site system. */
  system?: string | undefined
  /** Code of the site that the system belongs to. */
  site?: string | undefined
  /** Whether the system belongs to the assigned or the resident site. */
  relation?: 'assigned' | 'resident' | undefined
  /**
   * The source that told the client of the site or the system, such as
   * active-directory; null if it knew already, or if the scenario told it (contact).
   */
  by?: string | null | undefined
  /** Id of an entry of the failure catalogue, or null. */
  diagnosis?: OpenId<DiagnosisId> | null | undefined
  /** Id of the rule that led to the attempt or withheld it. */
  rule?: OpenId<RuleId> | undefined
  /** HTTP status, or null when there was none. */
  status?: number | null | undefined
}
/** A step: one action of a client, or one change to the hierarchy. */
interface StepInput {
  /** Purpose of the step; by default a sentence that describes it. */
  name?: string | undefined
  /** Name of the client that takes the step. */
  client?: string | undefined
  /**
   * Instead of client: all clients, those of a group, or those of a site. What is
   * expected is expected of each.
   */
  clients?: SelectionInput | undefined
  /** New location of the client. */
  move?: LocationInput | undefined
  /**
   * Code of the site to assign the client to; auto: the client finds its site. A
   * site that does not exist can be named with expect: { outcome: failed }.
   */
  assign?: OpenId<'auto'> | undefined
  /**
   * True: the computer is switched on, and the client reads the settings of its site
   * again.
   */
  start?: true | undefined
  /** True: ask the management point for policy, and fetch what it assigns. */
  requestPolicy?: true | undefined
  /**
   * Send a state message: true for one that the client chooses, or this topic and
   * state id.
   */
  sendState?:
    | true
    | {
        /** Topic type of the state message, such as 500. */
        topic: number
        /** Id of the state within its topic. */
        id: number
      }
    | undefined
  /** True: scan against a software update point for the updates that apply. */
  scanForUpdates?: true | undefined
  /**
   * Install the software update of this unique id: scan, download it from a
   * distribution point, and report the installation.
   */
  installUpdate?: string | undefined
  /** Find the package of this id, and transfer it from a distribution point. */
  getContent?: string | undefined
  /**
   * Store a user state in the share of a state migration point, by SMB: true, or a
   * state of this size. The requests go by HTTP or HTTPS.
   */
  storeState?:
    | true
    | {
        /** Size of the state, such as 64 KiB or 4096 (bytes). */
        bytes?: number | string | undefined
      }
    | undefined
  /** True: restore the user state that was stored. */
  restoreState?: true | undefined
  /** Contact a site system of this role. */
  contact?: SiteSystemRole | undefined
  /**
   * Switch a site to the other mode: to native from the top down, back from the
   * bottom up.
   */
  setMode?:
    | {
        /** Code of the primary site. */
        site: string
        /** The new mode. */
        mode: SiteMode
      }
    | undefined
  /** Switch on a fault of a site system, instead of an earlier one. */
  break?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
        /** The fault. */
        fault: Fault | RevocationListFault
        /**
         * The protocol whose port breaks; by default the web server breaks, or every port
         * where there is none.
         */
        protocol?: TcpProtocol | undefined
      }
    | undefined
  /**
   * Close the listeners of a site system, for a program of your own to listen in
   * their place.
   */
  replace?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
        /**
         * The protocol whose port is closed; by default the web server closes, or every
         * port.
         */
        protocol?: TcpProtocol | undefined
      }
    | undefined
  /** Switch off the fault of a site system, or put its own listeners back in place. */
  repair?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
      }
    | undefined
  /**
   * A site system, or a server beside them, misbehaves for the requests that match,
   * until behave ends it.
   */
  misbehave?: MisbehaviourInput | undefined
  /** Name of a misbehaviour that ends; true ends all. */
  behave?: true | string | undefined
  /** Revoke a certificate and publish a new list. */
  revoke?:
    | {
        /** Name of the client whose certificates are revoked. */
        client?: string | undefined
        /** Name or FQDN of the site system whose certificate is revoked. */
        system?: string | undefined
        /**
         * drop (default): clients and servers fetch the new list at once; keep: they keep
         * the old list until its next update.
         * @defaultValue "drop"
         */
        cachedLists?: 'drop' | 'keep' | undefined
      }
    | undefined
  /**
   * Name of a client that has registered: the administrator approves it at its
   * mixed-mode site.
   */
  approve?: string | undefined
  /**
   * Move the clock of the simulation ahead, by 400 d or 25 h for example. In a
   * scenario time stands still otherwise.
   */
  advance?: string | undefined
  /**
   * With contact, or instead of it: one particular system, by name or FQDN. The
   * scenario tells the client where it is and what site it belongs to, but not the
   * mode of that site. Without it, the client goes where a documented way leads it;
   * where none does, the scenario tells it of a system of the site that serves it.
   */
  system?: string | undefined
  /**
   * The site that the system belongs to: the assigned site (default) or the resident
   * site. For a management point, the one that the client finds itself there.
   */
  relation?: 'assigned' | 'resident' | undefined
  /** Make the attempt even if the rules forbid it. */
  force?: boolean | undefined
  /** With force: the protocol; by default the protocol of the client's own mode. */
  protocol?: 'http' | 'https' | undefined
  /**
   * The expected result of the step; fields that are left out may have any value.
   * Steps that can have one: assign, start, requestPolicy, sendState,
   * scanForUpdates, installUpdate, getContent, storeState, restoreState and contact;
   * of setMode the outcome alone. The others have none: move, break, replace,
   * repair, misbehave, behave, revoke, approve and advance.
   */
  expect?: ExpectationInput | undefined
}
/** Actions of clients and sites, step by step, with their expected results. */
interface ScenarioInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /** Title of the scenario. */
  name: string
  /** The sentence of the source text that it exercises. */
  cites?: string | undefined
  /** Sentences of the source text in its own words, for reports. */
  quotes?:
    | {
        /** Language of the sentence, as a language tag: ja. */
        lang: string
        /** The sentence. */
        text: string
      }[]
    | undefined
  /** Path of a hierarchy file, relative to this file, or the hierarchy itself. */
  hierarchy: string | HierarchyInput
  /** The steps, in order. */
  steps: StepInput[]
}

/** Gives a hierarchy written in TypeScript its type: `export default hierarchy({ sites: [...] })`. Throws nothing: who loads it checks it. */
declare function hierarchy(written: HierarchyInput): HierarchyInput
/** Gives a scenario written in TypeScript its type: `export default scenario({ steps: [...] })`. Throws nothing: who loads it checks it. */
declare function scenario(written: ScenarioInput): ScenarioInput

/** What overrides the settings of a hierarchy's own. */
interface HierarchySettings {
  /** TLS version of listeners and clients. */
  tls?: TlsVersion
  /** Kind of every key. */
  keys?: KeyKind
  /** How a listener refuses a client certificate. */
  refusal?: RefusalStyle
}
/** Options of the functions that open hierarchies by themselves. */
interface WorkOptions
  extends
    HierarchySettings,
    Pick<OpenOptions, 'cache' | 'pki' | 'timeout' | 'addresses' | 'unusual' | 'onPortTaken' | 'keyLog'> {
  /** Learns of each warning about the files that were read. */
  onWarning?: (warning: Problem) => void
}
/**
 * Puts a hierarchy on loopback: one described here, or in a YAML or TypeScript file.
 * Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
declare function startHierarchy(
  described: string | HierarchyInput,
  options?: OpenOptions,
): Promise<RunningHierarchy>

/** The tables of the source text with the observation beside each cell; `matrix --json` prints this. */
interface MatrixResult {
  /** The hierarchy's file. */
  hierarchy: string
  /** In the order of the source text. */
  tables: TableResult[]
  /** All that the cells name. */
  attempts: readonly Attempt[]
  /** All cells in numbers. */
  summary: {
    /** All of the tables, skipped ones included. */
    cells: number
    /** Observed as documented. */
    agree: number
    /** Observed otherwise than documented. */
    disagree: number
    /** Not exercised, since this hierarchy lacks what they need. */
    skipped: number
    /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
    timeLost?: Pick<TimeLost, 'cause' | 'milliseconds'>[]
  }
}
/** The results of provoking every failure of the catalogue; `lab --json` prints this. */
interface LabResult {
  /** In the order of the catalogue. */
  entries: LabEntry[]
  /** The whole lab in numbers. */
  summary: {
    /** Failures that were provoked. */
    entries: number
    /** Attempts that provoked them. */
    runs: number
    /** Failures that were diagnosed as themselves in every run. */
    agree: number
  }
}
/** A failure of the catalogue, provoked in every way in which it exists. */
interface LabEntry {
  /** In the failure catalogue. */
  id: FailureId
  /** The failure in an administrator's words. */
  title: string
  /** Every run was diagnosed as this entry. */
  agrees: boolean
  /** One for each protocol, version of TLS and style of refusal. */
  runs: LabRun[]
}
/** One attempt that provoked a failure. */
interface LabRun {
  /** By which the attempt was made. */
  protocol: Protocol | LookupProtocol
  /** null for every protocol but HTTPS. */
  tls: '1.2' | '1.3' | null
  /** How the site system refused clients. */
  refusal: 'handshake' | 'iis'
  /** `failed`, `answered`. */
  outcome: string
  /** What the client saw; null when it saw nothing wrong. */
  client_end: ClientEvidence | null
  /** What the server saw; null when it saw nothing wrong. */
  server_end: EndEvidence | null
  /** From the evidence of both ends. */
  diagnosis: OpenId<DiagnosisId> | null
  /** From the client's evidence alone, most likely first. */
  candidates: FailureId[]
}
/** One attempt at an endpoint, seen from the client alone; `probe --json` prints this. */
interface ProbeResult {
  /** As it was asked, normalised. */
  url: string
  /** The address of the connection; null when the name was not resolved. */
  address: string | null
  /** `failed` where it broke off, or the status is a refusal. */
  outcome: 'answered' | 'failed'
  /** What happened, in order. */
  steps: ProbeStep[]
  /** The server's certificates as it sent them, the leaf first; empty for plain HTTP and where it sent none. */
  chain: CertificateEvidence[]
  /** Distinguished names; empty when any authority will do, null when the server did not ask for a certificate. */
  acceptableAuthorities: string[] | null
  /** The completed handshake; null where there was none. */
  tls: Pick<TlsEvidence, 'version' | 'cipher'> | null
  /** Of the reply; null where there was none. */
  status: number | null
  /** Of IIS, where the page tells it; null otherwise. */
  substatus: number | null
  /** Of the reply, in lower case; null where there was none. */
  headers: Headers | null
  /** Where a redirect leads, as the server wrote it; null for any other reply. Nobody went there. */
  redirect: string | null
  /** What went wrong; null where it was answered. */
  client_end: ClientEvidence | null
  /** What else is to be known of the server's chain, the trusted authorities and the handshake, whether or not it failed. */
  warnings: ProbeWarning[]
  /** The failures that it can be, most likely first. */
  candidates: {
    /** In the failure catalogue. */
    id: string
    /** The failure in an administrator's words. */
    title: string
    /** How to tell it from the others. */
    look: string
    /** What to do about it. */
    remedy: string
  }[]
  /** The server's certificate itself shows that it is the one candidate, and no other failure. */
  proven: boolean
}
/** Something that is to be known of an endpoint besides the outcome. */
interface ProbeWarning {
  /** Stable, for programs: `incomplete-chain`. */
  code:
    | 'incomplete-chain'
    | 'issuer-of-another-key'
    | 'root-missing'
    | 'no-authority'
    | 'certificate-wanted-late'
    | 'issuer-not-named'
    | 'old-version-not-offered'
    | 'old-ciphers-not-offered'
    | 'weak-hash'
    | 'weak-key'
  /** Both are sentences. */
  message: string
  /** What to do about it. */
  remedy: string
}
/** Something that happened in the course of a probe. */
interface ProbeStep {
  /** Milliseconds from the start. */
  at: number
  /** `resolved`, `connected`, `client-hello`... */
  step: string
  /** For people. */
  text: string
}

/** The results of running scenarios; `run --json` prints this. */
interface RunResult {
  /** In the order in which they were named. */
  scenarios: ScenarioResult[]
  /** The attempts of all scenarios; ids are unique within the run. */
  attempts: Attempt[]
  /** All scenarios in numbers. */
  summary: {
    /** All that were run. */
    scenarios: number
    /** Scenarios in which every expectation held. */
    passed: number
    /** Scenarios in which one did not. */
    failed: number
    /** Of all scenarios. */
    steps: number
    /** Steps that did not succeed, although nothing was expected of them. */
    gotNothing: number
    /** Of all scenarios. */
    attempts: number
    /** From the beginning of the run to its last line, by the machine's clock. */
    durationMs: number
    /** The recording ends before the run did. */
    cutShort?: true
    /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
    timeLost?: TimeLostInRun[]
  }
}
/** When in a run the process stood still, or the machine's clock was set. */
interface TimeLostInRun extends Pick<TimeLost, 'cause' | 'milliseconds'> {
  /** Milliseconds from the beginning of the run until it was noticed. */
  ms: number
  /** Index of the scenario in progress; null where none was. */
  scenario: number | null
  /** How many of that scenario's steps had begun. */
  stepsBegun: number
}
/** What came of a scenario. */
interface ScenarioResult {
  /** As it was named; `scenario` for one that a program described. */
  file: string
  /** As the file has it. */
  name: string
  /** The sentence of the source text that the scenario exercises. */
  cites: string | null
  /** Every step did. */
  passed: boolean
  /** In their order, as far as they were run. */
  steps: StepResult[]
}
/** The story of one client in a scenario; `trace --json` prints this. */
interface TraceResult {
  /** As it was named; `scenario` for one that a program described. */
  file: string
  /** The scenario's name. */
  name: string
  /** Whose story it is. */
  client: string
  /** Every expectation of the scenario held, including other clients' expectations. */
  passed: boolean
  /** What the client did and was told, in order. */
  story: TraceLine[]
  /** The client's own steps, and the steps that changed the hierarchy meanwhile. */
  steps: TracedStep[]
  /** The client's own attempts. */
  attempts: Attempt[]
  /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
  timeLost?: TimeLostInTrace[]
}
/** When in a trace the process stood still, or the machine's clock was set. */
interface TimeLostInTrace extends Pick<TimeLost, 'cause' | 'milliseconds'> {
  /** How many of `TraceResult.steps` had begun. */
  stepsBegun: number
}
/** A step without its story: `TraceResult.story` has all lines. */
type TracedStep = Omit<StepResult, 'story'>
/** A sentence of the story. */
interface TraceLine extends StoryLine {
  /** The attempt's outcome; null where there is no attempt. */
  outcome: Outcome | null
  /** The index in `steps`. */
  step: number
}

/** A part of a work that was split: number 2 of 4. */
interface Shard {
  /** From 1. */
  number: number
  /** Of how many. */
  total: number
}

/** Where a work leaves what it has recorded. */
interface OutOptions {
  /** Folder that gets the recording line by line, and at the end every report made of it; by default nothing is written. */
  out?: string
}
/** Options of the functions that may take long. */
interface LongWorkOptions {
  /** Ends the work after what is in progress, with the signal's reason; all that it opened is closed by then. */
  signal?: AbortSignal
  /** Called after each piece of the work. */
  progress?: (done: number, total: number) => void
}
/** How many processes a work is divided among. */
interface JobsOptions {
  /**
   * Processes among which the work is divided, from 1 to 256; `auto`: one for each core; 1 by default: this process. Each is the
   * package's own command, whatever started this one. The result is the same as of one process.
   */
  jobs?: number | 'auto'
}

/** Does one part of a work, for machines that share it; `merge` joins the parts. */
interface ShardOptions {
  /** Part I of N, of at most 1000: `2/4`. */
  shard: `${number}/${number}`
  /** Folder in which the part is left; all parts may lie in one. */
  out: string
}

/** A part of a run, or all parts of it, in numbers: what `run --shard --json` prints. */
interface SplitRun {
  /** All that were run. */
  scenarios: number
  /** Scenarios in which every expectation held. */
  passed: number
  /** Scenarios in which one did not. */
  failed: number
  /** Of all scenarios. */
  steps: number
  /** Steps that did not succeed, although nothing was expected of them. */
  gotNothing: number
  /** Of all hierarchies that were opened. */
  clients: number
  /** Of all scenarios, and of the tables. */
  attempts: number
  /** The first scenarios that failed, each with the steps that did. */
  failures: {
    /** As it was named. */
    file: string
    /** As the file has it. */
    name: string
    /** Names of those that failed, the first 100. */
    steps: string[]
  }[]
  /** By file of the scenario, and by the role that was contacted. */
  fates: Fate[]
  /** SHA-256 of the fates. */
  digest: string
}

/** The fleet file. */
declare const fleetFile: z.ZodObject<
  {
    $schema: z.ZodOptional<z.ZodString>
    name: z.ZodOptional<z.ZodString>
    hierarchy: z.ZodString
    days: z.ZodDefault<z.ZodInt>
    seed: z.ZodDefault<z.ZodInt>
    habits: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            client: z.ZodOptional<z.ZodString>
            clients: z.ZodOptional<
              z.ZodUnion<
                readonly [
                  z.ZodLiteral<'all'>,
                  z.ZodObject<
                    {
                      group: z.ZodString
                      visiting: z.ZodOptional<z.ZodString>
                    },
                    z.core.$strict
                  >,
                  z.ZodObject<
                    {
                      site: z.ZodString
                    },
                    z.core.$strict
                  >,
                ]
              >
            >
            assign: z.ZodOptional<z.ZodBoolean>
            visits: z.ZodOptional<
              z.ZodArray<
                z.ZodObject<
                  {
                    site: z.ZodString
                    share: z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>
                  },
                  z.core.$strict
                >
              >
            >
            policy: z.ZodOptional<z.ZodInt>
            downloads: z.ZodOptional<
              z.ZodArray<
                z.ZodObject<
                  {
                    package: z.ZodString
                    share: z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>
                  },
                  z.core.$strict
                >
              >
            >
            updates: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>
            state: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>
            userState: z.ZodOptional<z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>>
          },
          z.core.$strict
        >
      >
    >
    expect: z.ZodDefault<
      z.ZodArray<
        z.ZodObject<
          {
            atMost: z.ZodUnion<
              readonly [
                z.ZodPipe<
                  z.ZodInt,
                  z.ZodTransform<
                    {
                      count: number
                      share: null
                    },
                    number
                  >
                >,
                z.ZodPipe<
                  z.ZodPipe<z.ZodString, z.ZodTransform<number, string>>,
                  z.ZodTransform<
                    {
                      count: null
                      share: number
                    },
                    number
                  >
                >,
              ]
            >
            group: z.ZodOptional<z.ZodString>
            act: z.ZodOptional<
              z.ZodEnum<{
                assign: 'assign'
                content: 'content'
                policy: 'policy'
                'restore-user-state': 'restore-user-state'
                state: 'state'
                'store-user-state': 'store-user-state'
                updates: 'updates'
              }>
            >
            outcome: z.ZodOptional<
              z.ZodEnum<{
                answered: 'answered'
                contradicted: 'contradicted'
                failed: 'failed'
                withheld: 'withheld'
              }>
            >
            diagnosis: z.ZodOptional<
              z.ZodUnion<
                readonly [
                  z.ZodEnum<{
                    'account-refused': 'account-refused'
                    'address-rejected': 'address-rejected'
                    'answer-garbage': 'answer-garbage'
                    'answer-reset': 'answer-reset'
                    'answer-stalled': 'answer-stalled'
                    'answer-to-another-request': 'answer-to-another-request'
                    'answer-too-slow': 'answer-too-slow'
                    'answer-truncated': 'answer-truncated'
                    'boot-file-missing': 'boot-file-missing'
                    'boot-file-refused': 'boot-file-refused'
                    'boot-file-stalled': 'boot-file-stalled'
                    'boot-file-unnamed': 'boot-file-unnamed'
                    'boot-server-silent': 'boot-server-silent'
                    'cipher-not-shared': 'cipher-not-shared'
                    'client-certificate-authority-expired': 'client-certificate-authority-expired'
                    'client-certificate-authority-renewed': 'client-certificate-authority-renewed'
                    'client-certificate-authority-revoked': 'client-certificate-authority-revoked'
                    'client-certificate-criteria-unreadable': 'client-certificate-criteria-unreadable'
                    'client-certificate-expired': 'client-certificate-expired'
                    'client-certificate-incomplete-chain': 'client-certificate-incomplete-chain'
                    'client-certificate-key-mismatch': 'client-certificate-key-mismatch'
                    'client-certificate-missing': 'client-certificate-missing'
                    'client-certificate-none-matching': 'client-certificate-none-matching'
                    'client-certificate-not-yet-valid': 'client-certificate-not-yet-valid'
                    'client-certificate-revoked': 'client-certificate-revoked'
                    'client-certificate-self-signed': 'client-certificate-self-signed'
                    'client-certificate-several-matching': 'client-certificate-several-matching'
                    'client-certificate-untrusted': 'client-certificate-untrusted'
                    'client-certificate-weak-hash': 'client-certificate-weak-hash'
                    'client-certificate-weak-key': 'client-certificate-weak-key'
                    'client-certificate-without-private-key': 'client-certificate-without-private-key'
                    'client-certificate-without-subject': 'client-certificate-without-subject'
                    'client-certificate-wrong-usage': 'client-certificate-wrong-usage'
                    'client-clock-ahead': 'client-clock-ahead'
                    'client-clock-behind': 'client-clock-behind'
                    'closed-in-conversation': 'closed-in-conversation'
                    'computer-unknown': 'computer-unknown'
                    'connection-closed': 'connection-closed'
                    'connection-reset': 'connection-reset'
                    'directory-bind-refused': 'directory-bind-refused'
                    'directory-busy': 'directory-busy'
                    'directory-container-missing': 'directory-container-missing'
                    'directory-listing-denied': 'directory-listing-denied'
                    'directory-search-refused': 'directory-search-refused'
                    'execute-forbidden': 'execute-forbidden'
                    'file-server-silent': 'file-server-silent'
                    'handshake-closed': 'handshake-closed'
                    'handshake-garbage': 'handshake-garbage'
                    'handshake-reset': 'handshake-reset'
                    'handshake-silent': 'handshake-silent'
                    'http-to-https-port': 'http-to-https-port'
                    'https-to-http-port': 'https-to-http-port'
                    'issuer-list-incomplete': 'issuer-list-incomplete'
                    'listens-on-another-port': 'listens-on-another-port'
                    'mapper-denied-access': 'mapper-denied-access'
                    'method-not-allowed': 'method-not-allowed'
                    'mode-never-told': 'mode-never-told'
                    'mode-not-told-yet': 'mode-not-told-yet'
                    'mode-told-otherwise': 'mode-told-otherwise'
                    'name-not-resolved': 'name-not-resolved'
                    'name-rejected': 'name-rejected'
                    'name-service-failure': 'name-service-failure'
                    'name-service-refused': 'name-service-refused'
                    'name-service-silent': 'name-service-silent'
                    'no-account-to-sign-in': 'no-account-to-sign-in'
                    'no-answer': 'no-answer'
                    'no-boot-offer': 'no-boot-offer'
                    'no-route': 'no-route'
                    'not-authorized': 'not-authorized'
                    'not-served-by-this-protocol': 'not-served-by-this-protocol'
                    'nothing-listens': 'nothing-listens'
                    'policy-server-silent': 'policy-server-silent'
                    'read-forbidden': 'read-forbidden'
                    'request-closed': 'request-closed'
                    'request-reset': 'request-reset'
                    'revocation-list-expired': 'revocation-list-expired'
                    'revocation-list-missing': 'revocation-list-missing'
                    'revocation-list-unreachable': 'revocation-list-unreachable'
                    'revocation-list-wrongly-signed': 'revocation-list-wrongly-signed'
                    'root-store-mixed': 'root-store-mixed'
                    'scripted-misbehaviour': 'scripted-misbehaviour'
                    'secret-not-shared': 'secret-not-shared'
                    'server-certificate-authority-expired': 'server-certificate-authority-expired'
                    'server-certificate-authority-renewed': 'server-certificate-authority-renewed'
                    'server-certificate-authority-revoked': 'server-certificate-authority-revoked'
                    'server-certificate-expired': 'server-certificate-expired'
                    'server-certificate-incomplete-chain': 'server-certificate-incomplete-chain'
                    'server-certificate-key-mismatch': 'server-certificate-key-mismatch'
                    'server-certificate-not-yet-valid': 'server-certificate-not-yet-valid'
                    'server-certificate-revoked': 'server-certificate-revoked'
                    'server-certificate-self-signed': 'server-certificate-self-signed'
                    'server-certificate-untrusted': 'server-certificate-untrusted'
                    'server-certificate-weak-hash': 'server-certificate-weak-hash'
                    'server-certificate-weak-key': 'server-certificate-weak-key'
                    'server-certificate-without-private-key': 'server-certificate-without-private-key'
                    'server-certificate-wrong-host': 'server-certificate-wrong-host'
                    'server-certificate-wrong-usage': 'server-certificate-wrong-usage'
                    'server-error': 'server-error'
                    'server-silent': 'server-silent'
                    'service-unavailable': 'service-unavailable'
                    'share-access-denied': 'share-access-denied'
                    'share-connections-exhausted': 'share-connections-exhausted'
                    'share-dialect-not-shared': 'share-dialect-not-shared'
                    'share-missing': 'share-missing'
                    'share-package-missing': 'share-package-missing'
                    'share-sign-in-refused': 'share-sign-in-refused'
                    'share-without-account': 'share-without-account'
                    'ssl-required': 'ssl-required'
                    'statement-not-validated': 'statement-not-validated'
                    'statement-refused': 'statement-refused'
                    'strong-encryption-required': 'strong-encryption-required'
                    'tls-version-not-shared': 'tls-version-not-shared'
                    'too-many-clients': 'too-many-clients'
                    'unexpected-answer': 'unexpected-answer'
                    unexplained: 'unexplained'
                    'write-forbidden': 'write-forbidden'
                    'wrong-name-resolved': 'wrong-name-resolved'
                  }>,
                  z.ZodString,
                ]
              >
            >
          },
          z.core.$strict
        >
      >
    >
  },
  z.core.$strict
>
/** A fleet's file, checked, with every default filled in. */
type FleetFile = z.output<typeof fleetFile>
/** A fleet that has been checked against its hierarchy. */
interface Fleet extends Pick<FleetFile, 'days' | 'seed' | 'habits' | 'expect'> {
  /** As it was named. */
  file: string
  /** The file's own, or its hierarchy's. */
  name: string
  /** Whose clients it is about. */
  hierarchy: Hierarchy
}

/** A primary site and its new mode. */
interface Switch {
  /** Code of the site. */
  site: string
  /** The new one. */
  mode: SiteMode
}

/** What one part of a run came to; `run --shard --json` prints this. */
interface RunShard extends SplitRun {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
  /** No expectation failed. */
  held: boolean
}

/** What a work came to, and the recording of which every report is made. */
interface RecordedResult<Result> {
  /** What the command prints with `--json`. */
  result: Result
  /** For `reportText` and `writeReports`, and to compare with another. */
  recording: Recording
}
/** Options of `runScenario`. */
interface RunOptions extends WorkOptions, LongWorkOptions, JobsOptions, Pick<OpenOptions, 'packets'> {}
/**
 * Runs scenarios whose turn it is in one part of a run, and leaves their recordings in a file for `merge`. The result is that of
 * `run --shard --json`. Throws an `InputError`, also for a part that there cannot be, or an `EnvironmentError`.
 */
declare function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options: RunOptions & ShardOptions,
): Promise<RunShard>
/**
 * Runs a scenario, or several, each on a hierarchy of its own: from YAML or TypeScript files, or described here. The result is that
 * of `run --json`; `progress` counts steps. A step that fails rejects nothing: `result.summary.failed` counts the scenarios in which
 * an expectation did not hold. Throws an `InputError` with the problems of all, or an `EnvironmentError` when the machine does not
 * let listeners open.
 */
declare function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options?: RunOptions & OutOptions,
): Promise<RecordedResult<RunResult>>
/** Options of `exerciseTables`. */
type TablesOptions = WorkOptions & OutOptions & Pick<OpenOptions, 'packets'>
/**
 * Exercises every cell of the documentation's tables over sockets: on a hierarchy described here or in a file, by default on the
 * package's `two-modes.yaml`. The result is that of `matrix --json`. Throws an `InputError` or an `EnvironmentError`.
 */
declare function exerciseTables(
  described?: string | HierarchyInput,
  options?: TablesOptions,
): Promise<RecordedResult<MatrixResult>>

/** Options of `trace`. */
interface TraceOptions extends WorkOptions, LongWorkOptions {
  /** Name of the client whose story is told; may be left out where the scenario has one client. */
  client?: string
}
/**
 * Runs a scenario, from a file or described here, and tells the story of one client: each sentence with the rule that the client went
 * by and the attempt that shows it. The result is that of `trace --json`; `progress` counts steps as they begin. An expectation that
 * does not hold rejects nothing: `passed` tells. Throws an `InputError`, also for a client that the scenario does not have, or an
 * `EnvironmentError`.
 */
declare function trace(described: string | ScenarioInput, options?: TraceOptions): Promise<TraceResult>

/** What one part of a plan came to; `plan --shard --json` prints this. */
interface PlanShard {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
  /** Clients that stand for all, of which this part ran some. */
  of: number
  /** What becomes of those that it ran. */
  summary: PlanSummary
  /** None of them is stranded. */
  held: boolean
}

/** A change of modes: site by site in this order, or every site into one mode in an order that the hierarchy allows. */
type ModeChange =
  | {
      /** Each one sets out from what those before it have made of the hierarchy. */
      switches: readonly Switch[]
    }
  | {
      /** The mode of every site in the end. */
      to: SiteMode
    }
/** Options of `plan`. */
interface PlanOptions extends WorkOptions, LongWorkOptions, JobsOptions {
  /** Clients of each group that are run; 1 by default. */
  sample?: number
  /** Runs everything once more with each remedy, and says what it leaves. */
  tryRemedies?: boolean
}
/** Where a plan leaves its reports. */
interface PlanOutOptions {
  /** Folder for the plan as plan.json, as a page plan.html, and plan.csv with all clients; by default nothing is written. */
  out?: string
}
/**
 * Tries the clients whose turn it is in one part of a plan, and leaves what becomes of them in a file for `merge`. The result is that
 * of `plan --shard --json`. Throws an `InputError`, also where the clients cannot be divided, or an `EnvironmentError`.
 */
declare function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options: PlanOptions & ShardOptions,
): Promise<PlanShard>
/**
 * Tries a change of modes with the clients of a hierarchy, and says who is stranded, away or loses content, and what helps: one
 * client of each group that nothing tells apart is run over sockets. The result is that of `plan --json`; `progress` counts the
 * clients of each phase, and `total` grows once it is known which remedies there are to try. Throws an `InputError`, also for
 * switches that the hierarchy does not allow, or an `EnvironmentError`.
 */
declare function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options?: PlanOptions & PlanOutOptions,
): Promise<PlanResult>
/**
 * The table of all clients of a hierarchy with what becomes of each by a plan, as CSV: the text of `plan --csv`. `described`: the
 * hierarchy that the plan was made for. Throws an `InputError` with what is wrong with it.
 */
declare function planTable(described: string | HierarchyInput, result: PlanResult): Promise<string>

/** In place of what a fleet file says. */
type FleetOverrides = Partial<Pick<Fleet, 'days' | 'seed'>>

/** What one part of a fleet came to; `fleet --shard --json` prints this. Only `merge` judges the fleet's expectations. */
interface FleetShard extends FleetResult {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
}

/** Options of `runFleet`. */
interface FleetOptions
  extends Omit<WorkOptions, 'cache'>, LongWorkOptions, JobsOptions, OutOptions, FleetOverrides {
  /** Acts of each fate of which everything is kept; 3 by default. */
  evidence?: number
}
/**
 * Lets the clients whose turn it is in one part of a fleet go about their days, and leaves what they came to in a file for `merge`,
 * which alone judges the fleet's expectations. The result is that of `fleet --shard --json`. Throws an `InputError`, also where the
 * clients cannot be divided, or an `EnvironmentError`.
 */
declare function runFleet(
  described: string | FleetInput | HierarchyInput,
  options: FleetOptions & ShardOptions,
): Promise<FleetShard>
/**
 * Lets the clients of a fleet go about their days by chance, and counts how everything that they do ends: a fleet or a hierarchy,
 * described here or in a file; the clients of a hierarchy have the default habits. The same fleet and the same seed give the same
 * fates. The result is that of `fleet --json`; `progress` counts the days of each client. An expectation that does not hold
 * rejects nothing: `result.held` tells. Throws an `InputError` or an `EnvironmentError`.
 */
declare function runFleet(
  described: string | FleetInput | HierarchyInput,
  options?: FleetOptions,
): Promise<RecordedResult<FleetResult>>

/** What is opened beside a hierarchy. */
interface BesideHierarchy {
  /** A page on 127.0.0.1 that shows what happens, and lets people do it: on a port that is free, or on this one. */
  web?:
    | true
    | {
        /** 1 to 65535, or 0 for one that is free. */
        port: number
      }
  /** An HTTP interface on 127.0.0.1, for programs in any language. */
  api?: true | ApiOptions
  /** Folder that gets the recording line by line; `readRecording` and `writeReports` make the reports of it. */
  out?: string
}
/** How the HTTP interface is opened. */
interface ApiOptions {
  /** By default one that is free. */
  port?: number
  /** Permits everything that the interface can do: at least 16 letters, digits and signs; by default a random one. */
  token?: string
}
/** Options of `serve`. */
interface ServeOptions
  extends OpenOptions, HierarchySettings, BesideHierarchy, Pick<WorkOptions, 'onWarning'> {}
/** A hierarchy that is open for others. Close it, or declare it with `await using`. */
interface ServedHierarchy extends AsyncDisposable {
  /** The hierarchy itself, to act on from this program as well. */
  running: RunningHierarchy
  /** Address of the live page; null where none was asked for. Whoever has it can do everything that the page can. */
  web: string | null
  /** Address of the HTTP interface, and the token that its requests have to bear; null where none was asked for. */
  api: {
    /** On 127.0.0.1; docs/reference/http-interface.md tells what is below it. */
    url: string
    /** For the header `Authorization: Bearer`. */
    token: string
  } | null
  /** Closes every listener, and the recording. Throws an `EnvironmentError` where that lacks something. */
  close(): Promise<void>
}
/**
 * Keeps a hierarchy open, described here or in a file, as `sitemode serve` does: its listeners, and on request the live page and the
 * HTTP interface. Throws an `InputError` with everything that is wrong with the description, or an `EnvironmentError` when the
 * machine does not let its listeners open.
 */
declare function serve(described: string | HierarchyInput, given?: ServeOptions): Promise<ServedHierarchy>

/** Everything that stands in the way of joining parts; `repeatable`: the work of one shard, done once more, mends it. */
declare const obstacles: {
  readonly missing: {
    readonly repeatable: true
  }
  readonly 'cut-short': {
    readonly repeatable: true
  }
  readonly changed: {
    readonly repeatable: true
  }
  readonly 'no-part': {
    readonly repeatable: false
  }
  readonly 'other-format': {
    readonly repeatable: false
  }
  readonly foreign: {
    readonly repeatable: false
  }
  readonly contradictory: {
    readonly repeatable: false
  }
}
/** What stands in the way of joining parts. */
interface Obstacle {
  /** Stable, for programs. */
  code: keyof typeof obstacles
  /** null where the file does not say it. */
  shard: Shard | null
  /** null where there is none. */
  file: string | null
  /** A sentence without its full stop. */
  message: string
  /** The command line that makes the part anew, after the program's name; null where none would help. */
  anew: string[] | null
}

/** What the parts of a work come to, by the work; without one, what stands in the way. */
type MergeResult =
  | {
      work: 'run'
      /** What `merge --json` prints. */
      result: JoinedRun
    }
  | {
      work: 'plan'
      /** What `merge --json` prints. */
      result: PlanResult
    }
  | {
      work: 'fleet'
      /** What `merge --json` prints. */
      result: JoinedFleet
    }
  | {
      work: null
      /** What `merge --json` prints. */
      result: MergeObstacles
    }
/** All parts of a run; `merge --json` prints this. */
interface JoinedRun extends SplitRun {
  /** Of how many parts it is made. */
  shards: number
  /** None. */
  missing: []
  /** No expectation failed. */
  held: boolean
}
/** All parts of a fleet; `merge --json` prints this. */
interface JoinedFleet extends FleetResult {
  /** Of how many parts it is made. */
  shards: number
  /** None. */
  missing: []
}
/** What stands in the way of joining parts; `merge --json` prints this. */
interface MergeObstacles {
  /** Shards whose parts have to be made, or made anew: `2/4`. */
  missing: string[]
  /** Everything that stands in the way. */
  obstacles: MergeObstacle[]
  held: false
}
/** One thing that stands in the way of joining parts. */
interface MergeObstacle {
  /** Stable, for programs: a part is `missing`, `cut-short`, `changed` or `foreign`, or a file is none. */
  code: Obstacle['code']
  /** `2/4`; null where the file does not say it. */
  shard: string | null
  /** As it was found; null where there is none. */
  file: string | null
  /** A sentence without its full stop. */
  message: string
  /** The command line that makes the part anew; null where none would help. */
  command: string | null
}

/**
 * Joins the parts that `shard` left in folders, of a run, a plan or a fleet, and resolves to what the whole work comes to: the
 * result is that of `merge --json`. A part that is missing, damaged or of another work rejects nothing: `work` is null, and the
 * result names each with the command that makes it anew. Throws an `InputError` where there is no part at all, or an
 * `EnvironmentError` where the folder of `out` cannot be written.
 */
declare function merge(folders: string | readonly string[], options?: OutOptions): Promise<MergeResult>

/** A cause that is no failure of the catalogue. */
interface OtherCause {
  /** Written to follow "it can also be that". */
  cause: string
  /** What to do about it. */
  remedy: string
  /** The page that documents it. */
  source: string
}

/** Failures by the end at which they show, the most frequent first. */
type ByEnd = Readonly<Record<End$1, readonly CatalogueEntry[]>>
/** One meaning of a code: the same number means something else to another program. */
interface Reading {
  /** The owner of the code: `WinHTTP error`. */
  kind: string
  /** In the spelling of its owner. */
  code: string
  /** The constant's name: `ERROR_WINHTTP_SECURE_FAILURE`; null where it has none. */
  name: string | null
  /** One sentence. */
  means: string
  /** What to do, where the code itself says enough. */
  remedy: string | null
  /** The page or header that documents the meaning. */
  source: string
  /** The failures that it can be a sign of, the most frequent first. */
  candidates: readonly CatalogueEntry[]
  /** The same failures by the end at which they show like this. */
  ends: ByEnd
  /** Further causes, which are no failures of the catalogue. */
  otherCauses: readonly OtherCause[]
}

/** The ends of a connection that can say something of it: a capture, or a recording of our own, has seen both. */
type End = 'client' | 'server' | 'both'
/** A line where it stands. */
interface LogLine {
  /** As it was named. */
  file: string
  /** From 1. */
  line: number
  /** Cut short where it is long. */
  text: string
}

/** The kinds of file that can be read. */
type LogKind = 'client-log' | 'web-server-log' | 'http-error-log' | 'recording' | 'capture'

/** What the documentation's rules say of a failed request in a described hierarchy. */
interface RulesForFailure {
  /** FQDN of the site system that was asked; null where the hierarchy has none that can be it. */
  system: string | null
  /** The system's site; null where no system is known. */
  site: {
    /** Three characters. */
    code: string
    /** As the hierarchy's file has it. */
    mode: SiteMode
  } | null
  /** The protocol and the port that were asked, as far as the logs tell. */
  asked: {
    /** `http` or `https`; null where the logs do not tell. */
    protocol: string | null
    /** 1 to 65535; null where the logs do not tell. */
    port: number | null
  }
  /** Each kind of client that could have asked. */
  clients: readonly ClientRule[]
  /** What follows for this request, and what is not known; a sentence each. */
  remarks: readonly string[]
}
/** What some clients may do at the site system. */
interface ClientRule {
  /** `a client of OSL`, `PC1, a client of OSL that roams here`. */
  client: string
  /** What it would contact the system as. */
  role: SiteSystemRole
  /** null: it may not contact it. */
  protocol: Protocol | null
  /** Where it would contact it; null where it may not. */
  port: number | null
  /** The request was such a one; null where the logs do not tell its protocol and port. */
  asAsked: boolean | null
  /** Id of the rule that says so. */
  rule: RuleId
  /** That rule, for people. */
  sentence: string
}

/** What some files tell of failures, and what that amounts to. */
interface LogDiagnosis {
  /** In the order in which they were named, as far as they could be read. */
  files: readonly ReadFile[]
  /** The most frequent first. */
  failures: readonly LoggedFailure[]
  /** Lines that were not understood. */
  unread: number
  /** Failures that were met when no more distinct ones could be kept; 0 where nothing was left out. */
  leftOut: number
  /** How the clocks of the two ends differ; null where nothing could be joined. */
  clocks: ClockDifference | null
}
/** A file that was read. */
interface ReadFile {
  /** As it was named. */
  file: string
  /** What it turned out to be. */
  kind: LogKind
  /** How many it has. */
  lines: number
}
/** The client's clock less the server's, as the joined lines show it. */
interface ClockDifference {
  /** Whole quarters of an hour, where a zone was not told or told wrongly. */
  zoneMinutes: number
  /** Milliseconds beyond those quarters. */
  skewMs: number
  /** The pairs of lines that bear it out. */
  pairs: number
}
/** A failure that shows in the logs, with all its repetitions. */
interface LoggedFailure {
  /** How often it shows. */
  count: number
  /** ISO 8601; null where no line has a time. Without a `Z` where the zone is not known. */
  first: string | null
  /** Written like `first`. */
  last: string | null
  /** Of the request, where a log tells it. */
  url: string | null
  /** Names or addresses of the server, as the logs write them. */
  hosts: readonly string[]
  /** 1 to 65535; null where no log tells it. */
  port: number | null
  /** Of the request, without its query; null where no log tells it. */
  path: string | null
  /** The clients that had it, by address, name or the folder of their logs; the first of them. */
  clients: readonly string[]
  /** All of them. */
  clientCount: number
  /** Whose logs show it. */
  ends: End
  /** The web server's log covers the time, and has no line of it. */
  serverIsSilent: boolean
  /** Another line of the web server would fit as well, and says something else. */
  ambiguous: boolean
  /** The lines of the first occurrence, from each end that has any. */
  lines: readonly LogLine[]
  /** What the logs say went wrong, as they spell it. */
  codes: readonly LoggedCode[]
  /** The most likely first. */
  candidates: readonly FailureCandidate[]
  /** Both ends say the same, and only one failure shows like this: it is the first candidate. */
  certain: boolean
  /** What clients should have done there, where a hierarchy is known. */
  rules?: RulesForFailure
}
/** A code that stands in a log. */
interface LoggedCode {
  /** The end whose log has it. */
  end: End
  /** As the log spells it. */
  written: string
  /** What it can mean. */
  readings: readonly Reading[]
}
/** A failure that it can be. */
interface FailureCandidate {
  /** Its entry in the failure catalogue. */
  entry: CatalogueEntry
  /** What speaks for it: codes as they are written, `no line at the web server`. */
  by: readonly string[]
}

/** The document of `diagnose --json`. */
interface DiagnoseResult extends Omit<LogDiagnosis, 'failures'> {
  /** The most frequent first. */
  failures: readonly FailureResult[]
}
/** A failure of the logs, with its codes and candidates written out. */
interface FailureResult extends Omit<LoggedFailure, 'codes' | 'candidates'> {
  /** What the logs say went wrong, one entry for each meaning. */
  codes: readonly {
    /** The end whose log has it. */
    end: End
    /** As the log spells it. */
    written: string
    /** The owner of the code: `WinHTTP error`. */
    kind: string
    /** In the spelling of its owner. */
    code: string
    /** The constant's name; null where it has none. */
    name: string | null
    /** One sentence. */
    means: string
  }[]
  /** The failures that it can be, the most likely first. */
  candidates: readonly {
    /** In the failure catalogue. */
    id: string
    /** What speaks for it: codes as they are written, `no line at the web server`. */
    by: readonly string[]
    /** The failure in an administrator's words. */
    title: string
    /** Who has to act. */
    party: string
    /** How to tell it from the others. */
    look: string
    /** What to do about it. */
    remedy: string
  }[]
}

/** Options of `diagnose`. */
interface DiagnoseOptions extends Pick<WorkOptions, 'onWarning'> {
  /** Says what clients should have done in this hierarchy by the rules. */
  hierarchy?: string | HierarchyInput
  /** Reads every file as a capture of the network, whatever it looks like. */
  capture?: true
  /** File with the secrets of TLS sessions (SSLKEYLOGFILE), to look into captured ones. */
  keylog?: string
  /** Gets the error of each file that cannot be read; without it, the first is thrown. */
  onUnreadable?: (error: InputError | EnvironmentError) => void
}
/**
 * Reads logs of clients and web servers, recordings and captures of the network, and says what failed, what it can be and what to
 * do. It opens no connection. The result is that of `diagnose --json`. Captures are read through tshark, which has to be installed.
 * Throws an `InputError` for a file that is none of these, or an `EnvironmentError`.
 */
declare function diagnose(
  files: string | readonly string[],
  options?: DiagnoseOptions,
): Promise<DiagnoseResult>

/** What a rule decides, which way, and for whom. */
interface Concerns {
  /** A part of a sentence: `whether a client may contact a site system, and by which protocol`. */
  decides: string
  /** The protocols by which it lets clients contact a site system; empty where it decides something else. */
  allows: readonly Protocol[]
  /** The protocols that the site systems take from which it keeps clients away; empty where it decides something else. */
  forbids: readonly Protocol[]
  /** The site systems that it is about. */
  roles: readonly SiteSystemRole[]
  /** The modes of the clients that it is about. */
  clientModes: readonly SiteMode[]
  /** The modes of the sites whose systems it is about. */
  siteModes: readonly SiteMode[]
}
/** A rule, and what it decides, which way, and for whom. */
interface ExplainedRule extends Rule, Concerns {}

/** One meaning of a code: the same number means something else to another program. */
interface ExplainedReading extends Omit<Reading, 'candidates' | 'ends'> {
  /** The failures that it can be a sign of, the most frequent first: how to recognise each, and what to do. */
  candidates: Pick<CatalogueEntry, 'id' | 'title' | 'party' | 'look' | 'remedy' | 'confidence'>[]
  /** The ids of these failures by the end that shows the code: either may, and not for the same reason. */
  ends: {
    /** Where a client shows it. */
    client: string[]
    /** Where a server shows it. */
    server: string[]
  }
  /** Of a code within a text: as it is written there, the first line that has it, from 1, and in how many lines it is. */
  written?: string
  /** The first line that has it, from 1. */
  line?: number
  /** Lines that have it. */
  times?: number
}
/** What a text means: an entry of the failure catalogue, a rule, or what its codes mean. `explain --json` prints this. */
type Explanation =
  | {
      /** The text that was asked about. */
      code: string
      /** Of the failure whose id it is. */
      entry: CatalogueEntry
    }
  | {
      /** The text that was asked about. */
      code: string
      /** None: it is the id of a rule, and no code. */
      readings: ExplainedReading[]
      /** Of this id, by which clients act: what it says, what it decides, which way, and for whom. */
      rule: ExplainedRule
    }
  | {
      /** The text that was asked about. */
      code: string
      /** Each meaning of each code in it. */
      readings: ExplainedReading[]
      /** Words that look like a code and are none that is known; absent where the whole text is one code. */
      unknown?: readonly string[]
    }
/**
 * Explains the id of a failure or a rule, a code in any spelling of its owner (`0x80072F8F`, `403.13`, `ECONNRESET`), or the codes
 * in the lines of any text. The result is that of `explain --json`. Throws an `InputError` where nothing in it is known.
 */
declare function explain(text: string): Promise<Explanation>

/** Options of `runLab`. */
interface LabOptions
  extends
    HierarchySettings,
    Pick<OpenOptions, 'cache' | 'onPortTaken' | 'packets' | 'unusual'>,
    LongWorkOptions,
    JobsOptions {
  /** Only these entries of the failure catalogue. */
  only?: readonly FailureId[]
}
/**
 * Provokes every failure of the catalogue over sockets, and sees it from both ends. Each is provoked in every version of TLS and
 * style of refusal in which it exists, or only in those of the options. The result is that of `lab --json`; `progress` counts
 * attempts. A failure that is taken for another rejects nothing: `agrees` of its entry is false. Throws an `EnvironmentError`
 * where the machine does not let listeners open.
 */
declare function runLab(options?: LabOptions): Promise<LabResult>

/** A prober's own certificate. */
interface OwnCredential {
  /**
   * The certificate and the chain to send with it: PEM, or the bytes of a file in PEM, DER, PKCS#7 (.p7b) or PKCS#12 (.pfx), whose
   * contents tell which. PEM and PKCS#12 may hold the key as well.
   */
  certificate: string | Uint8Array
  /** Its private key, if that is not beside the certificate: PEM, or the bytes of a file in PEM, DER or PKCS#12. */
  key?: string | Uint8Array
}
/** Options of `probe`. */
interface ProbeOptions {
  /** The client certificate; by default none is presented. */
  own?: OwnCredential
  /** The authorities to trust, in the same formats; by default the machine's own list. */
  authorities?: string | Uint8Array
  /** Opens what is encrypted of these. */
  passphrase?: string
  /** Only this version of TLS; by default any from 1.2 that both ends share. */
  tls?: ProbedVersion
  /** Makes this role's basic request; by default GET of the URL. */
  role?: SiteSystemRole
  /** Address of the host, used instead of the machine's name service. */
  address?: string
  /** Milliseconds of silence until it is given up; 10,000 by default. */
  timeout?: number
}
/**
 * Makes one attempt at any HTTP or HTTPS endpoint, step by step, and says what it can be that failed. It contacts the host of the
 * URL and nobody else: it fetches no revocation list and follows no redirect. The result is that of `probe --json`; an attempt that
 * fails rejects nothing: `outcome` tells. Throws an `InputError` for another URL, or for a certificate or a key that cannot be used,
 * or an `EnvironmentError` where this Node.js does not speak the version of `tls`, or the machine lacks what a connection needs.
 */
declare function probe(url: string | URL, options?: ProbeOptions): Promise<ProbeResult>

/**
 * How each step and cell of a recording ended, and each of their attempts, in facts that do not depend on when and where
 * it was run: without times, ports, addresses and the ids of attempts.
 */
type Fact = string | number | boolean | null
/** Fields that are compared, by name. */
type Facts = Readonly<Record<string, Fact>>
/** Where a cell stands. */
interface CellPlace {
  /** Id of the table. */
  table: string
  /** Id of the row. */
  siteSystem: string
  /** Id of the column. */
  column: string
}
/** What of a plan it is: `group` is all that becomes of its clients, `change` one act of theirs at one place. */
type PlanPlace =
  | {
      of: 'phases'
    }
  | ({
      of: 'switch'
    } & Pick<PlannedSwitch, 'site' | 'mode'>)
  | {
      of: 'summary'
    }
  | ({
      of: 'check'
    } & Pick<PreflightCheck, 'site' | 'check'>)
  | {
      of: 'group'
      /** Whom it is about. */
      group: PlanGroup
    }
  | ({
      of: 'change'
      /** Whom it is about. */
      group: PlanGroup
    } & Pick<PlanChange, 'act' | 'content' | 'visiting'>)
  /** What became of each of its clients that were run. */
  | {
      of: 'differing'
      /** Whom it is about. */
      group: PlanGroup
    }
/** What makes an attempt the same one in another run. */
type AttemptTarget = Pick<Attempt, 'client' | 'role' | 'relation' | 'system' | 'protocol' | 'forced'>

/** A site, site system or client that two hierarchies describe differently: why its clients may end in another way. */
interface DescribedChange {
  /** `added`: only the later hierarchy has it; `missing`: only the earlier one has it. */
  kind: 'changed' | 'added' | 'missing'
  /** Name of the hierarchy. */
  hierarchy: string
  /** What it is. */
  of: 'site' | 'site system' | 'client'
  /** Code of the site, FQDN of the site system, or name of the client. */
  name: string
  /** What is described differently; empty for all but a change. */
  differing: DifferingFact[]
}
/** A fact with two values. */
interface DifferingFact {
  /** Its name: `mode`, `roles`, `assignedSite`. */
  field: string
  /** Its value in the earlier hierarchy. */
  before: Fact
  /** Its value in the later one. */
  after: Fact
}

/** What ended in another way in the later of two recordings, or of two plans; `diff --json` prints this. */
interface Diff {
  /** There is no change. */
  same: boolean
  /** The earlier one, as it was named. */
  before: Side
  /** The later one, as it was named. */
  after: Side
  /** How the hierarchies of what was compared were described differently; empty for plans. */
  described: DescribedChange[]
  /** One for each step, cell or item that ended in another way. */
  changes: Change[]
  /** All changes in numbers. */
  summary: {
    /** All of them. */
    changes: number
    /** Of the changes, by their kind. */
    changed: number
    /** Only in the later one. */
    added: number
    /** Only in the earlier one. */
    missing: number
    /** Found in both. */
    compared: Compared
    /** The clients of the changes, the most frequent first. */
    clients: {
      /** Name of a client. */
      client: string
      /** How many it is in. */
      changes: number
    }[]
  }
}
/** How much was found in both. */
interface Compared {
  /** Scenarios. */
  scenarios: number
  /** Steps. */
  steps: number
  /** Cells of the tables. */
  cells: number
  /** Groups of clients of a plan. */
  groups: number
  /** Items of a plan's checklist. */
  checks: number
}
/** One of the two, as it was named. */
type Side =
  | {
      /** File or folder of the recording. */
      recording: string
      /** File of the plan. */
      plan: null
      /** The recording has no end. */
      cutShort: boolean
    }
  | {
      /** File or folder of the recording. */
      recording: null
      /** File of the plan. */
      plan: string
      /** The recording has no end. */
      cutShort: false
    }
/**
 * A step, a cell or an item of a plan that ended in another way, or that only one of the two has; likewise a scenario, all
 * tables, or a group of clients.
 */
interface Change {
  /** `added`: only the later recording or plan has it; `missing`: only the earlier one has it. */
  kind: 'changed' | 'added' | 'missing'
  /** Name of the scenario, or of the hierarchy that was served; null for the tables, and for a plan. */
  scenario: string | null
  /** File of the scenario, or of the hierarchy of the tables or the plan; null for one that was served. */
  file: string | null
  /** null for a cell, for a whole scenario, and for a plan. */
  step: string | null
  /** null for all but a cell. */
  cell: CellPlace | null
  /** null for all but a plan. */
  planned: PlanPlace | null
  /** File and line of the step, in the later recording if it has it; null where there is no step. */
  place: string | null
  /** Of a group of clients the one that was tried. */
  client: string | null
  /** What it came to in the earlier one; null where that does not have it. */
  before: Facts | null
  /** What it came to in the later one; null where that does not have it. */
  after: Facts | null
  /** Of its attempts those that ended in another way, or that only one recording has. */
  attempts: AttemptChange[]
}
/** `before` and `after` have the attempt's id in either recording. */
interface AttemptChange extends AttemptTarget {
  /** In the earlier recording; null where that does not have it. */
  before: Facts | null
  /** In the later recording; null where that does not have it. */
  after: Facts | null
}

/**
 * Reads a recording: the `recording.ndjson` that `out` or `--out` wrote. One whose run was cut short is read as far as it goes, and
 * its `ended` is false. Throws an `InputError` that names the line, or an `EnvironmentError`.
 */
declare function readRecording(file: string): Promise<Recording>
/**
 * Writes every report of a recording into a folder, in place of those of an earlier run, and resolves to their paths below it. Throws
 * an `EnvironmentError` where the folder cannot be written, or another run writes to it.
 */
declare function writeReports(recording: Recording, folder: string): Promise<string[]>
/** The reports that one text holds: a page for a browser, a summary in Markdown, and formats of test runners. */
type ReportKind = 'html' | 'markdown' | 'tap' | 'junit'
/** A report of a recording as a text. Throws a `RangeError` where it would be longer than a text can be: 512 MiB. */
declare function reportText(recording: Recording, kind: ReportKind): Promise<string>
/**
 * Compares two recordings or two plans, and says what ended in another way: each in memory, or the name of a `recording.ndjson`, of
 * the folder that `out` named, or of a file with a plan as JSON. Times, ports and addresses are not compared. The result is that of
 * `diff --json`. Throws an `InputError` where one is neither or has nothing that can be compared, or the two are of two kinds.
 */
declare function diff(
  before: string | Recording | PlanResult,
  after: string | Recording | PlanResult,
): Promise<Diff>
/** What the text of a diff is for: a terminal, without colours, or a browser, as a page in one file. */
type DiffTextKind = 'terminal' | 'html'
/**
 * What ended in another way, as a text: what `diff` prints, or the page that `diff --html` writes. Nothing in it that a stranger
 * wrote is obeyed by a terminal, a build server or a browser. Throws a `RangeError` where it would be longer than a text can be:
 * 512 MiB.
 */
declare function diffText(found: Diff, kind?: DiffTextKind): string

/** What is wrong with a file; an element of `files` of `validate --json`. */
interface Validated {
  /** As it was named. */
  file: string
  /** What its fields make of it; `unknown` where it cannot be read. */
  kind: 'hierarchy' | 'scenario' | 'fleet' | 'unknown'
  /** It can be used; there may be warnings. */
  valid: boolean
  /** Errors and warnings that are left. */
  problems: readonly Problem[]
  /** The problems that were mended in the file. */
  mended: readonly Problem[]
}
/** Options of `validate`. */
interface ValidateOptions {
  /** Mends the file where the mend is certain. */
  fix?: boolean
}
/**
 * Checks a hierarchy, scenario or fleet file, in YAML or TypeScript, and resolves to every problem and warning in it. With `fix`
 * it mends in the file what can be meant in one way only. A file that cannot be used rejects nothing: `valid` is false. Throws
 * an `EnvironmentError` where the machine does not let it read or write the file.
 */
declare function validate(file: string, options?: ValidateOptions): Promise<Validated>

export {
  ClockError,
  ClosedError,
  ContactError,
  EnvironmentError,
  FaultError,
  InputError,
  NoConnectionError,
  SiteModeError,
  assertAnswered,
  assertEndedLike,
  assertRefusedBecause,
  assertWithheld,
  diagnose,
  diff,
  diffText,
  exerciseTables,
  explain,
  hierarchy,
  matchers,
  merge,
  packetFile,
  plan,
  planTable,
  probe,
  readRecording,
  reportText,
  runFleet,
  runLab,
  runScenario,
  scenario,
  serve,
  startHierarchy,
  trace,
  validate,
  writeReports,
}
export type {
  ActionResult,
  ApiOptions,
  Attempt,
  BesideHierarchy,
  BoundaryInput,
  CertificateEvidence,
  CertificateRecipe,
  ClientEvidence,
  ClientInput,
  ContactOptions,
  ContactedRole,
  DiagnoseOptions,
  DiagnoseResult,
  DiagnosisId,
  Diff,
  DiffTextKind,
  EndEvidence,
  ExpectationInput,
  ExpectedAnswer,
  ExplainedReading,
  Explanation,
  FailureId,
  Fault,
  FleetInput,
  FleetOptions,
  FleetResult,
  FleetShard,
  ForOwnClients,
  ForeignConnection,
  GroupInput,
  HabitsInput,
  HierarchyInput,
  HierarchySettings,
  ImportInput,
  JobsOptions,
  JoinedFleet,
  JoinedRun,
  LabOptions,
  LabResult,
  LocationInput,
  LongWorkOptions,
  LookupProtocol,
  MatrixResult,
  MergeObstacle,
  MergeObstacles,
  MergeResult,
  MisbehaviourInput,
  ModeChange,
  NewLocation,
  NextConnectionOptions,
  OpenId,
  OpenOptions,
  OutOptions,
  Outcome,
  OwnCertificate,
  OwnMatchers,
  PackageInput,
  PacketFile,
  PlanOptions,
  PlanOutOptions,
  PlanResult,
  PlanShard,
  ProbeOptions,
  ProbeResult,
  Problem,
  Protocol,
  RecordedResult,
  Recording,
  ReportKind,
  RevocationListFault,
  Revoked,
  RuleId,
  RunOptions,
  RunResult,
  RunShard,
  RunningHierarchy,
  RunningPki,
  RunningSystem,
  ScenarioInput,
  Seen,
  SeenCertificate,
  SelectionInput,
  ServeOptions,
  ServedHierarchy,
  ShardOptions,
  SimulatedClient,
  SiteInput,
  SiteMode,
  SiteSystemRole,
  Stage,
  StepInput,
  Switch,
  SystemInput,
  SystemMisbehaviourInput,
  TcpProtocol,
  ThresholdInput,
  TlsCredential,
  TlsEvidence,
  TraceOptions,
  TraceResult,
  UpdateInput,
  ValidateOptions,
  Validated,
  Verdict,
  WebProtocol,
  WorkOptions,
}
