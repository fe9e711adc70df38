import type { Finding } from '../model/source/finding.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import { roleInWords, type SiteSystemRole } from '../model/site-system-role.ts'
import type { Step } from './scenario.ts'
import type { StepFile } from './scenario-file.ts'

/** A step with its role and its name settled, or what is wrong with it. */
export function readStep(
  written: StepFile,
  path: readonly (string | number)[],
  hierarchy: Hierarchy,
): Step | Finding {
  const { client, move, relation, system, force, protocol } = written
  if (move) {
    const to = move.internet
      ? { internet: true as const }
      : withoutUndefined({ ...move, internet: undefined })
    return { does: 'move', name: written.name ?? `${client} moves to ${placeInWords(move)}`, client, to }
  }
  const role = roleOf(written, path, hierarchy)
  if (typeof role !== 'string') return role
  const whose = system ?? `its ${relation ?? 'assigned'} site's`
  const name = `${client} ${force ? 'is made to contact' : 'contacts'} ${whose} ${roleInWords(role)}`
  return {
    does: 'contact',
    name: written.name ?? name,
    client,
    role,
    options: withoutUndefined({ relation, system, force, protocol }),
    expect: written.expect ?? {},
  }
}

/** `contact` names the role; a system that has only one needs no such telling. */
function roleOf(
  { contact, system }: StepFile,
  path: readonly (string | number)[],
  hierarchy: Hierarchy,
): SiteSystemRole | Finding {
  const wrong = (code: string, message: string, remedy: string): Finding => ({
    severity: 'error',
    code,
    path: [...path, system === undefined ? 'contact' : 'system'],
    message,
    remedy,
  })
  if (system === undefined) {
    const systems = hierarchy.sites.flatMap((site) => site.systems)
    if (contact && systems.some(({ roles }) => roles.includes(contact))) return contact
    const absent = roleInWords(contact ?? 'site system')
    return wrong(
      'no-such-system',
      `the hierarchy has no ${absent}`,
      'add one to the hierarchy, or contact another',
    )
  }
  const named = siteSystemNamed(hierarchy, system)?.system
  if (!named) return wrong('unknown-system', `the hierarchy has no site system ${system}`, 'check its name')
  const role = contact ?? (named.roles.length === 1 ? named.roles[0] : undefined)
  if (role && named.roles.includes(role)) return role
  const has = `${named.name} is ${named.roles.map(roleInWords).join(', ')}`
  return role
    ? wrong('system-without-role', `${has}, no ${roleInWords(role)}`, 'name another system or role')
    : wrong('role-not-named', has, 'say with contact which of these roles is meant')
}

function placeInWords({ address, activeDirectorySite, internet }: NonNullable<StepFile['move']>): string {
  if (internet) return 'the Internet'
  return address ?? activeDirectorySite ?? 'no place in particular'
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== undefined)) as Given<T>
}
