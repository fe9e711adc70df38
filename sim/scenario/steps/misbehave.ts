import * as z from 'zod'
import { misbehaviour, misbehaviourName } from '../../model/schema/misbehaviour.ts'
import { unspokenScript } from '../../model/check/misbehaviours.ts'
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
        begins: name,
        run(running) {
          running.misbehave(written)
          return happened(`${who.replace(/^./, (first) => first.toUpperCase())} began to misbehave: ${name}.`)
        },
      }
    )
  },
})

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
