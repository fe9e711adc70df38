import t from 'tap'
import { inWords } from '../fate.ts'
import { onGround } from '../hunt.ts'
import { huntLies } from './hunt-wire.ts'

void t.test('no listener can lie without a scenario that fails', async (t) => {
  await onGround((ground) =>
    huntLies([], ground, ({ suspect, fate }) =>
      t.type(fate, 'object', `${suspect.id} is noticed by ${inWords(fate)}`),
    ),
  )
})
