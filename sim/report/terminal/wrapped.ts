/** Characters; what every terminal has. */
export const width = 80

/** A text in lines of at most 80 characters where its words allow; what follows the first is indented. */
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

/** `  to do     Renew it…`: a label, and beside it, from column `at` on, a text of several lines. */
export function besideLabel(label: string, at: number, text: string): string {
  const indent = ' '.repeat(at)
  return label.padEnd(at) + wrapped(indent + text, indent).slice(at)
}
