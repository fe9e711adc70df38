import { keysOf } from './keys-of.ts'

/**
 * The protocols by which a client can reach a site system, in the order in which they are reported. `pxe`: DHCP and
 * TFTP of the firmware; `soh`: statements of health, by RADIUS to the policy server.
 */
export const protocols = ['http', 'https', 'smb', 'pxe', 'soh'] as const

/** Protocols by which a site system serves its role, in the words of files and reports; `https` is HTTP under TLS. */
export type Protocol = (typeof protocols)[number]

/** The two protocols between which a site's mode chooses. */
export const webProtocols = ['http', 'https'] as const satisfies readonly Protocol[]

/** Protocols of a web server. */
export type WebProtocol = (typeof webProtocols)[number]

/** A version of TLS that listeners and clients can be held to. */
export const tlsVersions = ['1.2', '1.3'] as const
/** A version of TLS that listeners and simulated clients speak. */
export type TlsVersion = (typeof tlsVersions)[number]

export const probedVersions = ['1.0', '1.1', ...tlsVersions] as const
/** A version of TLS that a probe can offer alone. */
export type ProbedVersion = (typeof probedVersions)[number]

/** The ports of a web server. */
export interface Ports {
  /** Port of HTTP; 8080 by default in this simulation, 80 in the product. */
  http: number
  /** Port of HTTPS; 8443 by default in this simulation, 443 in the product. */
  https: number
}

export function isWebProtocol(protocol: Protocol | LookupProtocol): protocol is WebProtocol {
  return protocol === 'http' || protocol === 'https'
}

/** The protocols by which clients look up their site systems. */
export type LookupProtocol = keyof typeof lookupInWords

export const lookupInWords = { ldap: 'Active Directory', dns: 'DNS', wins: 'WINS' } as const
export const lookupProtocols = keysOf(lookupInWords)

export function isLookup(protocol: Protocol | LookupProtocol): protocol is LookupProtocol {
  return protocol in lookupInWords
}

/** The protocols over TCP, in the order in which they are named: only their listeners have connections that can break. */
export const tcpProtocols = ['http', 'https', 'smb', 'ldap', 'dns'] as const satisfies readonly (
  Protocol | LookupProtocol
)[]

/** Protocols that go over TCP, whose listeners faults and programs of your own can take over. */
export type TcpProtocol = (typeof tcpProtocols)[number]

/** The protocols over UDP. DNS goes over both: simulated clients ask by UDP. */
const datagramProtocols = ['pxe', 'soh', 'dns', 'wins'] as const satisfies readonly (
  Protocol | LookupProtocol
)[]

export type DatagramProtocol = (typeof datagramProtocols)[number]

/** Whether the clients of a protocol send datagrams: nothing is established, and anything may be lost. */
export function isDatagramProtocol(protocol: Protocol | LookupProtocol): boolean {
  return datagramProtocols.some((known) => known === protocol)
}

/** The stage of a connection at which one end saw it fail. */
export type Stage = 'resolve' | 'connect' | 'tls' | 'http' | Exclude<Protocol, WebProtocol> | LookupProtocol

/** The hosts of a hierarchy besides its site systems, by the names by which they are broken and repaired. */

/** The point that publishes the revocation lists. */
export const revocationListPointName = 'crl'
/** Serves Active Directory by LDAP. */
export const domainControllerName = 'dc'
/** Serves DNS and WINS. */
export const nameServerName = 'ns'

interface OtherHost {
  inWords: string
  speaks: readonly (Protocol | LookupProtocol)[]
}

export const otherHosts: ReadonlyMap<string, OtherHost> = new Map<string, OtherHost>([
  [revocationListPointName, { inWords: 'the point that publishes the revocation lists', speaks: ['http'] }],
  [domainControllerName, { inWords: 'the domain controller', speaks: ['ldap'] }],
  [nameServerName, { inWords: 'the name server', speaks: ['dns', 'wins'] }],
])

/** Ports of the services that a hierarchy has beside its site systems. */
export interface ServicePorts {
  /** TCP port of the directory. */
  ldap: number
  /** By UDP and by TCP. */
  dns: number
  /** UDP port of the WINS server. */
  wins: number
  /** TCP port of the web server with the revocation lists. */
  revocationLists: number
}

/**
 * Hosts and clients that there is room for: a hierarchy has a block of 127.0.0.0/8 with 16 bits for itself. The hosts have the
 * lower half without the first 256 addresses, the clients the upper one, and none has 0 or 255 as its last byte.
 */
export const mostHosts = 127 * 254
export const mostClients = 128 * 254

/** Whether N may be chosen as the block 127.N.0.0/16: 127.0 and 127.255 have addresses of the machine's own. */
export function isLoopbackBlock(block: number): boolean {
  return Number.isInteger(block) && block >= 1 && block <= 254
}

/**
 * The RADIUS secret that the policy server shares with its enforcement points. An administrator configures it at
 * both; it is fixed here.
 */
export const policyServerSecret = 'network access protection'

/** Whether a written name is the short name or the FQDN of a host. */
export function isCalled({ name, fqdn }: { name: string; fqdn: string }, written: string): boolean {
  return [name, fqdn].some((known) => known.toLowerCase() === written.toLowerCase())
}

/** `403.7`, or `403` where the server gave no substatus. */
export function statusInWords(status: number, substatus: number | null): string {
  return substatus === null ? `${status}` : `${status}.${substatus}`
}

/** The end of a connection that sends, that sees something, or that a line is about. */
export type End = 'client' | 'server'
