import type { Edit, FlowValue } from './source.ts'

/** `{ subnet: 10.1.0.0/16 }`, as one writes it on a line of YAML. */
export function flowText(value: FlowValue): string {
  if (typeof value === 'string') return scalarText(value)
  const fields = Object.entries(value).map(([name, text]) => `${name}: ${scalarText(text)}`)
  return `{ ${fields.join(', ')} }`
}

/** Without quotes where YAML takes it for text anywhere on a line. */
function scalarText(text: string): string {
  const isPlain = /^[A-Za-z0-9][A-Za-z0-9./-]*$/.test(text) || /^[0-9]+ [A-Za-z]+$/.test(text)
  const isOther = Number.isFinite(Number(text)) || /^(true|false|null)$/i.test(text)
  return isPlain && !isOther ? text : JSON.stringify(text)
}

/** The text with its edits made. Of two that touch the same place the first is made, and the other left out. */
export function edited(text: string, edits: readonly Edit[]): { text: string; made: Edit[] } {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)]
  const offset = (line: number, column: number) => (starts[line - 1] ?? text.length) + column - 1
  const placed = edits
    .map((edit) => ({ edit, from: offset(edit.line, edit.column), to: offset(edit.endLine, edit.endColumn) }))
    .sort((one, other) => one.from - other.from || one.to - other.to)
  const made: Edit[] = []
  let changed = ''
  let done = 0
  for (const { edit, from, to } of placed) {
    if (from < done) continue
    changed += text.slice(done, from) + edit.text
    done = to
    made.push(edit)
  }
  return { text: changed + text.slice(done), made }
}
