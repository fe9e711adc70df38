import type { Finding } from '../source/finding.ts'
import type { FieldPath } from '../source/source.ts'
import { scriptedProtocols, protocolsOf, type Misbehaviour } from '../../vocabulary/misbehaviour.ts'
import type { LookupProtocol, Protocol } from '../../vocabulary/network.ts'
import { tcpProtocolsOf } from '../../vocabulary/site-system-role.ts'
import { error, type Check } from './subject.ts'
import { wrong } from './unknown-names.ts'

/** A finding where a host, or what has a role, speaks none of the protocols that a script is for. */
export function unspokenScript(
  misbehaviour: Pick<Misbehaviour, 'protocol'>,
  who: string,
  speaks: readonly (Protocol | LookupProtocol)[],
  at: FieldPath,
): Finding | undefined {
  if (protocolsOf(misbehaviour).some((one) => speaks.includes(one))) return undefined
  const { protocol } = misbehaviour
  const known = scriptedProtocols.filter((one) => speaks.includes(one)).join(', ')
  const remedy = known === '' ? 'no protocol of it can be scripted' : `as protocol it has ${known}`
  return protocol === undefined
    ? wrong('unspoken-protocol', at, `${who} has no web server to misbehave`, remedy)
    : wrong(
        'unspoken-protocol',
        [...at, 'protocol'],
        `${who} does not speak ${protocol.toUpperCase()}`,
        remedy,
      )
}

export const unspokenScripts: Check = function* ({ systems }) {
  for (const { value, path } of systems) {
    const { name = 'the system', roles = [], misbehave = [] } = value
    const speaks = roles.flatMap((role) => (role ? tcpProtocolsOf(role) : scriptedProtocols))
    for (const [index, one] of misbehave.entries()) {
      const finding = one && unspokenScript(one, name, speaks, [...path, 'misbehave', index])
      if (finding) yield finding
    }
  }
}

/** A misbehaviour ends by its name, wherever it goes on. */
export const duplicateMisbehaviours: Check = function* ({ systems }) {
  const known = new Map<string, string>()
  for (const { value, path } of systems) {
    for (const [index, one] of (value.misbehave ?? []).entries()) {
      if (one?.name === undefined) continue
      const first = known.get(one.name)
      if (first === undefined) {
        known.set(one.name, value.name ?? 'another system')
        continue
      }
      const at = [...path, 'misbehave', index, 'name']
      yield error(
        'duplicate-misbehaviour',
        at,
        `${first} has a misbehaviour ${one.name} already`,
        'choose another name',
      )
    }
  }
}
