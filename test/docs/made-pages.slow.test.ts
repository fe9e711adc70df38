import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { allPages } from '../../docs/generate/all-pages.ts'
import { root } from '../cli/command.ts'

void t.test('the generated pages match the program (npm run docs)', async (t) => {
  for (const { path, text } of await allPages())
    t.equal(readFileSync(join(root, 'docs', path), 'utf8'), text, path)
})
