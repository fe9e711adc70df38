import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { mutantsOf } from './mutants.ts'
import { decidesTheSame, fateOfMutant } from './rules.ts'
import { createRunner } from './runner.ts'
import { inCheckout } from './sources.ts'

const folder = newFolder(t)
const ground = { cache: join(folder, 'cache'), folder }
const scenarios = [
  inCheckout('scenarios/two-client-certificates.yaml'),
  inCheckout('scenarios/mobile-device.yaml'),
]

void t.test('a rule that is turned round is noticed by the scenario about it', async (t) => {
  const runner = createRunner([], ground)
  t.equal(await runner.fateOf({ scenarios }), undefined, 'without a change all hold')
  runner.close()
  const mutants = mutantsOf([inCheckout('sim/rules/roaming.ts')])
  const mutant = mutants.find(({ original }) => original === "client.kind === 'mobile-device'")
  if (!mutant) throw new Error('no rule is about mobile devices')
  t.match(await fateOfMutant(mutant, scenarios, ground), { by: scenarios[1] })
})

void t.test(
  'an order of rules that decides otherwise is noticed, and one that does not is known',
  async (t) => {
    const file = inCheckout('sim/rules/may-contact.ts')
    const swapOf = (first: string, second: string) => {
      const swap = mutantsOf([file]).find(({ original }) =>
        new RegExp(`^${first},\\s+${second}$`).test(original),
      )
      if (!swap) throw new Error(`${first} and ${second} are no neighbours`)
      return swap
    }
    const concerningBoth = swapOf('roaming.noMobileDevice', 'roaming.sameMode')
    t.equal(await decidesTheSame(concerningBoth, folder), false)
    t.match(await fateOfMutant(concerningBoth, scenarios, ground), { by: /test\/rules\/rules\.test\.ts$/ })
    const concerningOne = swapOf('roaming.sameMode', 'roaming.mixedClientInNativeSite')
    t.equal(await decidesTheSame(concerningOne, folder), true)
  },
)
