import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { allPages } from '../../docs/generate/all-pages.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { root, twoModes } from '../cli/command.ts'
import { recordedMatrix, recordedRun, wholeText } from '../report/recorded.ts'
import { languageTags } from '../../sim/texts/texts.ts'
import { openedPage } from '../report/opened-page.ts'
import { anchorsOf, brokenLinks, linksOf } from './links.ts'

const starter = join(root, 'scenarios/starter/scenario.yaml')
const breaking = join(root, 'scenarios/site-systems-that-break.yaml')

const read = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Every file of the checkout, by its path from there; not what is installed or built. */
function filesOfCheckout(): string[] {
  const elsewhere = ['.git', '.tap', 'dist', 'node_modules']
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.isDirectory()) return elsewhere.includes(entry.name) ? [] : below(path)
      return [path]
    })
  return below('')
}

/** The files that `npm pack` would put into the package. */
function filesOfPackage(): string[] {
  const packed = spawnSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
    cwd: root,
    encoding: 'utf8',
  })
  const [{ files } = { files: [] }] = JSON.parse(packed.stdout) as { files: { path: string }[] }[]
  return files.map(({ path }) => path)
}

void t.test('no link of the checkout leads nowhere', (t) => {
  const files = filesOfCheckout()
  const pages = files.filter((path) => path.endsWith('.md'))
  t.ok(pages.includes('README.md') && pages.includes('docs/commands/about/run.md'))
  t.ok(pages.length > 30)
  t.ok(pages.flatMap((page) => linksOf(read(page))).length > 200)
  t.strictSame(brokenLinks(files, read), [])
  t.end()
})

void t.test('no link of a page leads nowhere when the page is made anew', async (t) => {
  const made = new Map((await allPages()).map(({ path, text }) => [`docs/${path}`, text]))
  t.ok(made.size > 15)
  t.strictSame(
    brokenLinks(filesOfCheckout(), (path) => made.get(path) ?? read(path)),
    [],
  )
})

void t.test('every link of a report leads to a part of it', async (t) => {
  for (const recording of [
    await recordedRun(starter, breaking),
    await recordedMatrix(join(root, twoModes)),
  ]) {
    for (const lang of languageTags.map((tag) => (tag === 'en' ? undefined : tag))) {
      const page = openedPage(wholeText(reportPage(recording)), lang)
      const links = [...page.matchAll(/ href="([^"]*)/g)].map(([, link = '']) => link)
      const parts = new Set([...page.matchAll(/ id="([^"]*)/g)].map(([, id = '']) => `#${id}`))
      t.ok(links.length > 20)
      t.strictSame(
        links.filter((link) => !parts.has(link) && link !== 'data:,' && !link.startsWith('?lang=')),
        [],
      )
    }
  }
})

void t.test('no link leads out of the package, which has what it needs and no more', (t) => {
  const files = filesOfPackage()
  t.strictSame(brokenLinks(files, read), [])
  for (const path of ['README.md', 'docs/guide.md', 'schemas/hierarchy.schema.json', 'dist/cli/sitemode.js'])
    t.ok(files.includes(path), path)
  t.strictSame(
    files.filter((path) =>
      /\.tsbuildinfo$|^docs\/generate|^dist\/(test|bench)|^(sim|certs|test)\//.test(path),
    ),
    [],
  )
  for (const map of files.filter((path) => path.endsWith('.map'))) {
    const { sources, sourcesContent } = JSON.parse(read(map)) as {
      sources: string[]
      sourcesContent?: (string | null)[]
    }
    const without = sources.filter((_, nth) => typeof sourcesContent?.[nth] !== 'string')
    if (without.length > 0) t.fail(`${map} has no sources`)
  }
  t.end()
})

void t.test('a link that leads nowhere is found, and nothing else is', (t) => {
  const pages: Readonly<Record<string, string>> = {
    'README.md': [
      '[file](docs/a.md) [folder](docs/) [heading](docs/a.md#two-words) [here](#readme) [web](https://x.test/)',
      '[gone](docs/b.md) [no heading](docs/a.md#three) [out](../README.md) [ref]',
      '<img src="docs/no.png"> `[code](no.md)` ``[code](`no.md)``',
      '```sh\n# not-a-heading\n[code](no.md)\n```',
      '# Readme',
      '[not here](#not-a-heading) [x `y`](docs/c.md "title")',
      '[ref]: docs/d.md',
    ].join('\n\n'),
    'docs/a.md': '# Two `words`\n\n[up](../README.md#readme)\n\n[wrong](README.md)\n',
  }
  t.strictSame(
    brokenLinks(Object.keys(pages), (path) => pages[path] ?? ''),
    [
      'README.md: docs/b.md',
      'README.md: docs/a.md#three',
      'README.md: ../README.md',
      'README.md: docs/no.png',
      'README.md: #not-a-heading',
      'README.md: docs/c.md',
      'README.md: docs/d.md',
      'docs/a.md: README.md',
    ],
  )
  t.strictSame(
    [...anchorsOf('# A: b, c\n\n## `a-b` (c_d)\n\n## Same\n\n## Same\n')],
    ['a-b-c', 'a-b-c_d', 'same', 'same-1'],
  )
  t.end()
})
