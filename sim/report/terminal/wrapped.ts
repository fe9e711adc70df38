/** Characters; every terminal has as many. */
export const width = 80

/** Wraps a text at 80 characters, as far as its words allow, and indents all lines but the first. */
export function wrapped(text: string, indent: string): string {
  const [first = '', ...words] = text.split(/(?<=\S) +/)
  const lines = [first]
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`
    if (line.length <= width) lines[lines.length - 1] = line
    else lines.push(indent + word)
  }
  return lines.join('\n')
}

/** `  to do     Renew it…`: a label, with a text of several lines beside it from column `at` on. */
export function besideLabel(label: string, at: number, text: string): string {
  const indent = ' '.repeat(at)
  return label.padEnd(at) + wrapped(indent + text, indent).slice(at)
}
