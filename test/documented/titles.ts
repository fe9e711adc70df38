import { readFileSync } from 'node:fs'

const root = new URL('../../../', import.meta.url)

/** The files of those that are named and have no such title. */
export function titlesMissing(
  titles: Readonly<Record<string, string>>,
  titlesIn: (file: string) => ReadonlySet<string>,
): string[] {
  const named = Object.entries(titles)
  const absent = named.filter(([file, title]) => !titlesIn(file).has(title))
  return named.length === 0 ? ['no file'] : absent.map(([file, title]) => `${file}: ${title}`)
}

/** The titles of the tests in a file. */
export function titlesOfTests(file: string): ReadonlySet<string> {
  if (!file.endsWith('.test.ts')) throw new Error(`${file} is no file of tests`)
  const titles = readFileSync(new URL(file, root), 'utf8').matchAll(/\bt\.test\(\s*(['"`])((?:(?!\1).)*)\1/g)
  return new Set([...titles].map(([, , title = '']) => title))
}
