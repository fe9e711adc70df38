import { completeSet, type CompleteSet, type Found, type Obstacle } from '../../parts/complete-set.ts'
import { createPartFinder } from '../../parts/find-parts.ts'
import { shardText } from '../../parts/partition.ts'
import { optionsOf } from '../../model/source/options.ts'
import { refuse } from '../../model/source/source.ts'
import { sitemodeAsTyped } from '../as-typed.ts'
import { quoted } from '../../printable.ts'
import { checkTexts } from '../given.ts'
import { outOptions } from '../option-schemas.ts'
import { inThisProcess, pathOf, type OutOptions, type Surroundings } from '../surroundings.ts'
import { joinFleet } from './join-fleet.ts'
import { joinPlan } from './join-plan.ts'
import { joinRun } from './join-run.ts'
import type { MergeObstacle, MergeObstacles, MergeResult } from './merged.ts'

const checkMerge = optionsOf<OutOptions>('merge', outOptions)

/**
 * Joins the parts that `shard` left in folders, of a run, a plan or a fleet, and resolves to what the whole work comes to: the
 * result is that of `merge --json`. A part that is missing, damaged or of another work rejects nothing: `work` is null, and the
 * result names each with the command that makes it anew. Throws an `InputError` where there is no part at all, or an
 * `EnvironmentError` where the folder of `out` cannot be written.
 */
export async function merge(
  folders: string | readonly string[],
  options: OutOptions = {},
): Promise<MergeResult> {
  checkTexts('merge', folders, {
    what: 'the name of a folder, or several',
    remedy: 'name the folders of the parts',
  })
  checkMerge(options)
  const named = [folders].flat()
  return inThisProcess(['merge', ...named], async (surroundings) => {
    const found = completeSet(await partFinder(named, surroundings)())
    return Array.isArray(found)
      ? { work: null, result: obstaclesOf(named, found, surroundings) }
      : joined(found, options.out, surroundings)
  })
}

export function partFinder(folders: readonly string[], surroundings: Surroundings): () => Promise<Found> {
  return createPartFinder(folders, (name) => pathOf(name, surroundings))
}

/** Joins the parts of a work, and writes its reports into a folder. */
export async function joined(
  set: CompleteSet,
  out: string | undefined,
  surroundings: Surroundings,
): Promise<Exclude<MergeResult, { work: null }>> {
  const { work } = set.head
  switch (work) {
    case 'run':
      return { work, result: await joinRun(set, out, surroundings) }
    case 'plan':
      return { work, result: await joinPlan(set, out, surroundings) }
    case 'fleet':
      return { work, result: await joinFleet(set, out, surroundings) }
  }
}

/** Throws an `InputError` where there is neither a part nor anything else. */
export function obstaclesOf(
  folders: readonly string[],
  found: readonly Obstacle[],
  surroundings: Surroundings,
): MergeObstacles {
  if (found.length === 0) {
    const message = 'there is no part in this folder'
    throw refuse(folders.join(', '), 'no-parts', message, 'name a folder that --out named beside --shard')
  }
  const typed = sitemodeAsTyped(surroundings)
  const obstacles = found.map(({ code, shard, file, message, anew }): MergeObstacle => {
    const command = anew && [typed, ...anew.map(quoted)].join(' ')
    return { code, shard: shard && shardText(shard), file, message, command }
  })
  return {
    missing: [...new Set(obstacles.flatMap(({ shard }) => shard ?? []))],
    obstacles,
    held: false,
  }
}
