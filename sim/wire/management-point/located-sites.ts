import { descend, readXml, xmlElement, type XmlElement } from '../xml.ts'

/** What replies to requests for a location have in common: records, by site. */
export interface LocatedSite<Located> {
  siteCode: string
  /** The primary site that clients there are assigned to. */
  masterSiteCode: string
  locality: Locality
  /** `IISPreferedPort` and `IISSSLPreferedPort`, as they are spelt on the wire. */
  ports: { http: number; https: number }
  records: readonly Located[]
}

/** Within a fast boundary of the site, a slow one, or none. */
export type Locality = 'LOCAL' | 'REMOTE' | 'FALLBACK'

const localities: readonly Locality[] = ['LOCAL', 'REMOTE', 'FALLBACK']

export function writeLocatedSites<Located>(
  reply: string,
  sites: readonly LocatedSite<Located>[],
  writeRecord: (located: Located) => string,
): string {
  const written = sites.map(({ siteCode, masterSiteCode, locality, ports, records }) =>
    xmlElement(
      'Site',
      {},
      xmlElement('MPSite', {
        SiteCode: siteCode,
        MasterSiteCode: masterSiteCode,
        SiteLocality: locality,
        IISPreferedPort: ports.http,
        IISSSLPreferedPort: ports.https,
      }),
      xmlElement('LocationRecords', {}, ...records.map(writeRecord)),
    ),
  )
  return xmlElement(reply, { SchemaVersion: '1.00' }, xmlElement('Sites', {}, ...written))
}

/** undefined when the text is no such reply. */
export function readLocatedSites<Located>(
  reply: string,
  xml: string,
  readRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located>[] | undefined {
  const root = readXml(xml)
  const written = descend(root, 'Sites')?.children.filter(({ name }) => name === 'Site')
  if (root?.name !== reply || !written) return undefined
  const sites = written.map((site) => readSite(site, readRecord)).filter((site) => site !== undefined)
  return sites.length < written.length ? undefined : sites
}

function readSite<Located>(
  site: XmlElement,
  readRecord: (record: XmlElement) => Located | undefined,
): LocatedSite<Located> | undefined {
  const mpSite = descend(site, 'MPSite')?.attributes
  const children = descend(site, 'LocationRecords')?.children ?? []
  const written = children.filter(({ name }) => name === 'LocationRecord')
  const records = written.map(readRecord).filter((record) => record !== undefined)
  if (mpSite?.SiteCode === undefined || records.length < written.length) return undefined
  return {
    siteCode: mpSite.SiteCode,
    masterSiteCode: mpSite.MasterSiteCode ?? mpSite.SiteCode,
    locality: localities.find((name) => name === mpSite.SiteLocality) ?? 'REMOTE',
    ports: { http: portOf(mpSite.IISPreferedPort, 80), https: portOf(mpSite.IISSSLPreferedPort, 443) },
    records,
  }
}

function portOf(text: string | undefined, usual: number): number {
  return text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : usual
}
