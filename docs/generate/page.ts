/** A page that is made from the program itself: its path below docs/, and its Markdown. */
export interface Page {
  path: string
  text: string
}

/** Stands on top of each of them. */
export const generated = '<!-- Made by npm run docs from the program itself. -->\n'

/** A text in a cell of a table; outside of code `<` would begin an element. */
export function cell(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('|', String.raw`\|`)
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replaceAll('<', '&lt;') : part))
    .join('`')
}
