import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { limits } from '../../sim/limits.ts'
import { sourcesBelow } from './source.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const text = ['sim', 'certs']
  .flatMap((folder) => sourcesBelow(root, folder))
  .map(({ path }) => readFileSync(new URL(path, `file://${root}`), 'utf8'))
  .join('\n')

void t.test('every row of the table of limits limits something', (t) => {
  for (const name of Object.keys(limits)) t.ok(text.includes(`limits.${name}.value`), name)
  t.end()
})
