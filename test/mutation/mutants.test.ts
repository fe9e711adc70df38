import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { mutantsOf } from './mutants.ts'

const folder = newFolder(t)

void t.test('every truth of a function has its opposite, and nothing else has', (t) => {
  const file = join(folder, 'rule.ts')
  writeFileSync(
    file,
    `export const constant = 1 === Number('1')
export function allowed(mode: 'mixed' | 'native', on: boolean, names: string[]): boolean {
  if (mode === 'native' && !on) return false
  switch (mode) {
    case 'mixed':
      return names.some((name) => name.length > 3)
    default:
      return on
  }
}
`,
  )
  t.strictSame(
    mutantsOf([file]).map(({ line, original, replacement }) => [line, original, replacement]),
    [
      [3, "mode === 'native' && !on", "!(mode === 'native' && !on)"],
      [3, '&&', '||'],
      [3, "mode === 'native'", "!(mode === 'native')"],
      [3, 'on', '!(on)'],
      [3, 'false', '!(false)'],
      [5, "'mixed'", '(Symbol())'],
      [6, 'names.some((name) => name.length > 3)', '!(names.some((name) => name.length > 3))'],
      [6, 'name.length > 3', '!(name.length > 3)'],
      [8, 'on', '!(on)'],
    ],
  )
  t.end()
})

void t.test('neighbours in a list of rules change places, and those in other lists do not', (t) => {
  const file = join(folder, 'order.ts')
  writeFileSync(
    file,
    `interface Rule { pages: readonly string[]; decide(): boolean | undefined }
declare const one: Rule, two: Rule, three: Rule
const both: readonly Rule[] = [
  one,
  two,
]
export const words: readonly string[] = ['of', 'no', 'matter']
export const byRole: Readonly<Record<string, readonly Rule[]>> = {
  alone: [one],
  several: [three, ...both, one],
}
`,
  )
  const mutants = mutantsOf([file])
  t.strictSame(
    mutants.map(({ kind, line, original, replacement }) => [kind, line, original, replacement]),
    [
      ['order', 4, 'one,\n  two', 'two,\n  one'],
      ['order', 10, 'three, ...both', '...both, three'],
      ['order', 10, '...both, one', 'one, ...both'],
    ],
  )
  t.match(mutants[1]?.module, /several: \[\.\.\.both, three, one\]/)
  t.end()
})
