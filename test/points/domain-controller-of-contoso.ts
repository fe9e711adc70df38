import type { Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import {
  parsePrefix,
  parseRange,
  type Boundary,
  type BoundaryConnection,
} from '../../sim/vocabulary/location.ts'
import { openDomainController } from '../../sim/points/domain-controller/domain-controller.ts'
import {
  publishedDirectory,
  type PublishedSite,
} from '../../sim/points/domain-controller/published-directory.ts'
import type { LdapEntry } from '../../sim/wire/ldap/search.ts'

export const domain = 'contoso.test'
export const fqdn = 'dc1.contoso.test'
export const container = 'CN=System Management,CN=System,DC=contoso,DC=test'

export function addresses(text: string, connection: BoundaryConnection = 'fast'): Boundary {
  const range = parsePrefix(text) ?? parseRange(text)
  if (!range) throw new Error(`${text} is no boundary`)
  return { kind: 'addresses', text, range, connection }
}

export function directorySite(text: string, connection: BoundaryConnection = 'fast'): Boundary {
  return { kind: 'active-directory-site', text, connection }
}

export function site(code: string, more: Partial<PublishedSite> = {}): PublishedSite {
  const named = (name: string) => ({ fqdn: `${name}.${code.toLowerCase()}.${domain}`, address: '127.0.0.9' })
  return {
    code,
    assignmentSite: code,
    rootSite: 'CEN',
    mode: 'mixed',
    publishes: true,
    version: '4.00.6487.2000',
    boundaries: [],
    ports: { http: 8080, https: 8443 },
    httpForRoaming: false,
    crlChecking: false,
    certificateSelection: { criteria: '', selectFirst: false },
    managementPoints: [{ ...named('mp'), isDefault: true, forDevices: false }],
    serverLocatorPoints: [],
    ...more,
  }
}

/** A central site, a native one with all kinds of boundaries, a secondary one below it, and one that does not publish. */
export const contoso: readonly PublishedSite[] = [
  site('CEN', { serverLocatorPoints: [{ fqdn: 'slp.cen.contoso.test', address: '127.0.0.8' }] }),
  site('OSL', {
    mode: 'native',
    httpForRoaming: true,
    crlChecking: true,
    fallbackStatusPoint: 'fsp.osl.contoso.test',
    certificateSelection: { criteria: 'SubjectStr:a & b', selectFirst: true },
    boundaries: [
      addresses('10.1.0.0/16'),
      addresses('10.9.0.10-10.9.0.99', 'slow'),
      addresses('10.8.0.1-10.8.0.20'),
      addresses('fd00:1::/64'),
      directorySite('Oslo (east)', 'slow'),
    ],
    managementPoints: [
      { fqdn: 'mp.osl.contoso.test', address: '127.0.0.5', isDefault: true, forDevices: true },
      { fqdn: 'mp2.osl.contoso.test', address: '127.0.0.6', isDefault: false, forDevices: false },
    ],
  }),
  site('BGO', { assignmentSite: 'OSL', mode: 'native', boundaries: [directorySite('Bergen')] }),
  site('HID', { publishes: false, boundaries: [addresses('10.7.0.0/16')] }),
]

/** The only computer of the domain that has an account. */
export const account = { name: 'PC1$', password: 'secret' }
/** The two forms of its name in a simple bind. */
export const [principalName, netBiosName] = [`PC1$@${domain}`, 'CONTOSO\\pc1$'] as const

export const contosoDirectory = publishedDirectory(contoso, domain)

export async function openContoso(t: Test, entries: () => readonly LdapEntry[] = () => contosoDirectory) {
  const recorder = createRecorder()
  const server = await openDomainController({
    ...{ address: '127.0.0.1', port: 0, fqdn, domain, recorder, entries },
    accounts: () => [account],
  })
  t.teardown(() => server.close())
  const target = { address: server.address, port: server.port, fqdn, timeout: 10_000 }
  return { recorder, server, target }
}
