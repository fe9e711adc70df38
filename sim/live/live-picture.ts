import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { OutcomeCounts } from '../report/client-groups.ts'
import { hierarchyPicture } from '../report/html/hierarchy-picture.ts'
import type { Texts } from '../texts/english.ts'
import type { PictureChange } from './shown.ts'

/**
 * The picture of a hierarchy, in pieces of which each is a site, a system, a client or the like. Without the lists of clients
 * below it: here a group's menu has them. `outcomes`: how the attempts of each client ended.
 */
export function picturePieces(
  shown: HierarchyShown,
  texts: Texts,
  outcomes: ReadonlyMap<string, OutcomeCounts> = new Map(),
): string[] {
  const { drawing } = hierarchyPicture(shown, texts, 'group', { outcomes, traffic: [] })
  return drawing.html.split(/(?=<(?:g|a) |<path class="parent")/)
}

/** What makes later pieces of earlier ones: the head, and either single pieces or a stretch in the middle. */
export function changesBetween(before: readonly string[], after: readonly string[]): PictureChange[] {
  if (before.length === after.length) {
    return after.flatMap((piece, at) => (piece === before[at] ? [] : [{ at, removed: 1, pieces: [piece] }]))
  }
  const shorter = Math.min(before.length, after.length)
  let first = 1
  while (first < shorter && before[first] === after[first]) first++
  let same = 0
  while (same < shorter - first && before.at(-1 - same) === after.at(-1 - same)) same++
  return [
    { at: 0, removed: 1, pieces: after.slice(0, 1) },
    { at: first, removed: before.length - same - first, pieces: after.slice(first, after.length - same) },
  ]
}
