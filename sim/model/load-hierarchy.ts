import { dirname, resolve } from 'node:path'
import * as z from 'zod'
import { checkHierarchy } from './check/check-hierarchy.ts'
import type { FindingCode } from '../vocabulary/finding-codes.ts'
import { otherHosts } from '../vocabulary/network.ts'
import { byPosition, toProblem, type Finding } from './source/finding.ts'
import type { Hierarchy } from './hierarchy.ts'
import type { ImportedClients, Surroundings } from './import/import-clients.ts'
import { memberNumber } from './populations.ts'
import { importFile } from './schema/client-file.ts'
import { defaultDomain, hierarchyFile, statedPorts } from './schema/hierarchy-file.ts'
import { InputError, type Problem } from '../errors.ts'
import { resolveHierarchy } from './schema/resolve-hierarchy.ts'
import { refuse, sourceOfValue, type NamedSource, type SourceFile } from './source/source.ts'
import { readSourceFile } from './source/source-file.ts'
import { zodFindings } from './source/zod-problems.ts'
import { isFields, writtenOut } from './written-hierarchy.ts'

export interface LoadedHierarchy {
  hierarchy: Hierarchy
  /** The value that describes it, as it was written. */
  written: unknown
  /** Without those that the file accepts. */
  warnings: Problem[]
  /** Codes of warnings that the file accepts, and of those that it brought about. */
  accepts: readonly FindingCode[]
  accepted: readonly FindingCode[]
}

/**
 * Reads a hierarchy file, in YAML or TypeScript; throws an `InputError` with every problem in it. `folder`: the
 * folder that a relative file name starts from.
 */
export async function loadHierarchy(file: string, folder = '.'): Promise<LoadedHierarchy> {
  return readHierarchyFile(await readSourceFile(file, folder), folder)
}

/** Reads a hierarchy whose file has been parsed already, if it is one. */
export async function readHierarchyFile(source: NamedSource, folder: string): Promise<LoadedHierarchy> {
  const { file } = source
  if (isScenario(source.value)) {
    const remedy = 'name the hierarchy that it names, or carry it out with sitemode run'
    throw refuse(file, 'not-a-hierarchy', 'this file describes a scenario, not a hierarchy', remedy)
  }
  if (isFleet(source.value)) {
    const remedy = 'name the hierarchy that it names, or let its clients live with sitemode fleet'
    throw refuse(file, 'not-a-hierarchy', 'this file describes a fleet, not a hierarchy', remedy)
  }
  return readHierarchy(source, resolve(folder, dirname(file)))
}

/** Whether a file's value is a scenario rather than a hierarchy: only a scenario has steps. */
export function isScenario(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'steps' in value
}

/** Whether a file's value is a fleet: it names its hierarchy, and has no steps. */
export function isFleet(value: unknown): boolean {
  return isFields(value) && 'hierarchy' in value && !isScenario(value)
}

/** Checks a hierarchy built by a program; `file` is the name to report problems under. */
export function parseHierarchy(value: unknown, file?: string): LoadedHierarchy {
  return checked(sourceOfValue(value, file))
}

/** Checks a file that has been read, and reads the table that it names, from this folder on. */
export async function readHierarchy(source: SourceFile, folder: string): Promise<LoadedHierarchy> {
  const written = fileWithTable.safeParse(source.value)
  if (!written.success) return checked(source)
  // Loaded only for a file that names a table.
  const { importClients } = await import('./import/import-clients.ts')
  return checked(source, await importClients(written.data.clients, folder, surroundingsOf(written.data)))
}

function checked(source: SourceFile, imported?: ImportedClients): LoadedHierarchy {
  const { value, findings: ofLines } = writtenOut(source.value)
  const whole = imported && isFields(value) ? withTable(value, imported) : value
  const parsed = hierarchyFile.safeParse(whole)
  const ofSchema = parsed.success ? [] : zodFindings(parsed.error, whole, hierarchyFile)
  const ofTable = imported ? [] : tableOutOfReach(whole)
  const findings = [...ofLines, ...ofSchema, ...ofTable, ...checkHierarchy(whole, ofSchema)]
  const told = imported ? aboutTable(findings, source.value, imported) : findings
  const problems = told.map((finding) => toProblem(finding, source)).sort(byPosition)
  if (!parsed.success || problems.some(({ severity }) => severity === 'error')) throw new InputError(problems)
  const hierarchy = resolveHierarchy(parsed.data, statedPorts(whole), imported?.tables)
  const accepts: readonly FindingCode[] = parsed.data.accepts
  const warnings = [...problems, ...(imported?.problems ?? [])]
  const isAccepted = ({ code }: Problem) => accepts.includes(code)
  return {
    hierarchy,
    written: source.value,
    warnings: warnings.filter((warning) => !isAccepted(warning)),
    ...{ accepts, accepted: warnings.filter(isAccepted).map(({ code }) => code) },
  }
}

/** As much of a file as its table is read by; mistakes in the rest are found afterwards. */
const fileWithTable = z.object({
  domain: z.string().catch(defaultDomain),
  sites: z
    .array(
      z.object({
        code: z.string().catch(''),
        systems: z.array(z.object({ name: z.string() }).catch({ name: '' })).catch([]),
      }),
    )
    .catch([]),
  groups: z.array(z.object({ name: z.string(), count: z.number() }).catch({ name: '', count: 0 })).catch([]),
  clients: importFile,
})

function surroundingsOf({ domain, sites, groups }: z.output<typeof fileWithTable>): Surroundings {
  const systems = new Set(sites.flatMap((site) => site.systems).map(({ name }) => name.toLowerCase()))
  return {
    domain,
    sites: new Set(sites.map(({ code }) => code)),
    taken(name) {
      if (systems.has(name.toLowerCase())) return 'a site system'
      const group = groups.find((one) => memberNumber(one.name, one.count, name) !== undefined)
      return group ? `a client of the group ${group.name}` : otherHosts.get(name.toLowerCase())?.inWords
    },
  }
}

/** The clients of a table stand in the file as groups, behind the groups that are written there. */
function withTable(value: Record<string, unknown>, { groups }: ImportedClients): Record<string, unknown> {
  const written: readonly unknown[] = Array.isArray(value.groups) ? value.groups : []
  return { ...value, clients: [], groups: [...written, ...groups] }
}

/** Findings about groups that came from the table are about the table, and each is told once. */
function aboutTable(
  findings: readonly Finding[],
  written: unknown,
  { groups }: ImportedClients,
): readonly Finding[] {
  const before = isFields(written) && Array.isArray(written.groups) ? written.groups.length : 0
  const told = new Set<string>()
  return findings.flatMap((finding) => {
    const [list, index] = finding.path
    const isOfTable = list === 'groups' && typeof index === 'number' && groups[index - before] !== undefined
    if (!isOfTable) return [finding]
    if (told.has(finding.message)) return []
    told.add(finding.message)
    return [{ ...finding, path: ['clients', 'from'] }]
  })
}

function tableOutOfReach(value: unknown): Finding[] {
  if (!isFields(value) || !importFile.safeParse(value.clients).success) return []
  const message = 'a table of clients is read only for a hierarchy in a file'
  const remedy = 'write the hierarchy to a file, or list the clients'
  return [{ severity: 'error', code: 'table-without-file', path: ['clients'], message, remedy }]
}
