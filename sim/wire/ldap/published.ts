import { parseSslOptions, sslOptions, type SiteMode } from '../../vocabulary/site-mode.ts'
import { parsePort } from '../server-address.ts'
import { isProductVersion } from '../text.ts'
import { descend, escapeXml, parseXml, xmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * Normalizes names of entries (RFC 4514), so that two names of one entry become the same text: types in
 * lower case, values in lower case with single spaces, and uniform escapes. The parts are in the order
 * of the name, the entry's own first.
 */
export function parseName(name: string): string[] | undefined {
  const parts: string[] = []
  for (let rest = name.trim(); rest !== '';) {
    const pairs: string[] = []
    for (;;) {
      const pair = parsePair(rest)
      if (!pair) return undefined
      pairs.push(pair.key)
      rest = rest.slice(pair.length)
      if (!rest.startsWith('+')) break
      rest = rest.slice(1)
    }
    parts.push(pairs.sort().join('+'))
    if (rest === '') break
    // A comma has to be followed by another part.
    rest = rest.slice(1)
    if (rest.trim() === '') return undefined
  }
  return parts
}

/** A type, its value and the separator. Quotation marks, already dropped by RFC 2253, and raw bytes are not supported. */
const written =
  /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=((?:\\[0-9a-fA-F]{2}|\\[ "#+,;<=>\\]|[^\\"+,;<>\0])*)(?=[+,]|$)/

function parsePair(text: string): { key: string; length: number } | undefined {
  const [whole, type, raw = ''] = written.exec(text) ?? []
  if (whole === undefined || type === undefined) return undefined
  const value = unescapeValue(withoutTrailingSpaces(raw.trimStart()))
  return { key: `${type.toLowerCase()}=${escapeName(foldText(value).trim())}`, length: whole.length }
}

/** Spaces before a separator do not belong to the value, unless the last is escaped. */
function withoutTrailingSpaces(raw: string): string {
  const trimmed = raw.trimEnd()
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(trimmed) ? `${trimmed} ` : trimmed
}

function unescapeValue(raw: string): string {
  // Most names have nothing to escape.
  if (!raw.includes('\\')) return raw
  const bytes = raw.split(/(\\[0-9a-fA-F]{2}|\\.)/s).map((piece) => {
    if (!piece.startsWith('\\')) return Buffer.from(piece)
    return piece.length === 3 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece.slice(1))
  })
  return Buffer.concat(bytes).toString()
}

