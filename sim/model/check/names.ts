import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { formatFieldPath } from '../source/finding.ts'
import { memberNumber } from '../populations.ts'
import { longestFqdn } from '../schema/written-values.ts'
import { mostClients, mostHosts, otherHosts } from '../../vocabulary/network.ts'
import type { Finding } from '../source/finding.ts'
import { error, hasRole, type Check, type Placed } from './subject.ts'

/** One server is described in one place: its name is one certificate, one address and one file. */
export const duplicateSystems: Check = function* ({ systems }) {
  yield* duplicates('duplicate-system', 'name', systems, ({ name }) => name)
}

export const duplicateClients: Check = function* ({ clients }) {
  yield* duplicates('duplicate-client', 'name', clients, ({ name }) => name)
}

export const duplicateGroups: Check = function* ({ groups }) {
  yield* duplicates('duplicate-group', 'name', groups, ({ name }) => name)
}

/** The clients of a group are called by it with a number, and others may not be called so. */
export const clientsNamedAsMembers: Check = function* ({ clients, systems, groups }) {
  for (const { value, path } of [...clients, ...systems]) {
    const { name = '' } = value
    const group = groups.find(
      ({ value: { name: group, count } }) => memberNumber(group ?? '', count ?? 0, name) !== undefined,
    )
    if (!group) continue
    const message = `the name ${name} is that of a client of the group ${group.value.name ?? ''}`
    yield error('named-as-member', [...path, 'name'], message, 'choose another name')
  }
}

export const duplicatePackages: Check = function* ({ packages }) {
  yield* duplicates('duplicate-package', 'id', packages, ({ id }) => id)
}

export const duplicateUpdates: Check = function* ({ updates }) {
  yield* duplicates('duplicate-update', 'id', updates, ({ id }) => id)
}

/** A deployment package is made to hold updates, and nothing else ("About Software Update Deployment Packages"). */
export const updatesInOtherPackages: Check = function* ({ updates, packageById }) {
  for (const { value, path } of updates) {
    const taken = value.package === undefined ? undefined : packageById.find(value.package)
    if (!taken) continue
    const message = `the package ${value.package ?? ''} (${formatFieldPath(taken.path)}) is not for updates`
    yield error('update-in-other-package', [...path, 'package'], message, 'choose another id')
  }
}

export const clientsNamedAsSystems: Check = function* ({ clients, systemByName }) {
  for (const { value, path } of clients) {
    const system = value.name === undefined ? undefined : systemByName.find(value.name)
    if (!system) continue
    const message = `the name ${value.name ?? ''} is taken by ${formatFieldPath(system.path)}`
    yield error('client-named-as-system', [...path, 'name'], message, 'choose another name')
  }
}

/** The hosts beside the site systems have names in the same domain, by which steps break them. */
export const reservedNames: Check = function* ({ systems, clients }) {
  for (const { value, path } of [...systems, ...clients]) {
    const host = value.name === undefined ? undefined : otherHosts.get(value.name.toLowerCase())
    if (!host) continue
    const message = `the name ${value.name ?? ''} is that of ${host.inWords}`
    yield error('reserved-name', [...path, 'name'], message, 'choose another name')
  }
}

export const longFqdns: Check = function* ({ systems, described, domain }) {
  for (const { value, path } of [...systems, ...described]) {
    // A client of a group has a number behind the name of the group.
    const number = 'count' in value ? `-${value.count ?? 1}` : ''
    const length = `${value.name ?? ''}${number}.${domain}`.length
    if (length <= longestFqdn) continue
    const message = `with the domain, the name has ${length} characters; DNS takes ${longestFqdn}`
    yield error('fqdn-too-long', [...path, 'name'], message, 'shorten the name or the domain')
  }
}

function* duplicates<T>(
  code: FindingCode,
  field: string,
  entries: readonly Placed<T>[],
  nameOf: (value: Placed<T>['value']) => string | undefined,
) {
  const firstByName = new Map<string, Placed<T>>()
  for (const entry of entries) {
    const name = nameOf(entry.value)
    if (name === undefined) continue
    const first = firstByName.get(name.toLowerCase())
    if (!first) {
      firstByName.set(name.toLowerCase(), entry)
      continue
    }
    const message = `the ${field} ${name} is taken by ${formatFieldPath(first.path)}`
    yield error(code, [...entry.path, field], message, 'choose another, or remove one of them')
  }
}

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
function* beyond(
  entries: readonly Placed<unknown>[],
  room: number,
  what: 'site systems' | 'clients',
): Generator<Finding> {
  const first = entries[Math.max(0, room)]
  if (!first) return
  const message = `the hierarchy has ${entries.length} ${what}, and there is room for ${room} on one machine`
  yield error(
    what === 'clients' ? 'too-many-clients' : 'too-many-site-systems',
    first.path,
    message,
    'remove the others',
  )
}
