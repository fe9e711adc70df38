import { didYouMean } from '../../vocabulary/did-you-mean.ts'
import { nameWithoutDomain } from '../schema/written-values.ts'
import type { Finding } from '../source/finding.ts'
import type { FieldPath } from '../source/source.ts'
import {
  listenerProtocol,
  scriptedProtocols,
  protocolsOf,
  type Misbehaviour,
  type ScriptedProtocol,
} from '../../vocabulary/misbehaviour.ts'
import { otherHosts, protocols, type LookupProtocol, type Protocol } from '../../vocabulary/network.ts'
import { protocolsOfRole, roleInWords, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { error, lacksRole, type Check, type PlacedSystem, type Subject } from './subject.ts'
import { wrong } from './unknown-names.ts'

/** A finding where a host, or what has a role, speaks none of the protocols that a script is for. */
export function unspokenScript(
  misbehaviour: Pick<Misbehaviour, 'protocol'>,
  who: string,
  speaks: readonly (Protocol | LookupProtocol)[],
  at: FieldPath,
): Finding | undefined {
  const isSpoken = (one: ScriptedProtocol): boolean => speaks.includes(listenerProtocol(one))
  if (protocolsOf(misbehaviour).some(isSpoken)) return undefined
  const { protocol } = misbehaviour
  const remedy = `as protocol it has ${scriptedProtocols.filter(isSpoken).join(', ')}`
  return protocol === undefined
    ? wrong('unspoken-protocol', at, `${who} has no web server to misbehave`, remedy)
    : wrong(
        'unspoken-protocol',
        [...at, 'protocol'],
        `${who} does not speak ${protocol.toUpperCase()}`,
        remedy,
      )
}

/** All that it may speak, where a role cannot be read. */
function spokenBy({ roles = [] }: PlacedSystem['value']): readonly Protocol[] {
  return roles.flatMap((role) => (role ? protocolsOfRole(role) : protocols))
}

export const unspokenScripts: Check = function* (subject) {
  for (const { value, path } of subject.systems) {
    const { name = 'the system', misbehave = [] } = value
    for (const [index, one] of misbehave.entries()) {
      const finding = one && unspokenScript(one, name, spokenBy(value), [...path, 'misbehave', index])
      if (finding) yield finding
    }
  }
  for (const one of subject.misbehaviours) {
    const finding = one.value.role ? ofUnfitRole(one, one.value.role, subject) : ofUnfitHost(one, subject)
    if (finding) yield finding
  }
}

type PlacedMisbehaviour = Subject['misbehaviours'][number]

function ofUnfitRole(
  { value, path }: PlacedMisbehaviour,
  role: SiteSystemRole,
  { systems }: Subject,
): Finding | undefined {
  const called = roleInWords(role)
  const isThere = systems.some((system) => !lacksRole(system, role))
  return isThere
    ? unspokenScript(value, `each ${called}`, protocolsOfRole(role), path)
    : error('unknown-system', [...path, 'role'], `no site system is a ${called}`, 'name another role')
}

function ofUnfitHost(
  { value, path }: PlacedMisbehaviour,
  { systems, systemByName, domain }: Subject,
): Finding | undefined {
  const { system: written } = value
  if (written === undefined) return undefined
  const name = nameWithoutDomain(written, domain)
  const found = systemByName.find(name)
  const speaks = found ? spokenBy(found.value) : otherHosts.get(name.toLowerCase())?.speaks
  if (speaks) return unspokenScript(value, written, speaks, path)
  if (systemByName.mayHold(name)) return undefined
  const others = [...otherHosts.keys()]
  const names = [...others, ...systems.flatMap((system) => system.value.name ?? [])]
  const remedy = didYouMean(name, names) ?? `name a site system, or one of ${others.join(', ')}`
  return error('unknown-system', [...path, 'system'], `there is no system ${written}`, remedy)
}

/** A misbehaviour ends by its name, wherever it goes on. */
export const duplicateMisbehaviours: Check = function* ({ systems, misbehaviours }) {
  const ofSystems = systems.flatMap(({ value, path }) =>
    (value.misbehave ?? []).map((one, index) => ({
      name: one?.name,
      who: value.name ?? 'another system',
      at: [...path, 'misbehave', index, 'name'],
    })),
  )
  const ofServers = misbehaviours.map(({ value: { name, system, role }, path }) => ({
    name,
    who: system ?? `each ${roleInWords(role ?? 'server')}`,
    at: [...path, 'name'],
  }))
  const known = new Map<string, string>()
  for (const { name, who, at } of [...ofSystems, ...ofServers]) {
    if (name === undefined) continue
    const first = known.get(name)
    if (first === undefined) known.set(name, who)
    else {
      const message = `${first} has a misbehaviour ${name} already`
      yield error('duplicate-misbehaviour', at, message, 'choose another name')
    }
  }
}
