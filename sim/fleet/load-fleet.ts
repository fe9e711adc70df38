import { dirname, resolve } from 'node:path'
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
import { toProblem, type Finding } from '../model/source/finding.ts'
import { refuse, type FieldPath, type NamedSource } from '../model/source/source.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { zodProblems } from '../model/source/zod-problems.ts'
import { withoutOwnFields, isFields } from '../model/written-hierarchy.ts'
import { fleetFile, type Fleet, type FleetFile, type Threshold, type WrittenHabits } from './fleet-file.ts'

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
  if (!parsed.success) throw new InputError(zodProblems(parsed.error, { ...source, value }, fleetFile))
  const { hierarchy, warnings } = await loadHierarchy(
    resolve(folder, dirname(source.file), parsed.data.hierarchy),
  )
  return { fleet: checked({ ...parsed.data, ...overrides }, hierarchy, source), warnings }
}

function checked(written: FleetFile, hierarchy: Hierarchy, source: NamedSource): Fleet {
  const { name = hierarchy.name, days, seed, habits, expect } = written
  const findings = [
    ...habits.flatMap((one, index) => wrongWithHabits(one, ['habits', index], hierarchy)),
    ...expect.flatMap((one, index) => wrongWithThreshold(one, ['expect', index], hierarchy)),
  ]
  if (findings.length > 0) throw new InputError(findings.map((finding) => toProblem(finding, source)))
  return { file: source.file, name, hierarchy, days, seed, habits, expect }
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
