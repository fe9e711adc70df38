// Run by `.ci/run` where the packed package is installed, with the checkout as its argument: no file of the package may
// lead out of it.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { argv, stdout } from 'node:process'
import { pathToFileURL } from 'node:url'

const [checkout] = argv.slice(2)
const { brokenLinks } = await import(pathToFileURL(join(checkout, 'dist/test/docs/links.js')).href)

const folder = 'node_modules/sitemode'
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
  // Its dependencies stand within it where the folder has other versions of them.
  .filter((path) => !path.startsWith('node_modules'))
const read = (path) => readFileSync(join(folder, path), 'utf8')

assert.ok(files.includes('README.md') && files.includes('docs/guide.md'))
assert.deepEqual(brokenLinks(files, read), [])
assert.deepEqual(
  files.filter((path) => path.endsWith('.tsbuildinfo')),
  [],
)
for (const map of files.filter((path) => path.endsWith('.map'))) {
  const { sources, sourcesContent = [] } = JSON.parse(read(map))
  sources.forEach((source, nth) => assert.equal(typeof sourcesContent[nth], 'string', `${map}: ${source}`))
}
for (const file of files.filter((path) => path.endsWith('.yaml'))) {
  const [, schema] = /^# yaml-language-server: \$schema=(\S+)/.exec(read(file)) ?? []
  if (schema) assert.ok(existsSync(join(folder, dirname(file), schema)), `${file}: ${schema}`)
}
stdout.write(`${files.length} files, and no link of them leads nowhere\n`)
