import type { CatalogueSection } from '../../evidence/catalogue.ts'
import { colors } from './colors.ts'
import { besideLabel } from './wrapped.ts'

/** The whole catalogue by sort: the id of each failure and what it is. */
export function catalogueText(sections: readonly CatalogueSection[]): string {
  return sections.map(sectionText).join('\n\n')
}

function sectionText({ title, entries }: CatalogueSection): string {
  const idWidth = Math.max(...entries.map(({ id }) => id.length)) + 4
  return [
    colors.bold(title),
    ...entries.map((entry) => besideLabel(`  ${entry.id}`, idWidth, entry.title)),
  ].join('\n')
}
