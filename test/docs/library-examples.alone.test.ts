import { cpSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import t from 'tap'
import { root } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

// Alone, since examples name files as a reader would: from the folder of the process.

const folder = newFolder(t)
cpSync(join(root, 'scenarios/starter'), folder, { recursive: true })
process.env.XDG_CACHE_HOME = join(folder, 'cache')
process.chdir(folder)

const examples = new URL('../../docs/generate/library-examples/', import.meta.url)
const names = readdirSync(examples).filter((name) => name.endsWith('.js'))

void t.test('there are examples', (t) => {
  t.ok(names.length >= 17, `${names.length} examples`)
  t.end()
})

for (const name of names) {
  void t.test(`the example of ${name.replace('.js', '')} runs as it stands`, async () => {
    await import(new URL(name, examples).href)
  })
}
