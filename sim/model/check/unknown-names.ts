import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import type { Hierarchy } from '../hierarchy.ts'
import { clientNamed, countOf, type Selection } from '../populations.ts'
import { siteSystemNamed } from '../sites.ts'
import { didYouMean } from '../../vocabulary/did-you-mean.ts'
import type { Finding } from '../source/finding.ts'
import type { FieldPath } from '../source/source.ts'

// Each returns a finding if the hierarchy, or the catalogue, lacks a name that another file uses.

export function unknownClient(client: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  if (clientNamed(hierarchy, client)) return undefined
  return unknown('client', client, at, clientNames(hierarchy))
}

/** Those of groups are too many to name. */
export function clientNames({ clients, groups }: Hierarchy): string[] {
  return [
    ...clients.map(({ name }) => name),
    ...groups.map((group) => `${group.name} (a group of ${countOf(group)})`),
  ]
}

export function systemNames({ sites }: Hierarchy): string[] {
  return sites.flatMap(({ systems }) => systems.map(({ name }) => name))
}

export function unknownGroup(name: string, at: FieldPath, { groups }: Hierarchy): Finding | undefined {
  const names = groups.map((group) => group.name)
  return unknown('group', name, at, names)
}

export function unknownSite(code: string, at: FieldPath, { sites }: Hierarchy): Finding | undefined {
  const codes = sites.map((site) => site.code)
  return unknown('site', code, at, codes)
}

/** By its name or its FQDN. */
export function unknownSystem(name: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  return siteSystemNamed(hierarchy, name) ? undefined : noSystem(name, at, hierarchy)
}

/** `others`: names of hosts besides the site systems that would do as well. */
export function noSystem(
  system: string,
  at: FieldPath,
  { sites, domain }: Hierarchy,
  others: readonly string[] = [],
): Finding {
  const names = [
    ...sites.flatMap((site) => site.systems).flatMap(({ name, fqdn }) => [name, fqdn]),
    ...others.flatMap((name) => [name, `${name}.${domain}`]),
  ]
  const hint = others.length > 0 ? `; ${others.join(', ')} are there as well` : ''
  const remedy = didYouMean(system, names) ?? `check its name${hint}`
  return wrong('unknown-system', at, `the hierarchy has no site system ${system}`, remedy)
}

export function unknownPackage(id: string, at: FieldPath, { packages }: Hierarchy): Finding | undefined {
  const ids = packages.map((one) => one.id)
  return unknown('package', id, at, ids)
}

export function unknownUpdate(id: string, at: FieldPath, { updates }: Hierarchy): Finding | undefined {
  const ids = updates.map((one) => one.id)
  return unknown('update', id, at, ids)
}

export function unknownSelection(
  selected: Selection,
  at: FieldPath,
  hierarchy: Hierarchy,
): Finding | undefined {
  if (selected === 'all') return undefined
  if ('site' in selected) return unknownSite(selected.site, [...at, 'site'], hierarchy)
  const { group: name, visiting } = selected
  const unknown = unknownGroup(name, [...at, 'group'], hierarchy)
  if (unknown || visiting === undefined) return unknown
  const visits = hierarchy.groups.find((group) => group.name === name)?.visits ?? []
  if (visits.some(({ site }) => site === visiting)) return undefined
  const remedy = `its visits are to ${visits.map(({ site }) => site).join(', ') || 'no site'}`
  return wrong(
    'unknown-visit',
    [...at, 'visiting'],
    `the group ${name} does not visit site ${visiting}`,
    remedy,
  )
}

/** `ids`: of the failure catalogue. Checks early: otherwise an expectation would fail in a run for no good reason. */
export function unknownDiagnosis(
  id: string | null | undefined,
  at: FieldPath,
  ids: readonly string[],
): Finding | undefined {
  if (id === undefined || id === null || ids.includes(id)) return undefined
  const remedy = didYouMean(id, ids) ?? 'sitemode explain lists them'
  return wrong('unknown-diagnosis', at, `the failure catalogue has no entry ${id}`, remedy)
}

export function unknownRule(
  id: string | undefined,
  at: FieldPath,
  ids: readonly string[],
): Finding | undefined {
  if (id === undefined || ids.includes(id)) return undefined
  const remedy = didYouMean(id, ids) ?? 'docs/rules.md lists them'
  return wrong('unknown-rule', at, `no client goes by a rule ${id}`, remedy)
}

export function wrong(code: FindingCode, at: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'error', code, path: at, message, remedy }
}

function unknown(
  what: 'client' | 'group' | 'site' | 'package' | 'update',
  name: string,
  at: FieldPath,
  names: readonly string[],
): Finding | undefined {
  if (names.includes(name)) return undefined
  return wrong(`unknown-${what}`, at, lack(what, name), meant(what, name, names))
}

/** Why a call cannot be carried out: `the hierarchy has no client PC-12; did you mean PC-2?` */
export function lackOf(
  what: 'client' | 'host' | 'site' | 'site system' | 'package' | 'update',
  name: string,
  names: readonly string[],
): string {
  return `${lack(what, name)}; ${meant(what, name, names)}`
}

function lack(what: string, name: string): string {
  return `the hierarchy has no ${what} ${name}`
}

/** More names than these tell nobody which one is meant. */
const mostNames = 20

function meant(what: string, name: string, names: readonly string[]): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : ''
  const listed = names.slice(0, mostNames).join(', ') || 'none'
  return didYouMean(name, names) ?? `its ${what}s are ${listed}${more}`
}
