/** Texts of others as they may be printed: what a terminal or a build server would obey is shown instead. */

/** Longer texts are cut, and so are longer words: nothing that a person reads in a line is as long. */
const longest = 2000
const longestWord = 300

/** What remains of a word that is cut. */
const keptOfWord = 200

/** Controls (C0 and C1), formats such as the marks that turn the direction of writing, and separators of lines. */
const obeyedByTerminals = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

/**
 * The beginnings of commands to a build server: `##[…]` and `##vso[…]` anywhere in a line (the runners of GitHub and Azure
 * Pipelines), `##teamcity[…]`, and `::…::` at the beginning of a line, which a wrapped word can come to. `::1` is an address.
 */
const obeyedByBuildServers = /#(?=#[a-z]*\[)|(?<!\S):(?=:[\da-f]*[g-z-])/gi

const password = /(:\/\/[^\s/?#:@]*):[^\s/?#]*@/g

/** A text of unknown origin, with nothing in it that is obeyed, without the password of a URL, and cut when long. */
export function printable(text: string, most = longest): string {
  const shown = text
    .replaceAll(password, '$1:…@')
    .slice(0, 2 * most)
    .replaceAll(longWord, '$1…')
    .replaceAll(obeyedByTerminals, escaped)
    .replaceAll(obeyedByBuildServers, escaped)
  return shown.length > most ? `${shown.slice(0, most)}…` : shown
}

const longWord = new RegExp(String.raw`(\S{${keptOfWord}})\S{${longestWord - keptOfWord + 1},}`, 'gu')

/** A text that our own code has put together, in which only its own ends of lines and colours may be left to obey. */
export function withoutOrders(text: string, colored: boolean): string {
  return text.replaceAll(colorOrOrder, (found) =>
    found === '\n' || (colored && found.length > 1) ? found : found.replaceAll(obeyedByTerminals, escaped),
  )
}

const colorOrOrder = new RegExp(String.raw`\u001b\[\d+m|${obeyedByTerminals.source}`, 'gu')

/** Every text in a value, and in all that it is made of, as it may be printed. */
export function allPrintable<Value>(value: Value): Value {
  const done = new WeakMap<object, unknown>()
  const shown = (one: unknown): unknown => {
    if (typeof one === 'string') return printable(one)
    if (typeof one !== 'object' || one === null) return one
    const known = done.get(one)
    if (known !== undefined) return known
    const made = Array.isArray(one)
      ? one.map(shown)
      : Object.fromEntries(Object.entries(one).map(([name, inside]) => [printable(name), shown(inside)]))
    done.set(one, made)
    return made
  }
  // A text becomes a text, and everything else keeps its shape.
  return shown(value) as Value
}

/** JSON with the same content as ever, in which nothing is obeyed: what would be is escaped as JSON escapes. */
export function printableJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent)
    .replaceAll(/[\u007f-\u009f\p{Cf}\u2028\u2029]/gu, unicodeEscaped)
    .replaceAll(/#(?=#[a-z]*\[)/gi, unicodeEscaped)
}

const shortEscapes = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
])

function escaped(character: string): string {
  return shortEscapes.get(character) ?? unicodeEscaped(character)
}

/** In the notation of JSON, a pair of escapes for a character beyond the first plane. */
function unicodeEscaped(character: string): string {
  return Array.from({ length: character.length }, (_, place) => {
    const unit = character.charCodeAt(place).toString(16)
    return String.raw`\u${unit.padStart(4, '0')}`
  }).join('')
}

/** A word of the POSIX shell that stands for exactly this text. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

/** A path as a person would type it: in quotes only where it needs them. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : shellWord(path)
}
