/**
 * The protocols by which a client can reach a site system, in the order in which they are reported. `pxe`: DHCP and
 * TFTP of the firmware; `soh`: statements of health, by RADIUS to the policy server.
 */
export const protocols = ['http', 'https', 'smb', 'pxe', 'soh'] as const

export type Protocol = (typeof protocols)[number]

/** The two protocols between which a site's mode chooses. */
export const webProtocols = ['http', 'https'] as const satisfies readonly Protocol[]

export type WebProtocol = (typeof webProtocols)[number]

export function isWebProtocol(protocol: Protocol | LookupProtocol): protocol is WebProtocol {
  return protocol === 'http' || protocol === 'https'
}

/** The protocols by which clients look up their site systems. */
export type LookupProtocol = 'ldap' | 'dns' | 'wins'

/** The protocols over TCP, in the order in which they are named: only their listeners have connections that can break. */
export const tcpProtocols = ['http', 'https', 'smb', 'ldap'] as const satisfies readonly (
  Protocol | LookupProtocol
)[]

export type TcpProtocol = (typeof tcpProtocols)[number]

/** The stage of a connection at which one end saw it fail. */
export type Stage = 'resolve' | 'connect' | 'tls' | 'http' | Exclude<Protocol, WebProtocol> | LookupProtocol
