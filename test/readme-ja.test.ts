import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { root } from './cli/command.ts'
import { readme } from './readme.ts'

const japanese = readFileSync(join(root, 'README.ja.md'), 'utf8')

/** The chapter that the Japanese page leaves to the English one. */
const leftOut = /^## How it is built$.*?^(?=## )/ms

void t.test('the Japanese README has the examples of the English one', (t) => {
  t.strictSame(blocksOf(japanese), blocksOf(readme.replace(leftOut, '')))
  t.end()
})

void t.test('its tables have the same commands and exit codes', (t) => {
  const firstCells = (page: string) => [...page.matchAll(/^\| (`.+?`|\d+) +\|/gm)].map(([, first]) => first)
  t.ok(firstCells(readme).includes('130'))
  t.strictSame(firstCells(japanese), firstCells(readme))
  t.end()
})

void t.test('it has the same chapters, and leads to the same places', (t) => {
  const headings = (page: string) => [...page.replaceAll(/```.*?```/gs, '').matchAll(/^#+ /gm)].map(String)
  t.strictSame(headings(japanese), headings(readme))
  const links = (page: string) => [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to)
  // To each other, to the words, to the picture that it leaves out, and to a guide that is in Japanese too.
  const own = [
    ...['README.md', 'docs/glossary.md', 'README.md#how-it-is-built'],
    'docs/testing-your-own-client.md',
  ]
  t.strictSame(
    links(japanese.replaceAll('(docs/ja/', '(docs/'))
      .filter((to) => !own.includes(to ?? ''))
      .sort(),
    links(readme)
      .filter((to) => to !== 'README.ja.md')
      .sort(),
  )
  t.end()
})

/** Comments are translated; the excerpts of what is printed, the files and the programs are not. */
function blocksOf(page: string): string[] {
  return [...page.matchAll(/```\w+\n.*?```/gs)].map(([text]) => text.replaceAll(/ *# .*$/gm, ''))
}
