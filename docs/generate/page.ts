/** A page generated from the program itself: its path below docs/, and its Markdown. */
export interface Page {
  path: string
  text: string
}

/** The first line of each page. */
export const generated = '<!-- Made by npm run docs from the program itself. -->\n'

/** Escapes a text for a table cell; outside code, `<` would begin an element. */
export function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`')
}
