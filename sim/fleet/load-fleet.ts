import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { diagnosisIds } from '../evidence/catalogue.ts'
import { InputError, type Problem } from '../errors.ts'
import {
  unknownClient,
  unknownDiagnosis,
  unknownGroup,
  unknownPackage,
  unknownSelection,
  unknownSite,
  wrong,
} from '../model/check/unknown-names.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { isFleet, isScenario, loadHierarchy, readHierarchy } from '../model/load-hierarchy.ts'
import { placeInSite } from '../model/populations.ts'
import { byPosition, toProblem, type Finding } from '../model/source/finding.ts'
import { refuse, type FieldPath, type NamedSource } from '../model/source/source.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { zodFindings } from '../model/source/zod-problems.ts'
import { withoutOwnFields, isFields } from '../model/written-hierarchy.ts'
import {
  fleetFile,
  habits,
  threshold,
  type Fleet,
  type FleetFile,
  type Threshold,
  type WrittenHabits,
} from './fleet-file.ts'

export interface LoadedFleet {
  fleet: Fleet
  warnings: Problem[]
}

/** In place of what a fleet file says. */
export type FleetOverrides = Partial<Pick<Fleet, 'days' | 'seed'>>

/**
 * Reads a fleet, or a hierarchy whose clients have the default habits; throws an `InputError` with all their problems. The file's
 * name is relative to `folder`.
 */
export async function loadFleet(
  file: string,
  folder = '.',
  overrides: FleetOverrides = {},
): Promise<LoadedFleet> {
  return readFleetOrHierarchy(await readSourceFile(file, folder), folder, overrides)
}

/** The same for a file that has been parsed already. */
export async function readFleetOrHierarchy(
  source: NamedSource,
  folder: string,
  overrides: FleetOverrides,
): Promise<LoadedFleet> {
  const { file } = source
  if (isFleet(source.value)) return readFleet(source, folder, overrides)
  if (isScenario(source.value)) {
    const remedy = 'name a fleet or a hierarchy, or carry it out with sitemode run'
    throw refuse(file, 'not-a-fleet', 'this file describes a scenario, not a fleet', remedy)
  }
  const { hierarchy, warnings } = await readHierarchy(source, resolve(folder, dirname(file)))
  const written = { ...fleetFile.parse({ hierarchy: file }), ...overrides }
  return { fleet: checked(written, hierarchy, source), warnings }
}

/** Reads a fleet whose file has been parsed already. */
export async function readFleet(
  source: NamedSource,
  folder: string,
  overrides: FleetOverrides = {},
): Promise<LoadedFleet> {
  const value = isFields(source.value) ? withoutOwnFields(source.value) : source.value
  const parsed = fleetFile.safeParse(value)
  if (!parsed.success) {
    throw new InputError(
      await allProblems(zodFindings(parsed.error, value, fleetFile), value, source, folder),
    )
  }
  const { hierarchy, warnings } = await loadHierarchy(
    resolve(folder, dirname(source.file), parsed.data.hierarchy),
  )
  return { fleet: checked({ ...parsed.data, ...overrides }, hierarchy, source), warnings }
}

/**
 * The problems of a fleet that its schema refuses, with those that can be told in spite of that: of its hierarchy, and of the
 * habits and expectations that are written as they should be.
 */
async function allProblems(
  ofSchema: readonly Finding[],
  value: unknown,
  source: NamedSource,
  folder: string,
): Promise<Problem[]> {
  const told = (findings: readonly Finding[]) =>
    findings.map((finding) => toProblem(finding, source)).sort(byPosition)
  const read = readable.safeParse(value)
  if (!read.success) return told(ofSchema)
  try {
    const { hierarchy } = await loadHierarchy(resolve(folder, dirname(source.file), read.data.hierarchy))
    return told([...ofSchema, ...wrongWith(read.data, hierarchy)])
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return [...told(ofSchema), ...error.problems]
  }
}

/** As much of a fleet as names something in its hierarchy, entry by entry. */
const readable = z.object({
  hierarchy: fleetFile.shape.hierarchy,
  habits: z.array(habits.optional().catch(undefined)).catch([]),
  expect: z.array(threshold.optional().catch(undefined)).catch([]),
})

function checked(written: FleetFile, hierarchy: Hierarchy, source: NamedSource): Fleet {
  const { name = hierarchy.name, days, seed, habits, expect } = written
  const findings = wrongWith(written, hierarchy)
  if (findings.length > 0) throw new InputError(findings.map((finding) => toProblem(finding, source)))
  return { file: source.file, name, hierarchy, days, seed, habits, expect }
}

function wrongWith({ habits, expect }: z.output<typeof readable>, hierarchy: Hierarchy): Finding[] {
  return [
    ...habits.flatMap((one, index) => (one ? wrongWithHabits(one, ['habits', index], hierarchy) : [])),
    ...expect.flatMap((one, index) => (one ? wrongWithThreshold(one, ['expect', index], hierarchy) : [])),
  ]
}

function wrongWithHabits(
  { client, clients, visits = [], downloads = [] }: WrittenHabits,
  path: FieldPath,
  hierarchy: Hierarchy,
): Finding[] {
  return [
    client === undefined ? undefined : unknownClient(client, [...path, 'client'], hierarchy),
    clients === undefined ? undefined : unknownSelection(clients, [...path, 'clients'], hierarchy),
    ...visits.map(({ site }, index) => noPlace(site, [...path, 'visits', index, 'site'], hierarchy)),
    ...downloads.map((one, index) =>
      unknownPackage(one.package, [...path, 'downloads', index, 'package'], hierarchy),
    ),
  ].filter((finding) => finding !== undefined)
}

function noPlace(code: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  const site = hierarchy.sites.find((one) => one.code === code)
  if (!site) return unknownSite(code, at, hierarchy)
  if (placeInSite(site, 0)) return undefined
  const message = `site ${code} has no boundaries in which a client could be`
  return wrong('site-without-boundaries', at, message, 'give it boundaries, or visit another site')
}

function wrongWithThreshold(
  { group, diagnosis }: Threshold,
  path: FieldPath,
  hierarchy: Hierarchy,
): Finding[] {
  return [
    group === undefined ? undefined : unknownGroup(group, [...path, 'group'], hierarchy),
    unknownDiagnosis(diagnosis, [...path, 'diagnosis'], diagnosisIds),
  ].filter((finding) => finding !== undefined)
}
