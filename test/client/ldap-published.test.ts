import fc from 'fast-check'
import t from 'tap'
import {
  readBoundaryRanges,
  readManagementPoints,
  readSites,
  sitesHolding,
} from '../../sim/client/conversations/published-sites.ts'
import { type Boundary, type Location, covers } from '../../sim/vocabulary/location.ts'
import {
  publishedDirectory,
  type PublishedSite,
} from '../../sim/points/domain-controller/published-directory.ts'
import { parseEntry, serializeEntry } from '../../sim/wire/ldap/search.ts'
import { addresses, directorySite, domain, site } from '../points/domain-controller-of-contoso.ts'
import { readServerLocatorPoints } from './published.ts'

const connection = fc.constantFrom('fast' as const, 'slow' as const)
const octet = fc.nat(3)
const boundary: fc.Arbitrary<Boundary> = fc.oneof(
  fc
    .tuple(octet, fc.constantFrom(16, 24, 30), connection)
    .map(([n, length, how]) => addresses(`10.${n}.0.0/${length}`, how)),
  fc
    .tuple(octet, octet, connection)
    .map(([n, more, how]) => addresses(`10.1.0.${n}-10.1.0.${n + more}`, how)),
  fc.tuple(octet, connection).map(([n, how]) => addresses(`fd00:${n}::/64`, how)),
  fc.tuple(octet, connection).map(([n, how]) => addresses(`fd00:9::${n}-fd00:9::9`, how)),
  fc
    .tuple(fc.constantFrom('Oslo', 'Oslo (east)', 'Bergen, "west"'), connection)
    .map(([name, how]) => directorySite(name, how)),
)
const server = fc.record({ fqdn: fc.domain(), address: fc.ipV4() })
const sites: fc.Arbitrary<PublishedSite[]> = fc.uniqueArray(
  fc
    .record({
      code: fc.stringMatching(/^[A-Z][A-Z0-9]{2}$/),
      mode: fc.constantFrom('mixed' as const, 'native' as const),
      publishes: fc.boolean(),
      boundaries: fc.uniqueArray(boundary, { selector: ({ text }) => text, maxLength: 6 }),
      managementPoints: fc.uniqueArray(
        fc
          .tuple(server, fc.record({ isDefault: fc.boolean(), forDevices: fc.boolean() }))
          .map(([where, marks]) => ({ ...where, ...marks })),
        { selector: ({ fqdn }) => fqdn, maxLength: 3 },
      ),
      serverLocatorPoints: fc.uniqueArray(server, { selector: ({ fqdn }) => fqdn, maxLength: 2 }),
    })
    .map(({ code, ...more }) => site(code, more)),
  { selector: ({ code }) => code, maxLength: 5 },
)
const location: fc.Arbitrary<Location> = fc.oneof(
  fc.constant({ internet: true as const }),
  fc.record(
    {
      internet: fc.constant(false as const),
      address: fc.oneof(
        fc.tuple(octet, octet, fc.nat(7)).map(([a, b, c]) => `10.${a}.${b}.${c}`),
        fc.tuple(octet, octet).map(([a, b]) => `fd00:${a}::${b}`),
        fc.tuple(octet).map(([a]) => `fd00:9::${a}`),
      ),
      activeDirectorySite: fc.constantFrom('oslo', 'Oslo (East)', 'Bergen, "west"', 'Nowhere'),
    },
    { requiredKeys: ['internet'] },
  ),
)

/** As they come over the wire. */
const published = (sites: readonly PublishedSite[]) =>
  publishedDirectory(sites, domain).flatMap((entry) => parseEntry(serializeEntry(entry)) ?? [])

void t.test('what sites publish, clients read', (t) => {
  fc.assert(
    fc.property(sites, (sites) => {
      const entries = published(sites)
      const seen = sites.filter(({ publishes }) => publishes)
      t.strictSame(
        readSites(entries).map(({ code, assignmentSite }) => [code, assignmentSite]),
        seen.map(({ code, assignmentSite }) => [code, assignmentSite]),
      )
      t.strictSame(
        readManagementPoints(entries).map(({ site, fqdn, address, isDefault, forDevices, settings }) => {
          return [site, fqdn, address, isDefault, forDevices, settings?.mode]
        }),
        seen.flatMap(({ code, mode, managementPoints }) =>
          managementPoints.map((point) => {
            return [code, point.fqdn, point.address, point.isDefault, point.forDevices, mode]
          }),
        ),
      )
      t.strictSame(
        readServerLocatorPoints(entries),
        seen.flatMap(({ code, serverLocatorPoints }) =>
          serverLocatorPoints.map(({ fqdn, address }) => ({ site: code, fqdn, address })),
        ),
      )
    }),
    { numRuns: 50 },
  )
  t.end()
})

void t.test('a client finds itself where its place is in the boundaries, and as well connected', (t) => {
  let held = 0
  fc.assert(
    fc.property(sites, location, (sites, location) => {
      const entries = published(sites)
      const found = sitesHolding(location, readSites(entries), readBoundaryRanges(entries))
      const expected = sites
        .filter(({ publishes }) => publishes)
        .flatMap(({ code, assignmentSite, boundaries }) => {
          const holding = boundaries.filter((each) => covers(each, location))
          const connection = holding.some((each) => each.connection === 'fast') ? 'fast' : 'slow'
          return holding.length > 0 ? [{ code, assignmentSite, connection }] : []
        })
      t.strictSame(found, expected)
      held += found.length
    }),
    { numRuns: 300 },
  )
  t.ok(held > 20, 'and was somewhere, often enough')
  t.end()
})
