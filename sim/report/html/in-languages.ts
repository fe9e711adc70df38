/**
 * Markup in several languages as one text: what is the same in all of them stands once, and what differs stands in each, in
 * the order of the languages, between marks that no markup can have.
 */
const [begin, next, end] = ['\u0001', '\u0002', '\u0003'] as const

/** Tags: between two of them there is always a text, which may be empty in one language alone. */
const tags = /(<[^>]*>)/

/** The same markup in each language. */
export function inAllLanguages(markups: readonly string[]): string {
  const [first = [], ...others] = markups.map((markup) => markup.split(tags))
  // Where the languages are built differently, nothing says which parts belong together.
  if (others.some(({ length }) => length !== first.length)) return marked(markups)
  return first
    .map((part, place) => {
      const parts = [part, ...others.map((other) => other[place] ?? '')]
      return parts.every((one) => one === part) ? part : marked(parts)
    })
    .join('')
}

function marked(parts: readonly string[]): string {
  return `${begin}${parts.join(next)}${end}`
}

/** The markup in one of the languages, by its place among them. */
export function inOneLanguage(text: string, place: number): string {
  return text.replaceAll(
    new RegExp(`${begin}([^${end}]*)${end}`, 'g'),
    (_, parts: string) => parts.split(next)[place] ?? '',
  )
}
