import type { Finding } from '../source/finding.ts'
import { mostClients, mostHosts, otherHosts } from '../../vocabulary/network.ts'
import { error, hasRole, type Check, type Placed } from './subject.ts'

/** Each site system has an address of its own, and so has each host beside them. */
export const systemsWithoutAddress: Check = function* ({ systems }) {
  yield* beyond(systems, mostHosts - otherHosts.size, 'site systems')
}

/** Each client has one too, and so has the client that a branch distribution point is. */
export const clientsWithoutAddress: Check = function* ({ systems, clients }) {
  const branches = systems.filter((system) => hasRole(system, 'branch-distribution-point'))
  yield* beyond(clients, mostClients - branches.length, 'clients')
}

/** Reports the first entry that there is no room for. */
function* beyond(entries: readonly Placed<unknown>[], room: number, what: string): Generator<Finding> {
  const first = entries[Math.max(0, room)]
  if (!first) return
  const message = `the hierarchy has ${entries.length} ${what}, and there is room for ${room} on one machine`
  yield error(`too-many-${what.replace(' ', '-')}`, first.path, message, 'remove the others')
}
