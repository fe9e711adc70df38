import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './cli/command.ts'

const pages = [
  'README.md',
  'CONTRIBUTING.md',
  'scenarios/README.md',
  'docs/installing.md',
  'docs/how-it-works.md',
  'docs/what-is-known.md',
]

/** The pages that people read first, by their file. */
export const texts = new Map(pages.map((page) => [page, readFileSync(join(root, page), 'utf8')]))
export const readme = texts.get('README.md') ?? ''

/** The examples of a page in a language. */
export function blocks(language: string, page = readme): string[] {
  return [...page.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 'gs'))].map(([, text]) => text ?? '')
}
