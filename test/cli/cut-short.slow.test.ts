import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { killedAt, linesOfBoth } from './killed-at.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-cut-short-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

void t.test('a recording can be read wherever its run was killed', async (t) => {
  for (let count = 2; count <= linesOfBoth; count += 6) {
    await killedAt(t, cache, join(folder, `before-${count}`), { count })
    await killedAt(t, cache, join(folder, `within-${count}`), { count, torn: true })
  }
})
