import { catalogue } from '../evidence/catalogue.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import { roleInWords, type SiteSystemRole } from '../model/site-system-role.ts'
import { nearest } from '../model/source/did-you-mean.ts'
import type { Finding } from '../model/source/finding.ts'
import { revocationListPointName } from '../network/running-hierarchy.ts'
import type { ContactStep, Step } from './scenario.ts'
import type { StepFile } from './scenario-file.ts'

type Path = readonly (string | number)[]

/** A step with its role and its name settled, or what is wrong with it. */
export function readStep(written: StepFile, path: Path, hierarchy: Hierarchy): Step | Finding {
  const { move, advance } = written
  if (written.break) return readBreak(written, written.break, path, hierarchy)
  if (written.repair) {
    const { system } = written.repair
    return (
      unknownSystem(system, [...path, 'repair'], hierarchy) ?? {
        does: 'repair',
        name: written.name ?? `${system} is repaired`,
        system,
      }
    )
  }
  if (written.revoke) return readRevoke(written, written.revoke, path, hierarchy)
  if (advance !== undefined) {
    const days = Math.round((advance / 86_400_000) * 100) / 100
    return { does: 'advance', name: written.name ?? `${days} days go by`, milliseconds: advance }
  }
  const { client = '' } = written
  const nobody = unknownClient(client, path, hierarchy)
  if (nobody) return nobody
  if (!move) return readContact(written, client, path, hierarchy)
  const to = move.internet ? { internet: true as const } : withoutUndefined({ ...move, internet: undefined })
  return { does: 'move', name: written.name ?? `${client} moves to ${placeInWords(move)}`, client, to }
}

function readBreak(
  { name }: StepFile,
  { system, fault }: NonNullable<StepFile['break']>,
  path: Path,
  hierarchy: Hierarchy,
): Step | Finding {
  return (
    unknownSystem(system, [...path, 'break'], hierarchy) ?? {
      does: 'break',
      name: name ?? `${system} breaks: ${fault}`,
      system,
      fault,
    }
  )
}

function readRevoke(
  { name }: StepFile,
  { client, system, cachedLists }: NonNullable<StepFile['revoke']>,
  path: Path,
  hierarchy: Hierarchy,
): Step | Finding {
  const wrong =
    client === undefined
      ? unknownSystem(system ?? '', [...path, 'revoke'], hierarchy)
      : unknownClient(client, [...path, 'revoke'], hierarchy)
  return (
    wrong ?? {
      does: 'revoke',
      name: name ?? `the certificate of ${client ?? system} is revoked`,
      revoked: { ...(client === undefined ? { system: system ?? '' } : { client }), cachedLists },
    }
  )
}

function readContact(
  written: StepFile,
  client: string,
  path: Path,
  hierarchy: Hierarchy,
): ContactStep | Finding {
  const { relation, system, force, protocol, expect = {} } = written
  const role = roleOf(written, path, hierarchy)
  if (typeof role !== 'string') return role
  const unheardOf = unknownDiagnosis(expect.diagnosis, path)
  if (unheardOf) return unheardOf
  const whose = system ?? `its ${relation ?? 'assigned'} site's`
  const name = `${client} ${force ? 'is made to contact' : 'contacts'} ${whose} ${roleInWords(role)}`
  return {
    does: 'contact',
    name: written.name ?? name,
    client,
    role,
    options: withoutUndefined({ relation, system, force, protocol }),
    expect,
  }
}

/** `contact` names the role; a system that has only one needs no such telling. */
function roleOf({ contact, system }: StepFile, path: Path, hierarchy: Hierarchy): SiteSystemRole | Finding {
  const at = [...path, system === undefined ? 'contact' : 'system']
  if (system === undefined) {
    const systems = hierarchy.sites.flatMap((site) => site.systems)
    if (contact && systems.some(({ roles }) => roles.includes(contact))) return contact
    const absent = roleInWords(contact ?? 'site system')
    return wrong(
      'no-such-system',
      at,
      `the hierarchy has no ${absent}`,
      'add one to the hierarchy, or contact another',
    )
  }
  const named = siteSystemNamed(hierarchy, system)?.system
  if (!named) return noSystem(system, at)
  const role = contact ?? (named.roles.length === 1 ? named.roles[0] : undefined)
  if (role && named.roles.includes(role)) return role
  const has = `${named.name} is ${named.roles.map(roleInWords).join(', ')}`
  return role
    ? wrong('system-without-role', at, `${has}, no ${roleInWords(role)}`, 'name another system or role')
    : wrong('role-not-named', at, has, 'say with contact which of these roles is meant')
}

function unknownClient(client: string, path: Path, { clients }: Hierarchy): Finding | undefined {
  const names = clients.map(({ name }) => name)
  if (names.includes(client)) return undefined
  const meant = nearest(client, names)
  return wrong(
    'unknown-client',
    [...path, 'client'],
    `the hierarchy has no client ${client}`,
    meant === undefined ? `its clients are ${names.join(', ') || 'none'}` : `did you mean ${meant}?`,
  )
}

function unknownSystem(system: string, path: Path, hierarchy: Hierarchy): Finding | undefined {
  const known = system === revocationListPointName || siteSystemNamed(hierarchy, system) !== undefined
  return known ? undefined : noSystem(system, [...path, 'system'])
}

function noSystem(system: string, at: Path): Finding {
  return wrong('unknown-system', at, `the hierarchy has no site system ${system}`, 'check its name')
}

/** It would only show in a run, as a failure that nobody meant. */
function unknownDiagnosis(id: string | null | undefined, path: Path): Finding | undefined {
  const ids = [...catalogue.map((entry) => entry.id), 'unexplained']
  if (id === undefined || id === null || ids.includes(id)) return undefined
  const meant = nearest(id, ids)
  return wrong(
    'unknown-diagnosis',
    [...path, 'expect', 'diagnosis'],
    `the failure catalogue has no entry ${id}`,
    meant === undefined ? 'sitemode explain lists them' : `did you mean ${meant}?`,
  )
}

function wrong(code: string, path: Path, message: string, remedy: string): Finding {
  return { severity: 'error', code, path: [...path], message, remedy }
}

function placeInWords({ address, activeDirectorySite, internet }: NonNullable<StepFile['move']>): string {
  if (internet) return 'the Internet'
  return address ?? activeDirectorySite ?? 'no place in particular'
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Given<T>
}
