import type { Hierarchy } from '../../model/hierarchy.ts'
import type { Finding } from '../../model/source/finding.ts'
import { holding, locationInWords, type Location } from '../../vocabulary/location.ts'
import { soughtIn, tooFarFor, tooFarInWords } from './content-too-far.ts'
import { advice, isStated, type Described } from './described.ts'

/** A client at one of the places where it is described to be. */
interface Present {
  described: Described
  at: Location
}

/** Warns of content that clients do not get where they are, or where they travel, by the default of its advertisement. */
export function* farContent(hierarchy: Hierarchy, clients: readonly Described[]): Iterable<Finding> {
  const present = alikeOnce(hierarchy, clients.flatMap(placesOf))
  for (const [list, sought] of [
    ['packages', hierarchy.packages],
    ['updates', hierarchy.updates],
  ] as const) {
    for (const [index, { id }] of sought.entries()) {
      const content = soughtIn(hierarchy, id)
      if (!content) continue
      for (const { described, at } of present) {
        const tooFar = tooFarFor(hierarchy, described.client, at, content)
        if (!tooFar) continue
        const who = `${described.client.name} (${locationInWords(at)})`
        const { why, remedies } = tooFarInWords(tooFar, content, 'it')
        const message = `${who} does not get ${id}: ${why}`
        yield advice('content-too-far-away', [list, index], message, remedies.join(', or '))
        break
      }
    }
  }
}

function placesOf(described: Described): Present[] {
  const { client, visits } = described
  const places = [client.at, ...visits.map(({ at }) => at)]
  return places.filter(isStated).map((at) => ({ described, at }))
}

/** One of all that are within the same boundaries and have the same traits: the rules tell nothing else apart. */
function alikeOnce({ sites }: Hierarchy, present: readonly Present[]): Present[] {
  const boundaries = sites.flatMap((site) => [
    ...site.boundaries,
    ...site.systems.flatMap((system) => system.protectedBoundaries),
  ])
  const first = new Map<string, Present>()
  for (const one of present) {
    const { client, assigned } = one.described
    const around = boundaries.map(holding(one.at)).map(Number).join('')
    const key = [assigned?.code, client.kind, client.httpForRoaming, one.at.internet, around].join()
    if (!first.has(key)) first.set(key, one)
  }
  return [...first.values()]
}
