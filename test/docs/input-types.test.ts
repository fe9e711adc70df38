import { readFile } from 'node:fs/promises'
import t from 'tap'
import { root } from '../../docs/generate/all-pages.ts'
import { inputTypes } from '../../docs/generate/input-types.ts'

void t.test('the input types are up to date', async (t) => {
  for (const { path, text } of await inputTypes(root)) {
    t.equal(await readFile(new URL(path, root), 'utf8'), text, `${path}: else run npm run schemas`)
  }
})
