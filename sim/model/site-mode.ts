export const siteModes = ['mixed', 'native'] as const

/** How the clients of a site speak to its site systems: plain HTTP, or HTTPS with mutual TLS. */
export type SiteMode = (typeof siteModes)[number]
