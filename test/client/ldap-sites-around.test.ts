import fc from 'fast-check'
import t from 'tap'
import {
  readSites,
  findSites,
  findSitesAround,
  sitesHolding,
} from '../../sim/client/conversations/published-sites.ts'
import { searchDirectory, type LdapSearch } from '../../sim/client/transports/ldap.ts'
import {
  overlaps,
  parseAddress,
  parsePrefix,
  prefixesAround,
  prefixText,
} from '../../sim/vocabulary/location.ts'
import { publishedDirectory } from '../../sim/points/domain-controller/published-directory.ts'
import {
  addresses,
  directorySite,
  domain,
  openContoso,
  site,
} from '../points/domain-controller-of-contoso.ts'

const ipv4Prefix = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, length]) => `${address}/${length}`)
const ipv6Prefix = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, length]) => `${address}/${length}`)
  .filter((text) => parsePrefix(text)?.version === 6)

void t.test('the prefixes around an address are those that hold it, each in one form', (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.oneof(ipv4Prefix, ipv6Prefix), (text, written) => {
      const own = parseAddress(text)
      const prefix = parsePrefix(written)
      if (!own || !prefix) return
      t.equal(
        prefixesAround(own).includes(prefixText(prefix)),
        overlaps(own, prefix),
        `${text} in ${written}`,
      )
    }),
  )
  const [longest, next] = prefixesAround(parsePrefix('10.1.0.21/32') ?? { version: 4, first: 0n, last: 0n })
  t.strictSame([longest, next], ['10.1.0.21/32', '10.1.0.20/31'])
  t.equal(prefixText(parsePrefix('FD00:0001::0/64') ?? { version: 6, first: 0n, last: 0n }), 'fd00:1::/64')
  t.end()
})

void t.test(
  'a client that asks for the sites around it alone finds those that it would find among all',
  async (t) => {
    const near = fc.constantFrom(
      '10.1.0.0/16',
      '10.1.2.0/24',
      '10.1.2.7/32',
      '10.1.2.6/31',
      '10.0.0.0/8',
      '10.2.0.0/16',
    )
    const boundary = fc.oneof(
      near.map((text) => addresses(text)),
      fc.constantFrom('Oslo', 'Bergen').map((name) => directorySite(name)),
    )
    const sites = fc
      .array(fc.array(boundary, { maxLength: 3 }), { minLength: 1, maxLength: 8 })
      .map((each) => each.map((boundaries, index) => site(`S0${index}`, { boundaries })))
    const place = fc.record(
      {
        address: fc.constantFrom('10.1.2.7', '10.1.9.1', '10.3.0.1'),
        activeDirectorySite: fc.constantFrom('oslo', 'BERGEN'),
      },
      { requiredKeys: [], noNullPrototype: true },
    )
    let entries = publishedDirectory([], domain)
    const { target } = await openContoso(t, () => entries)
    const codes = async (search: LdapSearch, at: { address?: string; activeDirectorySite?: string }) => {
      const { entries: found, end } = await searchDirectory(target, search)
      t.equal(end, null)
      return sitesHolding({ internet: false, ...at }, readSites(found), []).map(({ code }) => code)
    }
    await fc.assert(
      fc.asyncProperty(sites, place, async (published, at) => {
        entries = publishedDirectory(published, domain)
        const own = at.address === undefined ? undefined : parseAddress(at.address)
        const texts = [
          ...(own ? prefixesAround(own) : []),
          ...(at.activeDirectorySite === undefined ? [] : [at.activeDirectorySite]),
        ]
        t.strictSame(await codes(findSitesAround(domain, texts, []), at), await codes(findSites(domain), at))
      }),
      { numRuns: 60 },
    )
    entries = publishedDirectory([site('ABC'), site('DEF')], domain)
    const named = await searchDirectory(target, findSitesAround(domain, [], ['def', 'XYZ']))
    t.strictSame(
      readSites(named.entries).map(({ code }) => code),
      ['DEF'],
      'and those of some codes',
    )
  },
)
