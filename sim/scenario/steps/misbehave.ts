import * as z from 'zod'
import { misbehaviour, misbehaviourName } from '../../model/schema/misbehaviour.ts'
import { unspokenScript } from '../../model/check/misbehaviours.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/sites.ts'
import type { Finding } from '../../model/source/finding.ts'
import type { FieldPath } from '../../model/source/source.ts'
import { webProtocolsOf } from '../../network/open-systems.ts'
import type { Misbehaviour } from '../../vocabulary/misbehaviour.ts'
import { isCalled } from '../../vocabulary/network.ts'
import { roleInWords, protocolsOfRole } from '../../vocabulary/site-system-role.ts'
import { absentRole, happened, spokenBy, stepKind, unknownHost } from './step.ts'

export const misbehave = stepKind({
  schema: misbehaviour.describe(
    'A site system, or a server beside them, misbehaves for the requests that match, until behave ends it.',
  ),
  of: 'hierarchy',
  expects: 'nothing',
  read(written, { path, hierarchy }) {
    const { name, system, role } = written
    const at = [...path, 'misbehave']
    const who = system ?? `each ${roleInWords(role ?? '')}`
    const speaks = role ? protocolsOfRole(role) : spokenBy(system ?? '', hierarchy)
    return (
      (system === undefined ? undefined : unknownHost(system, [...at, 'system'], hierarchy)) ??
      unspokenScript(written, who, speaks, at) ??
      (role && absentRole(role, [...at, 'role'], hierarchy, 'add one to the hierarchy, or name another')) ?? {
        name: `${who} misbehaves: ${name}`,
        begins: written,
        run(running) {
          running.misbehave(written)
          return happened(`${who.replace(/^./, (first) => first.toUpperCase())} began to misbehave: ${name}.`)
        },
      }
    )
  },
})

/**
 * A warning where what a script is for never comes: its systems listen by the other protocol of the web, and stay as they are.
 * `switched`: codes of the primary sites whose mode a step changes.
 */
export function unmetScript(
  { name, system, role, protocol }: Misbehaviour,
  path: FieldPath,
  hierarchy: Hierarchy,
  switched: ReadonlySet<string>,
): Finding | undefined {
  if (protocol !== 'http' && protocol !== 'https') return undefined
  const placed = hierarchy.sites.flatMap((site) => site.systems.map((one) => ({ site, system: one })))
  const concerned = placed.filter((one) =>
    system === undefined ? one.system.roles.some((each) => each === role) : isCalled(one.system, system),
  )
  if (concerned.some(({ site }) => switched.has(primaryCodeOf(site)))) return undefined
  const spoken = new Set(concerned.flatMap((one) => [...webProtocolsOf(one.site, one.system)]))
  const [other] = spoken
  if (other === undefined || spoken.has(protocol)) return undefined
  const who = system ?? `each ${roleInWords(role ?? '')}`
  return {
    severity: 'warning',
    code: 'unspoken-protocol',
    path,
    message: `${who} listens by ${other.toUpperCase()} alone, and no step changes the mode of its site: ${name} never happens`,
    remedy: `as protocol write ${other}, or leave the protocol out`,
  }
}

export const behave = stepKind({
  schema: z
    .union([z.literal(true), misbehaviourName])
    .describe('Name of a misbehaviour that ends; true ends all.'),
  of: 'hierarchy',
  expects: 'nothing',
  read: (name) => {
    const what = name === true ? 'every misbehaviour' : `the misbehaviour ${name}`
    return {
      name: `${what} ends`,
      ...(name !== true && { ends: name }),
      run(running) {
        running.behave(...(name === true ? [] : [name]))
        return happened(`${what.replace(/^./, (first) => first.toUpperCase())} ended.`)
      },
    }
  },
})
