import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { decidesTheSame, fateOf } from './fate.ts'
import { mutantsOf } from './mutants.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folder = newFolder(t)
const ground = {
  scenarios: [
    join(root, 'scenarios/two-client-certificates.yaml'),
    join(root, 'scenarios/mobile-device.yaml'),
  ],
  cache: join(folder, 'cache'),
  folder,
}

void t.test('a rule that is turned round is noticed by the scenario about it', async (t) => {
  t.equal(await fateOf(undefined, ground), undefined, 'without a change all hold')
  const file = join(root, 'sim/rules/roaming.ts')
  const mutant = mutantsOf([file]).find(({ original }) => original === "client.kind === 'mobile-device'")
  t.equal(await fateOf(mutant, ground), ground.scenarios[1])
})

void t.test(
  'an order of rules that decides otherwise is noticed, and one that does not is known',
  async (t) => {
    const file = join(root, 'sim/rules/may-contact.ts')
    const swapOf = (first: string, second: string) => {
      const swap = mutantsOf([file]).find(({ original }) =>
        new RegExp(`^${first},\\s+${second}$`).test(original),
      )
      if (!swap) throw new Error(`${first} and ${second} are no neighbours`)
      return swap
    }
    const concerningBoth = swapOf('roaming.noMobileDevice', 'roaming.sameMode')
    t.equal(await decidesTheSame(concerningBoth, folder), false)
    t.equal(await fateOf(concerningBoth, ground), 'test/rules/rules.test.ts')
    const concerningOne = swapOf('roaming.sameMode', 'roaming.mixedClientInNativeSite')
    t.equal(await decidesTheSame(concerningOne, folder), true)
  },
)
