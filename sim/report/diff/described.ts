import type { HierarchyShown } from '../../evidence/recording/hierarchy-shown.ts'
import { factsThatDiffer, type Fact, type Facts } from './endings.ts'

/** A site, site system or client that two hierarchies describe differently: why its clients may end in another way. */
export interface DescribedChange {
  /** `added`: only the later hierarchy has it; `missing`: only the earlier one has it. */
  kind: 'changed' | 'added' | 'missing'
  /** Name of the hierarchy. */
  hierarchy: string
  /** What it is. */
  of: 'site' | 'site system' | 'client'
  /** Code of the site, FQDN of the site system, or name of the client. */
  name: string
  /** What is described differently; empty for all but a change. */
  differing: DifferingFact[]
}

interface Described extends Pick<DescribedChange, 'of' | 'name'> {
  facts: Facts
}

/** A fact with two values. */
interface DifferingFact {
  /** Its name: `mode`, `roles`, `assignedSite`. */
  field: string
  /** Its value in the earlier hierarchy. */
  before: Fact
  /** Its value in the later one. */
  after: Fact
}

/** Each difference once, however many scenarios share the hierarchy. */
export function describedChanges(
  pairs: readonly { before: HierarchyShown; after: HierarchyShown }[],
): DescribedChange[] {
  const changes = pairs.flatMap(({ before, after }) => {
    const [earlier, later] = [describedIn(before), describedIn(after)]
    return [...new Set([...earlier.keys(), ...later.keys()])].flatMap((key) =>
      changeOf(after.name, earlier.get(key), later.get(key)),
    )
  })
  return [...new Map(changes.map((change) => [JSON.stringify(change), change])).values()]
}

function changeOf(hierarchy: string, before?: Described, after?: Described): DescribedChange[] {
  if (before && after) {
    const differing = factsThatDiffer(before.facts, after.facts)
    return differing.length > 0
      ? [{ kind: 'changed', hierarchy, of: after.of, name: after.name, differing }]
      : []
  }
  const one = before ?? after
  return one
    ? [{ kind: before ? 'missing' : 'added', hierarchy, of: one.of, name: one.name, differing: [] }]
    : []
}

/** Everything that a hierarchy has, in facts that do not depend on where it was opened. */
function describedIn({ sites, clients }: HierarchyShown): Map<string, Described> {
  const all: Described[] = [
    ...sites.map(({ code, kind, mode, parent, boundaries }) => {
      const written = boundaries.map(({ text, connection }) => `${text} (${connection})`)
      return described('site', code, { kind, mode, parent, boundaries: written.join(', ') })
    }),
    ...sites.flatMap(({ code, systems }) =>
      systems.map(({ fqdn, roles, urls, fault }) => {
        const protocols = new Set(urls.map((url) => url.split(':')[0]))
        const facts = { site: code, roles: roles.join(', '), protocols: [...protocols].join(', '), fault }
        return described('site system', fqdn, facts)
      }),
    ),
    ...clients.map(({ name, kind, mode, at, assignedSite }) =>
      described('client', name, { kind, mode, at, assignedSite }),
    ),
  ]
  return new Map(all.map((one) => [JSON.stringify([one.of, one.name]), one]))
}

function described(of: DescribedChange['of'], name: string, facts: Facts): Described {
  return { of, name, facts }
}
