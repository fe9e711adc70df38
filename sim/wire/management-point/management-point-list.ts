import { descend, escapeXml, parseXml, xmlElement, type XmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The paths of the two requests by which the documentation tests a management point ("MP troubleshooting"). */
export const managementPointDirectory = '/SMS_MP'
export const mpListPath = '/SMS_MP/.sms_aut?MPLIST'
export const siteSignCertPath = '/SMS_MP/.sms_aut?SITESIGNCERT'

interface ListedManagementPoint {
  name: string
  fqdn: string
  siteCode: string
  native: boolean
}

/** Build 6487 is Configuration Manager 2007 SP2. */
const version = 6487

/** The management points of a site. The shape is that of a public reply of build 6487. */
export function mpList(managementPoints: readonly ListedManagementPoint[]): string {
  const records = managementPoints.map(({ name, fqdn, siteCode, native }) => {
    const capabilities = `<Capabilities SchemaVersion="1.0">${sslCapability(native)}</Capabilities>`
    return (
      `<MP Name="${escapeXml(name)}" FQDN="${escapeXml(fqdn)}" SiteCode="${siteCode}">` +
      `<Version>${version}</Version>${capabilities}</MP>`
    )
  })
  return `<MPList>${records.join('')}</MPList>`
}

/** A management point as it stands in a list: some servers of later versions leave out its site. */
export interface ReceivedManagementPoint extends Omit<ListedManagementPoint, 'siteCode'> {
  siteCode?: string
}

/** undefined when it is no such list, or a management point in it lacks its name or its FQDN, or has an empty site. */
export function parseMpList(xml: string): ReceivedManagementPoint[] | undefined {
  const list = parseXml(xml)
  if (list?.name !== 'MPList') return undefined
  const written = list.children.filter(({ name }) => name === 'MP')
  const managementPoints = written.flatMap((record) => {
    const { Name: name = '', FQDN: fqdn = '', SiteCode: siteCode } = record.attributes
    if (name === '' || fqdn === '' || siteCode === '') return []
    return [{ name, fqdn, ...(siteCode !== undefined && { siteCode }), native: hasSslCapability(record) }]
  })
  return managementPoints.length < written.length ? undefined : managementPoints
}

/** What a record of a management point has in `Capabilities`: by it clients know whether its site is in native mode. */
export function sslCapability(native: boolean): string {
  return native ? xmlElement('Property', { Name: 'SSL', Version: 1 }) : ''
}

export function hasSslCapability(record: XmlElement): boolean {
  const properties = descend(record, 'Capabilities')?.children ?? []
  return properties.some(({ name, attributes: { Name } }) => name === 'Property' && Name === 'SSL')
}

/** `certificate` is DER. The element's name is not documented; our choice. */
export function mpCert(certificate: Buffer): string {
  return `<Certificate>${certificate.toString('hex').toUpperCase()}</Certificate>`
}

/** The root is named after the request, and has these two children; the trusted root key is not simulated. */
export function mpKeyInformation({
  fqdn,
  siteCode,
}: Pick<ListedManagementPoint, 'fqdn' | 'siteCode'>): string {
  return xmlElement(
    'MPKEYINFORMATION',
    {},
    xmlElement('FQDN', {}, escapeXml(fqdn)),
    xmlElement('SITECODE', {}, escapeXml(siteCode)),
  )
}

/** DER of the certificate by which the site server signs policy. The name of the root is our choice. */
export function siteSignCert(certificate: Buffer): string {
  return xmlElement(
    'SiteSigningCert',
    {},
    xmlElement('X509Certificate', {}, certificate.toString('hex').toUpperCase()),
  )
}

/** DER; undefined when the text holds no certificate in hexadecimal. */
export function parseSiteSignCert(xml: string): Buffer | undefined {
  const hex = descend(parseXml(xml), 'X509Certificate')?.text.trim() ?? ''
  return /^(?:[0-9a-f]{2})+$/i.test(hex) ? Buffer.from(hex, 'hex') : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the shape of the answer to MPCERT',
  },
]
