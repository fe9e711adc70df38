import { checkHierarchy } from './check/check-hierarchy.ts'
import { toProblem } from './source/finding.ts'
import type { Hierarchy } from './hierarchy.ts'
import { hierarchyFile, statedPorts } from './schema/hierarchy-file.ts'
import { InputError, type Problem } from '../errors.ts'
import { resolveHierarchy } from './schema/resolve-hierarchy.ts'
import { refuse, sourceOfValue, type SourceFile } from './source/source.ts'
import { readSourceFile } from './source/source-file.ts'
import { zodFindings } from './source/zod-problems.ts'

export interface LoadedHierarchy {
  hierarchy: Hierarchy
  warnings: Problem[]
}

/**
 * Reads a hierarchy file, in YAML or TypeScript; throws an `InputError` with every problem in it. `folder`: the
 * folder that a relative file name starts from.
 */
export async function loadHierarchy(file: string, folder = '.'): Promise<LoadedHierarchy> {
  const source = await readSourceFile(file, folder)
  if (isScenario(source.value)) {
    const remedy = 'name the hierarchy that it names, or carry it out with sitemode run'
    throw refuse(file, 'not-a-hierarchy', 'this file describes a scenario, not a hierarchy', remedy)
  }
  return readHierarchy(source)
}

/** Whether a file's value is a scenario rather than a hierarchy: only a scenario has steps. */
export function isScenario(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'steps' in value
}

/** Checks a hierarchy built by a program; `file` is the name to report problems under. */
export function parseHierarchy(value: unknown, file?: string): LoadedHierarchy {
  return readHierarchy(sourceOfValue(value, file))
}

/** Checks a file that has been read. */
export function readHierarchy(source: SourceFile): LoadedHierarchy {
  const parsed = hierarchyFile.safeParse(source.value)
  const schemaFindings = parsed.success ? [] : zodFindings(parsed.error, source.value, hierarchyFile)
  const findings = [...schemaFindings, ...checkHierarchy(source.value, schemaFindings)]
  const problems = findings.map((finding) => toProblem(finding, source)).sort(byPosition)
  if (!parsed.success || problems.some(({ severity }) => severity === 'error')) throw new InputError(problems)
  return { hierarchy: resolveHierarchy(parsed.data, statedPorts(source.value)), warnings: problems }
}

/** Sorts by position in the file, the order in which people correct it. */
function byPosition(one: Problem, other: Problem): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0)
}
