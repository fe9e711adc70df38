import type { AcceptableCode, FindingCode } from '../../vocabulary/finding-codes.ts'
import type { Finding } from '../source/finding.ts'
import type { ClientInput, GroupInput } from '../schema/client-input.ts'
import { defaultDomain } from '../schema/hierarchy-file.ts'
import type {
  HierarchyInput,
  MisbehaviourInput,
  PackageInput,
  UpdateInput,
} from '../schema/hierarchy-input.ts'
import type { SiteInput, SystemInput } from '../schema/site-input.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { FieldPath } from '../source/source.ts'
import { isUnreadable, isWhole, type Draft } from './draft.ts'

/** A part of the file and the path to it. */
export interface Placed<T> {
  value: Draft<T>
  path: FieldPath
}

export type PlacedSite = Placed<SiteInput>
export type PlacedSystem = Placed<SystemInput> & { site: PlacedSite }

/** The input of the checks: everything in the file as flat lists, with indexes by name. */
export interface Subject {
  domain: string
  /** True too if it could not be read. */
  schemaExtended: boolean
  sites: PlacedSite[]
  systems: PlacedSystem[]
  clients: Placed<ClientInput>[]
  groups: Placed<GroupInput>[]
  /** Whatever describes clients: one by one, and in groups. */
  described: Placed<ClientInput | GroupInput>[]
  packages: Placed<PackageInput>[]
  updates: Placed<UpdateInput>[]
  /** Of any server; what a site system's own description has is with the system. */
  misbehaviours: Placed<MisbehaviourInput>[]
  siteByCode: Directory<PlacedSite>
  systemByName: Directory<PlacedSystem>
  packageById: Directory<Placed<PackageInput>>
  /** By the id of a deployment package: an update in it. */
  updateByPackage: Directory<Placed<UpdateInput>>
}

/** A rule that a hierarchy must obey; it yields a finding for each violation. */
export type Check = (subject: Subject) => Iterable<Finding>

export function subjectOf(draft: Draft<HierarchyInput>): Subject {
  const sites = place(draft.sites, ['sites'])
  const systems = sites.flatMap((site) =>
    place(site.value.systems, [...site.path, 'systems']).map((system) => ({ ...system, site })),
  )
  // A table of clients is checked row by row, and the rest of it as groups.
  const clients = place(isList(draft.clients) ? draft.clients : [], ['clients'])
  const groups = place(draft.groups, ['groups'])
  const packages = place(draft.packages, ['packages'])
  const updates = place(draft.updates, ['updates'])
  const hasAllSites = draft.sites !== undefined && isWhole(draft, 'sites')
  const hasAllSystems = hasAllSites && sites.every(({ value }) => isWhole(value, 'systems'))
  return {
    domain: draft.domain ?? defaultDomain,
    schemaExtended: draft.schemaExtended ?? true,
    sites,
    systems,
    clients,
    groups,
    described: [...clients, ...groups],
    packages,
    updates,
    misbehaviours: place(draft.misbehave, ['misbehave']),
    siteByCode: directoryOf(sites, ({ value }) => value.code, hasAllSites),
    systemByName: directoryOf(systems, ({ value }) => value.name, hasAllSystems),
    packageById: directoryOf(packages, ({ value }) => value.id, isWhole(draft, 'packages')),
    updateByPackage: directoryOf(
      updates.filter(({ value }) => value.package !== undefined || isUnreadable(value, 'package')),
      ({ value }) => value.package,
      isWhole(draft, 'updates'),
    ),
  }
}

function isList<T>(clients: readonly T[] | object | undefined): clients is readonly T[] {
  return Array.isArray(clients)
}

function place<T>(entries: readonly (Draft<T> | undefined)[] | undefined, list: FieldPath): Placed<T>[] {
  return (entries ?? []).flatMap((value, index) =>
    value === undefined ? [] : [{ value, path: [...list, index] }],
  )
}

/** The codes of all sites that could be read. */
export function codesOf(sites: readonly PlacedSite[]): string[] {
  return sites.flatMap(({ value }) => value.code ?? [])
}

/** A site whose `kind` could not be read is neither primary nor secondary. */
export function isPrimary({ value }: PlacedSite): boolean {
  return value.kind === 'primary' || (value.kind === undefined && !isUnreadable(value, 'kind'))
}

export function isSecondary(site: PlacedSite): boolean {
  return site.value.kind === 'secondary'
}

export function parentOf(site: PlacedSite, subject: Subject): PlacedSite | undefined {
  return site.value.parent === undefined ? undefined : subject.siteByCode.find(site.value.parent)
}

/** A secondary site has its parent's mode. */
export function modeOf(site: PlacedSite, subject: Subject): SiteMode | undefined {
  return isSecondary(site) ? parentOf(site, subject)?.value.mode : site.value.mode
}

export function hasRole(system: PlacedSystem, ...roles: SiteSystemRole[]): boolean {
  return roles.some((role) => system.value.roles?.includes(role))
}

/** False too when one of its roles could not be read, since that may be one of these. */
export function lacksRole(system: PlacedSystem, ...roles: SiteSystemRole[]): boolean {
  return system.value.roles?.includes(undefined) === false && !hasRole(system, ...roles)
}

export function error(code: FindingCode, path: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'error', code, path, message, remedy }
}

export function warning(code: AcceptableCode, path: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'warning', code, path, message, remedy }
}

/** Finds entries of a file by name, ignoring case. */
export interface Directory<T> {
  find(name: string): T | undefined
  /** False if the name is certainly wrong: no entry has it, and every name could be read. */
  mayHold(name: string): boolean
}

export function directoryOf<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string | undefined,
  isComplete: boolean,
): Directory<T> {
  const byName = new Map<string, T>()
  let allReadable = isComplete
  for (const entry of entries) {
    const name = nameOf(entry)?.toLowerCase()
    if (name === undefined) allReadable = false
    else if (!byName.has(name)) byName.set(name, entry)
  }
  return {
    find: (name) => byName.get(name.toLowerCase()),
    mayHold: (name) => !allReadable || byName.has(name.toLowerCase()),
  }
}
