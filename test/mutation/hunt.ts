import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { isNoticed, type Fate, type Ground } from './fate.ts'

/** A mutant, a lie or a fake, which something has to notice. */
export interface Suspect {
  id: string
  /** What notices one of a kind mostly notices the others. */
  kind: string
}

/** Nothing that can be turned round, falsified or faked has a wanted name. */
export class NothingFits extends Error {}

export interface Found<One extends Suspect> {
  suspect: One
  fate: Fate
}

/** Hears of each suspect as soon as its fate is known. */
export type Progress = (found: Found<Suspect>, done: number, of: number) => void

/** Puts first what is likely to notice a suspect. */
export type InOrder = (files: readonly string[]) => string[]

/** Tries one suspect after the other. */
export interface Lane<One extends Suspect> {
  fateOf(suspect: One, inOrder: InOrder): Promise<Fate>
  close(): void
}

/** A temporary file that lasts from one run to the next, so that a run begins with what noticed each suspect last time. */
const memory = join(tmpdir(), 'sitemode-mutation.json')

/** Tries each suspect, as many at a time as there are processors. */
export async function hunt<One extends Suspect>(
  suspects: readonly One[],
  createLane: () => Lane<One>,
  progress: Progress,
): Promise<Found<One>[]> {
  const remembered = await readMemory()
  const found: Found<One>[] = []
  const left = [...suspects]

  function inOrderFor({ id, kind }: One): InOrder {
    const kills = new Map<string, number>()
    for (const { suspect, fate } of found) {
      if (suspect.kind !== kind || !isNoticed(fate)) continue
      kills.set(fate.by, (kills.get(fate.by) ?? 0) + 1)
    }
    const rank = (file: string): number => (remembered.get(id) === file ? Infinity : (kills.get(file) ?? 0))
    return (files) => [...files].sort((one, other) => (rank(one) < rank(other) ? 1 : -1))
  }

  async function work(): Promise<void> {
    const lane = createLane()
    for (let suspect = left.shift(); suspect; suspect = left.shift()) {
      const fate = await lane.fateOf(suspect, inOrderFor(suspect))
      found.push({ suspect, fate })
      if (isNoticed(fate)) remembered.set(suspect.id, fate.by)
      progress({ suspect, fate }, found.length, suspects.length)
    }
    lane.close()
  }

  await Promise.all(Array.from({ length: availableParallelism() }, work))
  await writeMemory(remembered)
  return suspects.flatMap((suspect) => found.find((one) => one.suspect === suspect) ?? [])
}

async function readMemory(): Promise<Map<string, string>> {
  const text = await readFile(memory, 'utf8').catch(() => '{}')
  return new Map(Object.entries(JSON.parse(text) as Record<string, string>))
}

/** Whole or not at all: another run may read it meanwhile. */
async function writeMemory(remembered: ReadonlyMap<string, string>): Promise<void> {
  const written = `${memory}.${process.pid}`
  await writeFile(written, JSON.stringify(Object.fromEntries(remembered)))
  await rename(written, memory)
}

/** The folders are removed afterwards. */
export async function onGround<Result>(act: (ground: Ground) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'sitemode-mutation-'))
  try {
    return await act({ cache: join(folder, 'cache'), folder })
  } finally {
    await rm(folder, { recursive: true })
  }
}
