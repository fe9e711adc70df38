import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import t from 'tap'
import { root } from '../cli/command.ts'
import { linksOf } from './links.ts'

const read = (path: string): string => readFileSync(join(root, 'docs', path), 'utf8')
const guides = readdirSync(join(root, 'docs/ja')).sort()

void t.test('guides in Japanese have the blocks and the chapters of the English ones', (t) => {
  t.strictSame(guides, ['guide.md', 'live-page.md', 'plan-your-switch.md', 'testing-your-own-client.md'])
  for (const guide of guides) {
    const [english, japanese] = [read(guide), read(`ja/${guide}`)]
    t.ok(partsOf(english).length > 20)
    t.strictSame(partsOf(japanese), partsOf(english), guide)
    t.strictSame(headingsOf(japanese), headingsOf(english), guide)
    const inJapanese = japanese.replaceAll(/```.*?```/gs, '').match(/[\p{Script=Hiragana}]/gu) ?? []
    t.ok(inJapanese.length > 500, guide)
  }
  t.end()
})

void t.test('and lead to the same places, or to the same in Japanese', (t) => {
  for (const guide of guides) {
    // To the English guide itself, and to the words.
    const own = [guide, 'glossary.md']
    const links = placesOf(`ja/${guide}`).filter((place) => !own.includes(place))
    t.strictSame([...new Set(links)].sort(), [...new Set(placesOf(guide))].sort(), guide)
  }
  t.end()
})

void t.test('the index and the Japanese README know them', (t) => {
  const [index, readme] = [read('README.md'), readFileSync(join(root, 'README.ja.md'), 'utf8')]
  for (const guide of guides) {
    t.ok(index.includes(`(ja/${guide})`), guide)
    t.ok(readme.includes(`(docs/ja/${guide})`), guide)
    t.match(read(`ja/${guide}`), `[English](../${guide})`)
  }
  t.end()
})

/** The blocks of a guide, each with the remark on how it exits, and the code in each row of its tables. */
function partsOf(page: string): string[] {
  const blocks = [...page.matchAll(/```\w+\n.*?```|<!-- .*? -->/gs)].map(String)
  const rows = page.replaceAll(/```.*?```/gs, '').match(/^\|.*\|$/gm) ?? []
  return [...blocks, ...rows.map((row) => [...new Set(row.match(/`[^`]+`/g))].sort().join(' '))]
}

function headingsOf(page: string): string[] {
  return [...page.replaceAll(/```.*?```/gs, '').matchAll(/^#+ (?:\d+\. )?/gm)].map(String)
}

/** What a page links to, by its path below docs; a guide in Japanese stands for the English one. */
function placesOf(page: string): string[] {
  return linksOf(read(page)).map((link) => posix.join(posix.dirname(page), link).replace(/^ja\//, ''))
}
