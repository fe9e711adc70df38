import { escapeMarkup } from '../escape-markup.ts'

/** Text that is HTML or SVG already. */
export interface Markup {
  readonly html: string
}

type Value = Markup | string | number | null | undefined | false | readonly Value[]

/** A template whose values are escaped, unless they are HTML themselves; lists are joined, what is not there is left out. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const pieces = strings.map(
    (piece, index) => piece + (index < values.length ? shown(values[index] ?? '') : ''),
  )
  return { html: pieces.join('') }
}

export const nothing: Markup = { html: '' }

function shown(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(`${value}`)
  if (isHtml(value)) return value.html
  return value.map(shown).join('')
}

function isHtml(value: Markup | readonly Value[]): value is Markup {
  return 'html' in value
}
