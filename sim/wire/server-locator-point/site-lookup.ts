/**
 * Not documented; our choice: no public source describes a server locator point's requests. The query follows that
 * of a later request with the same purpose, MPLOCATION: `ir` is the client's address.
 */
export const serverLocatorPointDirectory = '/SMS_SLP'
export const serverLocatorPath = '/SMS_SLP/slp.dll'

/** Asks which site to be assigned to at a location. */
export function siteQuery(address: string | undefined, activeDirectorySite: string | undefined): string {
  const location = new URLSearchParams()
  if (address !== undefined) location.set('ir', address)
  if (activeDirectorySite !== undefined) location.set('ad', activeDirectorySite)
  return location.size === 0
    ? `${serverLocatorPath}?site`
    : `${serverLocatorPath}?site&${location.toString()}`
}

/** The sites that cover the location asked about; none when it is in no boundary. */
export function siteReply(siteCodes: readonly string[]): string {
  return `<SLPReply>${siteCodes.map((code) => `<Site Code="${code}"/>`).join('')}</SLPReply>`
}

/** The management points of the site asked about. */
export function managementPointReply(fqdns: readonly string[]): string {
  return `<SLPReply>${fqdns.map((fqdn) => `<MP FQDN="${fqdn}"/>`).join('')}</SLPReply>`
}
