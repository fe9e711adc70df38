import t from 'tap'
import { inWords } from '../fate.ts'
import { onGround } from '../hunt.ts'
import { huntFakes } from './hunt-witness.ts'

void t.test('nothing is reported that was not witnessed', async (t) => {
  await onGround((ground) =>
    huntFakes([], ground, ({ suspect, fate }) =>
      t.type(fate, 'object', `${suspect.id} is noticed by ${inWords(fate)}`),
    ),
  )
})
