import type { WebProtocol } from '../vocabulary/network.ts'

/** Where a web server is, as a message tells a client. */
interface WebAddress {
  protocol: WebProtocol
  host: string
  /** undefined where the address has none. */
  port: number | undefined
  /** As written, with its query; empty where there is none. */
  target: string
}

/** Characters; INTERNET_MAX_URL_LENGTH of wininet.h. */
const longestAddress = 2083
const longestHost = 255

/** A name or an IPv4 address. The place of any management point's name is `<mp>`, which no other host can be called. */
const hostName = String.raw`[\w-]+(?:\.[\w-]+)*`
const webAddress = new RegExp(String.raw`^(https?)://(<mp>|${hostName})(?::(\d{1,5}))?(/[!-~]*)?$`, 'i')

/** The parts of an address; undefined where a client could not tell what it means. */
export function parseWebAddress(address: string): WebAddress | undefined {
  if (address.length > longestAddress) return undefined
  const [, scheme, host = '', portText, target = ''] = webAddress.exec(address) ?? []
  const port = parsePort(portText)
  const isMalformed = portText !== undefined && port === undefined
  // No server has a fragment, and a browser takes one slash for the other.
  if (scheme === undefined || host.length > longestHost || isMalformed || /[#\\]/.test(target))
    return undefined
  return { protocol: scheme.toLowerCase() === 'http' ? 'http' : 'https', host, port, target }
}

/** undefined unless it is the number of a port to connect to, in decimal. */
export function parsePort(text: string | undefined): number | undefined {
  const port = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port > 0 && port <= 65_535 ? port : undefined
}

/** The address of content, of a software update point or of a state migration point. */
export interface WebLocation {
  protocol: WebProtocol
  host: string
  /** The protocol's own where the address has none. */
  port: number
  /** As written; empty where there is none. */
  path: string
}

const usualPorts: Readonly<Record<WebProtocol, number>> = { http: 80, https: 443 }

/** undefined when it is not such an address, or has more: credentials, a query. */
export function parseWebLocation(url: string): WebLocation | undefined {
  const address = parseWebAddress(url)
  if (!address || address.host.startsWith('<') || address.target.includes('?')) return undefined
  const { protocol, host, port = usualPorts[protocol], target: path } = address
  return { protocol, host, port, path }
}

/** A folder in a share. */
export interface ShareLocation {
  host: string
  /** `SMSPKGC$`. */
  share: string
  /** From the share's root, as SMB asks for it: `ABC00001`; empty for the root. */
  path: string
}

/** Characters that no name of a file has in Windows. */
const fileName = String.raw`[^/\\:*?"<>|\p{Cc}]+`
const shareAddress = new RegExp(String.raw`^\\\\(${hostName})\\(${fileName})((?:\\${fileName})*)\\?$`, 'u')

/** Of `\\SERVER\SMSPKGC$\ABC00001\`; undefined when it is not such an address, or leads out of a folder. */
export function parseShareLocation(unc: string): ShareLocation | undefined {
  if (unc.length > longestAddress) return undefined
  const [, host, share, path = ''] = shareAddress.exec(unc) ?? []
  if (host === undefined || share === undefined || host.length > longestHost) return undefined
  const names = [share, ...path.split('\\').slice(1)]
  return names.some((name) => /^\.+$/.test(name)) ? undefined : { host, share, path: path.slice(1) }
}
