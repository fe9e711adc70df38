import type { TcpProtocol } from './protocol.ts'

/** The hosts of a hierarchy besides its site systems, by the names by which they are broken and repaired. */

/** The point that publishes the revocation lists. */
export const revocationListPointName = 'crl'
/** Active Directory's. */
export const domainControllerName = 'dc'
/** DNS and WINS. */
export const nameServerName = 'ns'

/** Each with what it speaks over TCP. */
export const otherHosts: ReadonlyMap<string, readonly TcpProtocol[]> = new Map([
  [revocationListPointName, ['http']],
  [domainControllerName, ['ldap']],
  [nameServerName, []],
])

/**
 * The RADIUS secret of the policy server and of the enforcement points that ask it. An administrator types it at both;
 * here nobody needs to.
 */
export const policyServerSecret = 'network access protection'

/** Whether a name that somebody wrote, short or with its domain, is that of a host. */
export function isCalled({ name, fqdn }: { name: string; fqdn: string }, written: string): boolean {
  return [name, fqdn].some((known) => known.toLowerCase() === written.toLowerCase())
}
