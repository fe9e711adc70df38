import t from 'tap'
import { parse } from 'yaml'
import { readManagementPoints } from '../../sim/client/conversations/published-sites.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { publishedDirectory, publishedSites } from '../../sim/points/domain-controller/published-directory.ts'
import { valuesOf } from '../../sim/wire/ldap/search.ts'
import { osloAndBergen } from '../model/oslo-and-bergen.ts'
import { addresses, container, contosoDirectory, domain, site } from './domain-controller-of-contoso.ts'

const named = (cn: string) => {
  const found = contosoDirectory.find((entry) => valuesOf(entry, 'cn').includes(cn))
  if (!found) throw new Error(`nothing is called ${cn}`)
  return found
}

void t.test('a site is published with its boundaries, and what of them is fast', (t) => {
  t.strictSame(named('SMS-Site-OSL'), {
    name: `CN=SMS-Site-OSL,${container}`,
    attributes: {
      objectClass: ['top', 'mSSMSSite'],
      cn: ['SMS-Site-OSL'],
      name: ['SMS-Site-OSL'],
      distinguishedName: [`CN=SMS-Site-OSL,${container}`],
      objectCategory: ['CN=MS-SMS-Site,CN=Schema,CN=Configuration,DC=contoso,DC=test'],
      mSSMSSiteCode: ['OSL'],
      mSSMSAssignmentSiteCode: ['OSL'],
      mSSMSRoamingBoundaries: ['10.1.0.0/16', 'fd00:1::/64', 'Oslo (east)'],
      mSSMSSiteBoundaries: ['10.1.0.0/16', 'fd00:1::/64'],
    },
  })
  t.strictSame(valuesOf(named('SMS-Site-BGO'), 'mSSMSAssignmentSiteCode'), ['OSL'], 'a secondary site')
  t.end()
})

void t.test('a range of addresses is an object of its own, by numbers', (t) => {
  // 10.9.0.10 is 10 * 2^24 + 9 * 2^16 + 10.
  const slow = named('SMS-OSL-168361994-168362083')
  t.strictSame(valuesOf(slow, 'objectClass'), ['top', 'mSSMSRoamingBoundaryRange'])
  t.strictSame(valuesOf(slow, 'mSSMSRangedIPLow'), [String(10 * 2 ** 24 + 9 * 2 ** 16 + 10)])
  t.strictSame(valuesOf(slow, 'mSSMSRangedIPHigh'), [String(10 * 2 ** 24 + 9 * 2 ** 16 + 99)])
  t.strictSame(valuesOf(slow, 'mSSMSSiteBoundaries'), [])
  const fast = named('SMS-OSL-168296449-168296468')
  t.strictSame(valuesOf(fast, 'mSSMSSiteBoundaries'), ['10.8.0.1-10.8.0.20'])
  t.end()
})

void t.test('a range of IPv6 addresses has no numbers of that size, and stands with its site', (t) => {
  const boundaries = [addresses('fd00::1-fd00::9'), addresses('fd00::1-fd00::9')]
  const directory = publishedDirectory([site('SIX', { boundaries })], domain)
  t.equal(directory.length, 5)
  const found = directory.find((entry) => valuesOf(entry, 'cn').includes('SMS-Site-SIX'))
  t.strictSame(found && valuesOf(found, 'mSSMSRoamingBoundaries'), ['fd00::1-fd00::9'], 'once')
  t.end()
})

void t.test('a site that does not publish is not there', (t) => {
  t.strictSame(
    contosoDirectory.filter((entry) => JSON.stringify(entry).includes('HID')),
    [],
  )
  t.equal(publishedDirectory([], domain).length, 3, 'only the containers')
  t.end()
})

void t.test('every name is once', (t) => {
  t.equal(new Set(contosoDirectory.map(({ name }) => name)).size, contosoDirectory.length)
  t.end()
})

void t.test('a hierarchy publishes what its file says', (t) => {
  const { hierarchy } = parseHierarchy(parse(osloAndBergen))
  const sites = publishedSites(hierarchy, (system) => ({
    address: '127.0.0.7',
    ports: { http: system.name === 'bad.osl' ? 81 : 80, https: 443 },
  }))
  t.strictSame(
    sites.map(({ code, assignmentSite, rootSite, publishes }) => [code, assignmentSite, rootSite, publishes]),
    [
      ['CEN', 'CEN', 'CEN', true],
      ['OSL', 'OSL', 'CEN', true],
      ['BGO', 'OSL', 'CEN', true],
    ],
  )
  const entries = publishedDirectory(sites, hierarchy.domain)
  const found = entries.flatMap((entry) => valuesOf(entry, 'cn')).slice(2)
  t.strictSame(found, [
    'SMS-Site-CEN',
    'SMS-SLP-CEN-ss.cen.contoso.test',
    'SMS-Site-OSL',
    'SMS-MP-OSL-mp.osl.contoso.test',
    'SMS-MP-OSL-bad.osl.contoso.test',
    'SMS-SLP-OSL-ss.osl.contoso.test',
    'SMS-OSL-168361994-168362083',
    'SMS-Site-BGO',
  ])
  const [default_, other] = readManagementPoints(entries)
  t.strictSame(default_, {
    site: 'OSL',
    fqdn: 'mp.osl.contoso.test',
    address: '127.0.0.7',
    isDefault: true,
    forDevices: true,
    isProxy: false,
    version: '4.00.6487.2000',
    settings: {
      version: '4.00.6487.2000',
      assignedSite: 'OSL',
      rootSite: 'CEN',
      mode: 'native',
      ports: { http: 80, https: 443 },
      httpForRoaming: false,
      crlChecking: true,
      certificateCriteria: '',
      selectFirstCertificate: false,
      fallbackStatusPoint: 'ss.osl.contoso.test',
    },
  })
  t.equal(other?.isDefault, false)
  t.equal(other?.settings?.ports.http, 81, 'where it really listens')
  t.end()
})
