import t from 'tap'
import { inWords } from '../fate.ts'
import { onGround } from '../hunt.ts'
import { huntStatements } from './hunt-statements.ts'
import { turnedStatements } from './turned.ts'

void t.test('no statement can be turned round without its scenario or its test failing', async (t) => {
  await onGround((ground) =>
    huntStatements(turnedStatements, [], ground, ({ suspect, fate }) =>
      t.type(fate, 'object', `${suspect.id} is noticed by ${inWords(fate)}`),
    ),
  )
})
