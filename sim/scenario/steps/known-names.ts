import { catalogue } from '../../evidence/catalogue.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import { nearest } from '../../model/source/did-you-mean.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import { otherHosts } from '../../vocabulary/hosts.ts'

// Each is a finding about a name that the hierarchy has not, or undefined where it has it.

export function unknownClient(client: string, at: FieldPath, { clients }: Hierarchy): Finding | undefined {
  const names = clients.map(({ name }) => name)
  return unknown('client', client, at, names)
}

export function unknownSite(code: string, at: FieldPath, { sites }: Hierarchy): Finding | undefined {
  const codes = sites.map((site) => site.code)
  return unknown('site', code, at, codes)
}

export function unknownPackage(id: string, at: FieldPath, { packages }: Hierarchy): Finding | undefined {
  const ids = packages.map((one) => one.id)
  return unknown('package', id, at, ids)
}

/** Hosts that are none of the site systems can be broken nevertheless. */
export function unknownSystem(system: string, at: FieldPath, hierarchy: Hierarchy): Finding | undefined {
  const known = otherHosts.includes(system) || siteSystemNamed(hierarchy, system) !== undefined
  return known ? undefined : noSystem(system, at, hierarchy)
}

export function noSystem(system: string, at: FieldPath, { sites }: Hierarchy): Finding {
  const names = sites.flatMap((site) => site.systems).flatMap(({ name, fqdn }) => [name, fqdn])
  const remedy = didYouMean(system, names) ?? 'check its name'
  return wrong('unknown-system', at, `the hierarchy has no site system ${system}`, remedy)
}

/** It would only show in a run, as a failure that nobody meant. */
export function unknownDiagnosis(id: string | null | undefined, at: FieldPath): Finding | undefined {
  const ids = [...catalogue.map((entry) => entry.id), 'unexplained']
  if (id === undefined || id === null || ids.includes(id)) return undefined
  const remedy = didYouMean(id, ids) ?? 'sitemode explain lists them'
  return wrong('unknown-diagnosis', at, `the failure catalogue has no entry ${id}`, remedy)
}

export function wrong(code: string, at: FieldPath, message: string, remedy: string): Finding {
  return { severity: 'error', code, path: at, message, remedy }
}

function unknown(
  what: 'client' | 'site' | 'package',
  name: string,
  at: FieldPath,
  names: readonly string[],
): Finding | undefined {
  if (names.includes(name)) return undefined
  const remedy = didYouMean(name, names) ?? `its ${what}s are ${names.join(', ') || 'none'}`
  return wrong(`unknown-${what}`, at, `the hierarchy has no ${what} ${name}`, remedy)
}

function didYouMean(name: string, names: readonly string[]): string | undefined {
  const meant = nearest(name, names)
  return meant === undefined ? undefined : `did you mean ${meant}?`
}
