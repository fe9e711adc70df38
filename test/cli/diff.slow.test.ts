import { join } from 'node:path'
import t from 'tap'
import type { Diff } from '../../sim/report/diff/compare.ts'
import { newFolder } from '../new-folder.ts'
import { sitemode } from './command.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

void t.test('two runs of all shipped scenarios and of the tables do not differ', async (t) => {
  const [one, other] = [join(folder, 'one'), join(folder, 'other')]
  for (const out of [one, other]) t.equal((await sitemode(cache, 'run', '--out', out)).status, 0)
  const { status, stdout } = await sitemode(cache, 'diff', one, other, '--json')
  const { changes, summary } = JSON.parse(stdout) as Diff
  t.strictSame(changes, [])
  t.equal(status, 0)
  t.ok(summary.compared.scenarios > 50)
  t.ok(summary.compared.cells > 30)
})
