import t from 'tap'
import { inWords, isNoticed } from '../fate.ts'
import { onGround } from '../hunt.ts'
import { huntPlans } from './hunt-plans.ts'
import { covers, reasonAgainst, unfelt } from './unfelt.ts'

void t.test('no rule can be turned round without a plan saying something else', async (t) => {
  const found = await onGround((ground) =>
    huntPlans([], ground, ({ suspect: { id }, fate }) => {
      const why = reasonAgainst(id)
      if (isNoticed(fate)) t.equal(why, undefined, `${id} is felt by ${inWords(fate)}`)
      else t.ok(fate === undefined && why, `${id} is felt by ${inWords(fate)}`)
    }),
  )
  for (const truth of unfelt.flatMap(({ truths }) => truths)) {
    t.ok(
      found.some(({ suspect }) => covers(truth, suspect.id)),
      `${truth} is still a truth of the rules`,
    )
  }
})
