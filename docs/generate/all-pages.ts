import { format, resolveConfig } from 'prettier'
import { fileURLToPath } from 'node:url'
import { failuresPage, rulesPage } from './catalogue-pages.ts'
import { commandPages } from './command-pages.ts'
import { filePages } from './file-pages.ts'
import { findingsPage } from './findings-page.ts'
import { glossaryPage } from './glossary-page.ts'
import { interfacePage } from './interface-page.ts'
import { knownPage } from './known-page.ts'
import { libraryPage } from './library-page.ts'
import { limitsPage } from './limits-page.ts'
import { misbehaviourPage } from './misbehaviour-page.ts'
import type { Page } from './page.ts'
import { securityPage } from './security-page.ts'
import { unusualPage } from './unusual-page.ts'

/** The checkout, from `dist/docs/generate`. */
export const root = new URL('../../../', import.meta.url)
export const docs = new URL('docs/', root)

/** Every generated page, formatted like the rest of the project. */
export async function allPages(): Promise<Page[]> {
  const pages = [
    ...(await commandPages(docs)),
    ...filePages(),
    libraryPage(root),
    await rulesPage(root),
    failuresPage(),
    findingsPage(),
    glossaryPage(),
    interfacePage(),
    await knownPage(root),
    limitsPage(),
    misbehaviourPage(),
    securityPage(),
    unusualPage(),
  ]
  const config = await resolveConfig(fileURLToPath(new URL('README.md', root)))
  return Promise.all(
    pages.map(async ({ path, text }) => ({
      path,
      text: await format(text, { ...config, parser: 'markdown' }),
    })),
  )
}
