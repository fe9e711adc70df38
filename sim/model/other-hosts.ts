/** What is there besides the site systems, by the names by which it is broken and repaired. */

/** The point that publishes the revocation lists. */
export const revocationListPointName = 'crl'
/** Active Directory's. */
export const domainControllerName = 'dc'
/** DNS and WINS. */
export const nameServerName = 'ns'

export const otherHosts: readonly string[] = [revocationListPointName, domainControllerName, nameServerName]
