/** What is not a tag, and how it ends. */
const otherMarkup = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

/**
 * Whether elements nest deeper than `limit`, found in one pass and without a tree. An element is read with all text
 * below it (`sim/wire/xml.ts`), so text that lies deep is copied once for every level above it, and a request of a
 * megabyte could occupy the server for minutes. Of text that is no XML the answer means nothing.
 */
export function nestsDeeperThan(limit: number, text: string): boolean {
  let depth = 0
  let start = text.indexOf('<')
  while (start >= 0) {
    const other = otherMarkup.find(([open]) => text.startsWith(open, start))
    const end = other ? text.indexOf(other[1], start + other[0].length) : endOfTag(text, start)
    if (end < 0) return false
    if (!other) {
      if (text[start + 1] === '/') depth -= 1
      else if (text[end - 1] !== '/') depth += 1
      if (depth > limit) return true
    }
    start = text.indexOf('<', end)
  }
  return false
}

/** The index of the `>` that ends a tag; one within an attribute's value does not. -1: there is none. */
function endOfTag(text: string, start: number): number {
  const mark = /["'>]/g
  mark.lastIndex = start
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    if (found[0] === '>') return found.index
    const closing = text.indexOf(found[0], found.index + 1)
    if (closing < 0) return -1
    mark.lastIndex = closing + 1
  }
  return -1
}
