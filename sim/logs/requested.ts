/** The server that was asked, and for what, as the address in a log tells. */
export interface Requested {
  url: string
  hosts: readonly string[]
  port: number | null
  path: string
}

const address = /\b(?:https?|smb|ldap|dns|wins|tftp|soh):\/\/[^\s,;"'<>()[\]]+/i
const usualPorts: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'smb:': 445, 'ldap:': 389 }

/** The first address in a text; undefined where there is none. */
export function requestedIn(text: string): Requested | undefined {
  if (!text.includes('://')) return undefined
  const url = address.exec(text)?.[0].replace(/[.:]+$/, '')
  return url === undefined || !URL.canParse(url) ? undefined : requested(url)
}

/** Throws where it is no address. */
export function requested(url: string): Requested {
  const { hostname, port, pathname, protocol } = new URL(url)
  return {
    url,
    hosts: [hostname.toLowerCase()],
    port: port === '' ? (usualPorts[protocol] ?? null) : Number(port),
    path: pathname === '' ? '/' : pathname,
  }
}
