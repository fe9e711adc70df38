import type { Hierarchy } from '../../model/hierarchy.ts'
import { siteSystemNamed } from '../../model/site-system-named.ts'
import { roleInWords, type SiteSystemRole } from '../../model/site-system-role.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import type { ContactStep } from '../scenario.ts'
import type { StepFile } from '../step-file.ts'
import { withoutUndefined } from './given.ts'
import { noSystem, wrong } from './known-names.ts'

export function readContact(
  written: StepFile,
  client: string,
  path: FieldPath,
  hierarchy: Hierarchy,
): ContactStep | Finding {
  const { relation, system, force, protocol, expect = {} } = written
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
    expect,
  }
}

/** `contact` names the role; a system that has only one needs no such telling. */
function roleOf(
  { contact, system }: StepFile,
  path: FieldPath,
  hierarchy: Hierarchy,
): SiteSystemRole | Finding {
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
  if (!named) return noSystem(system, at, hierarchy)
  const role = contact ?? (named.roles.length === 1 ? named.roles[0] : undefined)
  if (role && named.roles.includes(role)) return role
  const has = `${named.name} is ${named.roles.map(roleInWords).join(', ')}`
  return role
    ? wrong('system-without-role', at, `${has}, no ${roleInWords(role)}`, 'name another system or role')
    : wrong('role-not-named', at, has, 'say with contact which of these roles is meant')
}
