import type { Hierarchy } from '../model/hierarchy.ts'
import { sitesCovering } from '../model/sites.ts'
import { soundSplit, type SharedUse, type SoundSplit } from '../parts/partition.ts'
import { groupBy } from '../report/lists.ts'
import type { Location } from '../vocabulary/location.ts'
import type { Life } from './run-phases.ts'

/** What clients of a plan do of which limits of site systems take note; none of them saves user state. */
const uses: ReadonlySet<SharedUse> = new Set(['content'])

/** How the clients of a plan may be run apart, so that each ends as if all were run together. */
export function soundSplitOf(hierarchy: Hierarchy, lives: readonly Life[]): SoundSplit {
  return soundSplit(hierarchy, uses, () =>
    lives.map(({ group, representative }) => ({
      assignedSite: group.shown.assignedSite,
      sites: new Set(
        [representative.home, ...representative.visits].flatMap(({ at }) => codesAt(hierarchy, at)),
      ),
    })),
  )
}

function codesAt(hierarchy: Hierarchy, at: Location): string[] {
  return sitesCovering(hierarchy, at).map(({ code }) => code)
}

/**
 * Deals the clients at some places out to so many parts in turn, since neighbours are alike: one by one, or by their assigned
 * site. No part is empty.
 */
export function dealtOut(
  lives: readonly Life[],
  places: readonly number[],
  by: 'client' | 'assigned-site',
  parts: number,
): number[][] {
  const together =
    by === 'client'
      ? places.map((place) => [place])
      : [...groupBy(places, (place) => lives[place]?.group.shown.assignedSite ?? '').values()]
  const dealt = Array.from({ length: parts }, (_, part) =>
    together.filter((_place, index) => index % parts === part).flat(),
  )
  return dealt.filter(({ length }) => length > 0).map((part) => part.sort((one, other) => one - other))
}
