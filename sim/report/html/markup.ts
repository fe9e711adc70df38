/** Text that is already HTML or SVG. */
export interface Markup {
  readonly html: string
}

type Value = Markup | string | number | null | undefined | false | readonly Value[]

/**
 * A template whose values are escaped, unless they are markup themselves. Lists are joined; null, undefined and false
 * are left out.
 */
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

/** A text cut to fit a picture. */
export function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1)}…`
}

/** A text for an element or attribute of XML 1.0 or HTML; characters that no document may contain become U+FFFD. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
}
