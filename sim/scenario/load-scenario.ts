import { readdir } from 'node:fs/promises'
import { dirname, extname, parse, resolve } from 'node:path'
import { didYouMean } from '../vocabulary/did-you-mean.ts'
import { byPosition, partOf, toProblem, valueAt, type Finding } from '../model/source/finding.ts'
import { wrong } from '../model/check/unknown-names.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import {
  isFleet,
  isScenario,
  loadHierarchy,
  readHierarchy,
  type LoadedHierarchy,
} from '../model/load-hierarchy.ts'
import { InputError, type Problem } from '../errors.ts'
import type { Quote } from '../evidence/recording/event.ts'
import { limits } from '../limits.ts'
import { refuse, type FieldPath, type NamedSource } from '../model/source/source.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { zodFindings } from '../model/source/zod-problems.ts'
import { scenarioFile, type ScenarioFile } from './scenario-file.ts'
import { isFields, withoutOwnFields } from '../model/written-hierarchy.ts'
import { readStep, stepFile, type Step, type StepFile } from './steps/step-file.ts'

/** A scenario that has been checked against its hierarchy. */
export interface Scenario {
  file: string
  name: string
  cites: string | null
  quotes: readonly Quote[]
  hierarchy: Hierarchy
  steps: Step[]
}

export interface LoadedScenario {
  scenario: Scenario
  /** The scenario as it was written, with its defaults: what happens depends on it and on the hierarchy alone. */
  written: ScenarioFile
  /** The files read for it. */
  files: string[]
  warnings: Problem[]
}

/**
 * Reads a scenario and its hierarchy; throws an `InputError` with all their problems. The file's name is relative to
 * `folder`.
 */
export async function loadScenario(file: string, folder = '.'): Promise<LoadedScenario> {
  return readScenario(await readSourceFile(file, folder), folder)
}

/** Reads a scenario whose file has been parsed already. */
export async function readScenario(source: NamedSource, folder: string): Promise<LoadedScenario> {
  const { file } = source
  if (isHierarchy(source.value)) {
    const remedy = 'name a scenario that names it, or keep it open with sitemode serve'
    throw refuse(file, 'not-a-scenario', 'this file describes a hierarchy, not a scenario', remedy)
  }
  if (isWrittenFleet(source.value)) {
    const remedy = 'let its clients live with sitemode fleet'
    throw refuse(file, 'not-a-scenario', 'this file describes a fleet, not a scenario', remedy)
  }
  const value = withoutAuthorsFields(source.value)
  const parsed = scenarioFile.safeParse(value)
  if (!parsed.success) {
    throw new InputError(await allProblems(zodFindings(parsed.error, value, scenarioFile), source, folder))
  }
  const { hierarchy, warnings } = await hierarchyOf(source, folder)
  const ofHierarchy = hierarchyPath(source, folder)
  const files = [file, ...(ofHierarchy === undefined ? [] : [ofHierarchy])]
  const { steps, findings } = readSteps(parsed.data.steps, hierarchy, source)
  if (findings.length > 0) throw new InputError(findings.map((finding) => toProblem(finding, source)))
  const { name, cites = null, quotes } = parsed.data
  const scenario = { file, name, cites, quotes, hierarchy, steps }
  return { scenario, written: parsed.data, files, warnings }
}

/**
 * The problems of a scenario that its schema refuses, with those that can be told in spite of that: of its hierarchy, and of each
 * step that is written as it should be.
 */
async function allProblems(
  ofSchema: readonly Finding[],
  source: NamedSource,
  folder: string,
): Promise<Problem[]> {
  const told = (findings: readonly Finding[]) =>
    findings.map((finding) => toProblem(finding, source)).sort(byPosition)
  const { value } = source
  const isRefused = ({ path: [field, ...rest] }: Finding) => field === 'hierarchy' && rest.length === 0
  if (!isFields(value) || value.hierarchy === undefined || ofSchema.some(isRefused)) return told(ofSchema)
  try {
    const { hierarchy } = await hierarchyOf(source, folder)
    const written: readonly unknown[] = Array.isArray(value.steps) ? value.steps : []
    const steps = written.map((step) => stepFile.safeParse(step).data)
    return told([...ofSchema, ...readSteps(steps, hierarchy, source).findings])
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    // A hierarchy in the file is told of with all that is wrong with it, and not twice.
    const others = told(ofSchema.filter(({ path }) => path[0] !== 'hierarchy'))
    return hierarchyPath(source, folder) === undefined
      ? [...others, ...error.problems].sort(byPosition)
      : [...others, ...error.problems]
  }
}

