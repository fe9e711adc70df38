import t from 'tap'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import { entriesNamed } from '../../sim/library/explain.ts'
import { runLab } from '../../sim/scenario/lab/run-lab.ts'
import { newFolder } from '../new-folder.ts'

const some = ['http-to-https-port', 'no-answer', 'share-package-missing', 'directory-busy'] as const

/** How many attempts met something unusual, and which failures were taken for others. */
async function provoked(seed: number | undefined) {
  let unusual = 0
  const journal: Journal = (event) => {
    if (event.type === 'attempt' && event.server?.unusual) unusual += 1
  }
  const settings = seed !== undefined && { unusual: { seed } }
  const { entries } = await runLab(entriesNamed(some, 'only'), {}, { cache, journal, ...settings })
  return { unusual, others: entries.filter(({ agrees }) => !agrees).map(({ id }) => id) }
}

const cache = newFolder(t)

void t.test('failures are told from one another at servers that behave unusually', async (t) => {
  t.strictSame(await provoked(undefined), { unusual: 0, others: [] })
  const { unusual, others } = await provoked(7)
  t.ok(unusual > 0, `${unusual} attempts met something unusual`)
  t.strictSame(others, [])
})
