import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { allPages } from '../../docs/generate/all-pages.ts'
import { root } from '../cli/command.ts'

void t.test('what is made from the program is as the program is now (npm run docs)', async (t) => {
  for (const { path, text } of await allPages())
    t.equal(readFileSync(join(root, 'docs', path), 'utf8'), text, path)
})