/** Without the author's own fields, in the scenario and in a hierarchy within it. */
function withoutAuthorsFields(value: unknown): unknown {
  if (!isFields(value)) return value
  const { hierarchy, ...rest } = withoutOwnFields(value)
  return { ...rest, hierarchy: isFields(hierarchy) ? withoutOwnFields(hierarchy) : hierarchy }
}

function isHierarchy(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'sites' in value && !isScenario(value)
}

/** A scenario whose steps are left out has no field of fleets either. */
function isWrittenFleet(value: unknown): boolean {
  const ofFleets = ['days', 'seed', 'habits', 'expect']
  return isFleet(value) && isFields(value) && ofFleets.some((field) => field in value)
}

async function hierarchyOf(source: NamedSource, folder: string): Promise<LoadedHierarchy> {
  const { file } = source
  const path = hierarchyPath(source, folder)
  if (path === undefined) return readHierarchy(partOf(source, 'hierarchy'), resolve(folder, dirname(file)))
  try {
    return await loadHierarchy(path)
  } catch (error) {
    // Another file that is missing, such as a table of clients, is told as it is.
    const isMissing = ({ code, file }: Problem): boolean => code === 'file-not-found' && file === path
    if (!(error instanceof InputError) || !error.problems.some(isMissing)) throw error
    const { dir, base } = parse(path)
    const there = (await readdir(dir).catch(() => [])).filter((name) => extname(name) === extname(base))
    const remedy = didYouMean(base, there) ?? 'check the path, which starts from the folder of this file'
    const message = `there is no file ${String(valueAt(source.value, ['hierarchy']))}`
    throw new InputError([toProblem(wrong('file-not-found', ['hierarchy'], message, remedy), source)])
  }
}

/** Path of the hierarchy's file; undefined if the scenario contains its hierarchy. */
function hierarchyPath({ value, file }: NamedSource, folder: string): string | undefined {
  const { hierarchy } = value as { hierarchy: unknown }
  return typeof hierarchy === 'string' ? resolve(folder, dirname(file), hierarchy) : undefined
}

/** Reads steps in their order; those that are undefined could not be read, and may have done anything. */
function readSteps(
  written: readonly (StepFile | undefined)[],
  hierarchy: Hierarchy,
  source: NamedSource,
): { steps: Step[]; findings: Finding[] } {
  const findings: Finding[] = []
  const earlier: Earlier = { ahead: 0, misbehaviours: misbehavioursOf(hierarchy), misbehavesUnread: false }
  const steps = written.flatMap((step, index) => {
    const path = ['steps', index]
    const read = step && readStep(step, path, hierarchy)
    const finding = read && ('severity' in read ? read : outOfOrder(read, path, earlier))
    if (finding) findings.push(finding)
    if (!read || ('severity' in read && step.misbehave)) earlier.misbehavesUnread = true
    if (!read || finding || 'severity' in read) return []
    const { line } = source.locate(path) ?? {}
    return [line === undefined ? read : { ...read, line }]
  })
  return { steps, findings }
}

/** What the steps before have done. */
interface Earlier {
  /** Milliseconds by which the clock has moved. */
  ahead: number
  /** Names of the misbehaviours that have begun. */
  misbehaviours: Set<string>
  /** Whether a further one has begun, in a step that has a finding. */
  misbehavesUnread: boolean
}

function misbehavioursOf({ sites, misbehave }: Hierarchy): Set<string> {
  const ofSystems = sites.flatMap(({ systems }) => systems.flatMap((system) => system.misbehave))
  return new Set([...misbehave, ...ofSystems].map(({ name }) => name))
}

/** Adds a step to the earlier ones; a finding if it cannot come after them. */
function outOfOrder(
  { advances = 0, begins, ends }: Step,
  path: FieldPath,
  earlier: Earlier,
): Finding | undefined {
  earlier.ahead += advances
  if (begins !== undefined) earlier.misbehaviours.add(begins)
  if (advances > 0 && earlier.ahead > limits.clockAhead.value * day) return clockTooFar([...path, 'advance'])
  if (ends === undefined || earlier.misbehavesUnread || earlier.misbehaviours.has(ends)) return undefined
  const remedy =
    didYouMean(ends, [...earlier.misbehaviours]) ?? 'name one that has begun, or write true to end all'
  return wrong('unknown-misbehaviour', [...path, 'behave'], `no misbehaviour ${ends} has begun`, remedy)
}

const day = 86_400_000

function clockTooFar(path: FieldPath): Finding {
  const { value } = limits.clockAhead
  return wrong(
    'clock-too-far',
    path,
    `with this step the clock would have moved ahead by more than ${value} days`,
    'move it less: certificates cannot be dated back so far',
  )
}
