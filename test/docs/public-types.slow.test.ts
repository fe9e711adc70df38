import { readFile } from 'node:fs/promises'
import t from 'tap'
import { docs, root } from '../../docs/generate/all-pages.ts'
import { publicTypes } from '../../docs/generate/public-types.ts'
import { brokenTypes } from './broken-types.ts'

const read = (path: string) => readFile(new URL(path, docs), 'utf8')

void t.test('the file of the public types is up to date', async (t) => {
  t.equal(await read('reference/public-types.d.ts'), await publicTypes(root), 'else run npm run docs')
})

void t.test('no program breaks that was written for what was published last', async (t) => {
  const published = await read('published/public-types.d.ts')
  t.strictSame(
    brokenTypes(published, await read('reference/public-types.d.ts')),
    [],
    'else publish a version that says so, and its types in docs/published',
  )
})
