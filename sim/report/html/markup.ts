/** Text that is already HTML or SVG. No data can pass for it: only code can make one of these. */
export class Markup {
  readonly #html: string

  constructor(html: string) {
    this.#html = html
  }

  get html(): string {
    return this.#html
  }
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
  return new Markup(pieces.join(''))
}

export const nothing = new Markup('')

function shown(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (typeof value === 'string' || typeof value === 'number') return escapeMarkup(`${value}`)
  return value instanceof Markup ? value.html : value.map(shown).join('')
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
