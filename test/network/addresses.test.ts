import t from 'tap'
import { EnvironmentError, InputError } from '../../sim/errors.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { addressesFor } from '../../sim/network/addresses.ts'
import { mostClients, mostHosts } from '../../sim/vocabulary/network.ts'

void t.test('there are as many addresses as validation has room for', async (t) => {
  const addresses = await addressesFor('own')
  t.teardown(() => addresses.close())
  const seen = new Set<string>([addresses.spare])
  for (let count = 0; count < mostHosts; count++) seen.add(addresses.ofHost(`s${count}`))
  for (let count = 0; count < mostClients; count++) seen.add(addresses.nextClient())
  t.equal(seen.size, 1 + mostHosts + mostClients, 'none is given twice')
  const [, block] = addresses.spare.split('.')
  const outside = [...seen].filter((address) => {
    const [first, second, third = NaN, fourth = NaN] = address.split('.').map(Number)
    return first !== 127 || String(second) !== block || third > 255 || fourth < 1 || fourth > 254
  })
  t.strictSame(outside, [])
  t.throws(() => addresses.ofHost('one-more'), EnvironmentError)
  t.throws(() => addresses.nextClient(), EnvironmentError)
})

const clients = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `C${index}`, assignedSite: 'OSL' }))
const systems = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    name: `s${index}`,
    roles: ['fallback-status-point'] as ['fallback-status-point'],
  }))
const branch = { name: 'branch', roles: ['branch-distribution-point'] as ['branch-distribution-point'] }

/** The codes of the errors in a site with these clients and systems. */
function errorsOf(site: Partial<HierarchyInput['sites'][number]>, some: HierarchyInput['clients']) {
  try {
    parseHierarchy({ sites: [{ code: 'OSL', mode: 'mixed', ...site }], clients: some })
    return []
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return error.problems
      .filter(({ severity }) => severity === 'error')
      .map(({ code, field }) => [code, field])
  }
}

void t.test('a hierarchy that has no room on one machine is refused', (t) => {
  t.strictSame(errorsOf({}, clients(mostClients)), [])
  t.strictSame(errorsOf({}, clients(mostClients + 1)), [['too-many-clients', `clients[${mostClients}]`]])
  const last = `clients[${mostClients - 1}]`
  t.strictSame(errorsOf({ systems: [branch] }, clients(mostClients)), [['too-many-clients', last]])
  // The three hosts beside the site systems have addresses too.
  t.strictSame(errorsOf({ systems: systems(mostHosts - 3) }, []), [])
  t.strictSame(errorsOf({ systems: systems(mostHosts - 2) }, []), [
    ['too-many-site-systems', `sites[0].systems[${mostHosts - 3}]`],
  ])
  t.end()
})
