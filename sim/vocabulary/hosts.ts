import type { TcpProtocol } from './protocol.ts'

/** The hosts of a hierarchy besides its site systems, by the names by which they are broken and repaired. */

/** The point that publishes the revocation lists. */
export const revocationListPointName = 'crl'
/** Serves Active Directory by LDAP. */
export const domainControllerName = 'dc'
/** Serves DNS and WINS. */
export const nameServerName = 'ns'

/** Each with what it speaks over TCP. */
export const otherHosts: ReadonlyMap<string, readonly TcpProtocol[]> = new Map([
  [revocationListPointName, ['http']],
  [domainControllerName, ['ldap']],
  [nameServerName, []],
])

/**
 * The RADIUS secret that the policy server shares with its enforcement points. An administrator configures it at
 * both; it is fixed here.
 */
export const policyServerSecret = 'network access protection'

/** Whether a written name is the short name or the FQDN of a host. */
export function isCalled({ name, fqdn }: { name: string; fqdn: string }, written: string): boolean {
  return [name, fqdn].some((known) => known.toLowerCase() === written.toLowerCase())
}