/** The value of a name's part, so that nothing in it is taken for a separator (RFC 4514, 2.4). */
export function escapeName(value: string): string {
  if (/^\w[\w .-]*$/.test(value) && !value.endsWith(' ')) return value
  return value
    .replaceAll(/["+,;<>\\=]/g, (character) => `\\${character}`)
    .replaceAll('\0', String.raw`\00`)
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/ $/, String.raw`\ `)
}

/** The form in which texts are compared without regard to case and the number of spaces (RFC 4518, in short). */
export function foldText(text: string): string {
  // Most texts are ASCII without spaces, which has one form.
  if (/^[!-~]*$/.test(text)) return text.toLowerCase()
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
}

/** `DC=contoso,DC=test`: the name of the domain contoso.test (RFC 2247). */
export function domainName(domain: string): string {
  return domain
    .split('.')
    .map((label) => `DC=${escapeName(label)}`)
    .join(',')
}

/**
 * The classes by which Configuration Manager extends the schema, each with the name of its definition there ("About the
 * Active Directory Schema Extensions"; ConfigMgr_ad_schema.ldf; ExtADSch.log lists them as they are made).
 */
export const publishedClasses = {
  mSSMSSite: 'MS-SMS-Site',
  mSSMSManagementPoint: 'MS-SMS-Management-Point',
  mSSMSServerLocatorPoint: 'MS-SMS-Server-Locator-Point',
  mSSMSRoamingBoundaryRange: 'MS-SMS-Roaming-Boundary-Range',
} as const

export type PublishedClass = keyof typeof publishedClasses

/** The container in which the sites of a domain publish their data; an administrator creates it. */
export function systemManagement(domain: string): string {
  return `CN=System Management,CN=System,${domainName(domain)}`
}

/** The value of `objectCategory` that entries of a class have ([MS-ADTS] 3.1.1.2.4.8). */
export function objectCategory(definition: string, domain: string): string {
  return `CN=${definition},CN=Schema,CN=Configuration,${domainName(domain)}`
}

/**
 * A management point's `mSSMSCapabilities` describes its site to clients: a client that reads it changes its mode by
 * itself when the site does ("How to Migrate the Site Mode").
 */
export interface ClientOperationalSettings {
  /** The site's version: `4.00.6487.2000`. */
  version: string
  /** The site to which clients that find this one are assigned: a secondary site names its primary. */
  assignedSite: string
  /** The central site. */
  rootSite: string
  mode: SiteMode
  ports: { http: number; https: number }
  /** "Allow HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean
  crlChecking: boolean
  /** In the syntax of `CCMCERTSEL`; empty: any certificate for client authentication. */
  certificateCriteria: string
  /** Take any certificate if several meet the criteria. */
  selectFirstCertificate: boolean
  fallbackStatusPoint?: string
}

/**
 * Public scripts read the elements `Version`, `RootSiteCode`, `CommandLine` in `CCM` and `FSPServer` in `FSP`.
 * `SecurityConfiguration` and its content are not documented; our choice.
 */
export function serializeSettings(settings: ClientOperationalSettings): string {
  const { version, assignedSite, rootSite, ports, fallbackStatusPoint } = settings
  return xmlElement(
    'ClientOperationalSettings',
    {},
    text('Version', version),
    xmlElement(
      'SecurityConfiguration',
      {},
      text('SecurityModeMask', String(sslOptions(settings))),
      text('SelectFirstCertificate', settings.selectFirstCertificate ? '1' : '0'),
      text('CertificateSelectionCriteria', settings.certificateCriteria),
      text('HTTPPort', String(ports.http)),
      text('HTTPSPort', String(ports.https)),
    ),
    text('RootSiteCode', rootSite),
    xmlElement('CCM', {}, text('CommandLine', `SMSSITECODE=${assignedSite}`)),
    xmlElement(
      'FSP',
      {},
      ...(fallbackStatusPoint === undefined ? [] : [text('FSPServer', fallbackStatusPoint)]),
    ),
  )
}

function text(name: string, content: string): string {
  return xmlElement(name, {}, escapeXml(content))
}

/** undefined when it is not such a text, or lacks version, site, mode or ports, which every client needs. */
export function parseSettings(xml: string): ClientOperationalSettings | undefined {
  const root = parseXml(xml)
  if (root?.name !== 'ClientOperationalSettings') return undefined
  const said = (...path: readonly string[]): string => descend(root, ...path)?.text.trim() ?? ''
  const security = (name: string): string => said('SecurityConfiguration', name)
  const mask = parseWhole(security('SecurityModeMask'))
  const http = parsePort(security('HTTPPort'))
  const https = parsePort(security('HTTPSPort'))
  const version = said('Version')
  const [, assignedSite] = /SMSSITECODE=(\w{3})\b/i.exec(said('CCM', 'CommandLine')) ?? []
  const selectFirst = security('SelectFirstCertificate')
  if (mask === undefined || http === undefined || https === undefined) return undefined
  if (!isProductVersion(version) || assignedSite === undefined || !/^[01]?$/.test(selectFirst))
    return undefined
  const fallbackStatusPoint = said('FSP', 'FSPServer')
  return {
    version,
    assignedSite,
    rootSite: said('RootSiteCode'),
    ...parseSslOptions(mask),
    ports: { http, https },
    certificateCriteria: security('CertificateSelectionCriteria'),
    selectFirstCertificate: selectFirst === '1',
    ...(fallbackStatusPoint !== '' && { fallbackStatusPoint }),
  }
}

function parseWhole(text: string): number | undefined {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : undefined
  return number !== undefined && number <= 0x7fffffff ? number : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the element `SecurityConfiguration` of the settings that a site publishes, and its content',
  },
]
