import t from 'tap'
import { inWords } from '../fate.ts'
import { onGround } from '../hunt.ts'
import { huntStatements } from '../statements/hunt-statements.ts'
import { mends } from './mends.ts'

void t.test('no mend against a slow machine can be taken out without its test failing', async (t) => {
  await onGround((ground) =>
    huntStatements(mends, [], ground, ({ suspect, fate }) =>
      t.type(fate, 'object', `${suspect.id} is noticed by ${inWords(fate)}`),
    ),
  )
})
