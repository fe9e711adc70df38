import type { Finding } from '../../model/source/finding.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { clientNamed } from '../../model/populations.ts'
import { holding, locationInWords, type Location } from '../../vocabulary/location.ts'
import type { Scenario } from '../load-scenario.ts'
import { advice, isStated, type Described } from './described.ts'
import { soughtIn, tooFarFor, tooFarInWords } from './withheld-content.ts'

/**
 * Warnings of steps in which a client that has travelled gets nothing, since the package's advertisement or the update's deployment has the default
 * setting. A step that expects so is not warned of; neither is one after a change of mode or of assignment, where the run
 * decides.
 */
export function contentTooFarAway({ hierarchy, steps }: Scenario): Finding[] {
  /** Where a client is since it moved; undefined where only the run knows. */
  const moved = new Map<string, Location | undefined>()
  const findings: Finding[] = []
  for (const [index, { does, client: name, clients, to, gets, expect }] of steps.entries()) {
    if (does === 'setMode') break
    if (clients && (does === 'move' || does === 'assign')) break
    if (name === null) continue
    if (to) moved.set(name, to)
    if (does === 'assign') moved.set(name, undefined)
    const client = clientNamed(hierarchy, name)
    const content = gets === undefined ? undefined : soughtIn(hierarchy, gets)
    const at = moved.has(name) ? moved.get(name) : client?.at
    const isExpected = (expect?.outcome ?? 'answered') !== 'answered'
    if (!client || !content || !at || isExpected) continue
    const tooFar = tooFarFor(hierarchy, client, at, content)
    if (!tooFar) continue
    const { why, remedies } = tooFarInWords(tooFar, content, gets ?? '')
    findings.push({
      severity: 'warning',
      code: 'content-too-far-away',
      path: ['steps', index, does],
      message: `${client.name} (${locationInWords(at)}) gets nothing: ${why}`,
      remedy: `${remedies.join(', ')}, or expect the outcome withheld`,
    })
  }
  return findings
}

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
