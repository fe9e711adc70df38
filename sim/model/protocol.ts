/** The protocols by which a client can reach a site system, in the order in which they are reported. */
export const protocols = ['http', 'https', 'smb'] as const

export type Protocol = (typeof protocols)[number]

/** The two protocols between which a site's mode chooses. */
export type WebProtocol = Exclude<Protocol, 'smb'>

export const webProtocols = ['http', 'https'] as const satisfies readonly WebProtocol[]
