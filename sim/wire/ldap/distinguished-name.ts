/**
 * Normalizes names of entries (RFC 4514), so that two names of one entry become the same text: types in
 * lower case, values in lower case with single spaces, and uniform escapes. The parts are in the order
 * of the name, the entry's own first.
 */
export function parseName(name: string): string[] | undefined {
  const parts: string[] = []
  for (let rest = name.trim(); rest !== '';) {
    const pairs: string[] = []
    for (;;) {
      const pair = parsePair(rest)
      if (!pair) return undefined
      pairs.push(pair.key)
      rest = rest.slice(pair.length)
      if (!rest.startsWith('+')) break
      rest = rest.slice(1)
    }
    parts.push(pairs.sort().join('+'))
    if (rest === '') break
    // A comma has to be followed by another part.
    rest = rest.slice(1)
    if (rest.trim() === '') return undefined
  }
  return parts
}

/** A type, its value and the separator. Quotation marks, already dropped by RFC 2253, and raw bytes are not supported. */
const written =
  /^\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=((?:\\[0-9a-fA-F]{2}|\\[ "#+,;<=>\\]|[^\\"+,;<>\0])*)(?=[+,]|$)/

function parsePair(text: string): { key: string; length: number } | undefined {
  const [whole, type, raw = ''] = written.exec(text) ?? []
  if (whole === undefined || type === undefined) return undefined
  const value = unescapeValue(withoutTrailingSpaces(raw.trimStart()))
  return { key: `${type.toLowerCase()}=${escapeName(foldText(value).trim())}`, length: whole.length }
}

/** Spaces before a separator do not belong to the value, unless the last is escaped. */
function withoutTrailingSpaces(raw: string): string {
  const trimmed = raw.trimEnd()
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(trimmed) ? `${trimmed} ` : trimmed
}

function unescapeValue(raw: string): string {
  const bytes = raw.split(/(\\[0-9a-fA-F]{2}|\\.)/s).map((piece) => {
    if (!piece.startsWith('\\')) return Buffer.from(piece)
    return piece.length === 3 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece.slice(1))
  })
  return Buffer.concat(bytes).toString()
}

/** The value of a name's part, so that nothing in it is taken for a separator (RFC 4514, 2.4). */
export function escapeName(value: string): string {
  return value
    .replaceAll(/["+,;<>\\=]/g, (character) => `\\${character}`)
    .replaceAll('\0', String.raw`\00`)
    .replace(/^[ #]/, (character) => `\\${character}`)
    .replace(/ $/, String.raw`\ `)
}

/** The form in which texts are compared without regard to case and the number of spaces (RFC 4518, in short). */
export function foldText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
}

/** `DC=contoso,DC=test`: the name of the domain contoso.test (RFC 2247). */
export function domainName(domain: string): string {
  return domain
    .split('.')
    .map((label) => `DC=${escapeName(label)}`)
    .join(',')
}
