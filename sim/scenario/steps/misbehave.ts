import * as z from 'zod'
import { misbehaviour, misbehaviourName } from '../../model/schema/misbehaviour.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import { happened, noSystem, stepKind } from './step.ts'

export const misbehave = stepKind({
  schema: misbehaviour.describe(
    'The web server of a site system misbehaves for the requests that match, until behave ends it.',
  ),
  of: 'hierarchy',
  expects: 'nothing',
  read(written, { path, hierarchy }) {
    const { name, system, role } = written
    if (system !== undefined && !siteSystemNamed(hierarchy, system))
      return noSystem(system, [...path, 'misbehave', 'system'], hierarchy)
    const who = system ?? `each ${role?.replaceAll('-', ' ')}`
    return {
      name: `${who} misbehaves: ${name}`,
      run(running) {
        running.misbehave(written)
        return happened(`${who.replace(/^./, (first) => first.toUpperCase())} began to misbehave: ${name}.`)
      },
    }
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
      run(running) {
        running.behave(...(name === true ? [] : [name]))
        return happened(`${what.replace(/^./, (first) => first.toUpperCase())} ended.`)
      },
    }
  },
})
