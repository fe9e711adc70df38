import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { everyMember, type Traveller } from '../../model/populations.ts'
import { assignedSiteOf } from '../../model/sites.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { AcceptableCode } from '../../vocabulary/finding-codes.ts'
import type { Location } from '../../vocabulary/location.ts'

/** A client of the file, and where it is described. */
export interface Described extends Traveller {
  assigned: Site | undefined
  path: FieldPath
}

export function describedClients(hierarchy: Hierarchy): Described[] {
  return [...everyMember(hierarchy)].map((traveller) => {
    const { client, group, number } = traveller
    const assigned = assignedSiteOf(hierarchy, client)
    return { ...traveller, assigned, path: pathOf(hierarchy, group, number) }
  })
}

/** Clients of a table are described in it, and the file has its name alone. */
function pathOf({ groups }: Hierarchy, group: Traveller['group'], number: number): FieldPath {
  if (!group) return ['clients', number]
  return group.members.kind === 'listed' ? ['clients', 'from'] : ['groups', groups.indexOf(group)]
}

/** `PC-1`, `PC-1 and 3 more`. */
export function named(clients: readonly Described[]): string {
  const [first, ...others] = clients
  const name = first?.client.name ?? ''
  return others.length === 0 ? name : `${name} and ${others.length} more`
}

export function whoIs(clients: readonly Described[]): string {
  return `${named(clients)} ${clients.length === 1 ? 'is' : 'are'}`
}

export function advice(code: AcceptableCode, path: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'warning', code, path, message, remedy }
}

/** Whether a file says where a client is. */
export function isStated(at: Location): boolean {
  return at.internet || at.address !== undefined || at.activeDirectorySite !== undefined
}
