import { TextDecoder } from 'node:util'

/** A line of a text, or a part of one that is too long; with its number, from 1. */
export interface TextLine {
  text: string
  number: number
}

/** No more of a line is kept at once: a text may be one line of a gigabyte. */
const longest = 16 * 1024

/** The lines of a text in UTF-8, or in UTF-16 with a byte order mark, as Windows writes it. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let pending = ''
  let number = 1
  for await (const text of decoded(chunks)) {
    pending += text
    const lines = pending.split(/\r?\n/)
    pending = lines.pop() ?? ''
    for (const line of lines) {
      for (const part of partsOf(line)) yield { text: part, number }
      number++
    }
    while (pending.length > longest) {
      const part = firstPart(pending)
      yield { text: part, number }
      pending = pending.slice(part.length)
    }
  }
  if (pending !== '') yield { text: pending, number }
}

function* partsOf(line: string): Generator<string> {
  let rest = line
  while (rest.length > longest) {
    const part = firstPart(rest)
    yield part
    rest = rest.slice(part.length)
  }
  yield rest
}

/** Ends between two words where it can, so that no code is torn. */
function firstPart(line: string): string {
  const end = line.lastIndexOf(' ', longest)
  return line.slice(0, end > 0 ? end : longest)
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  let head: Uint8Array = new Uint8Array()
  for await (const chunk of chunks) {
    if (decoder) {
      yield decoder.decode(chunk, { stream: true })
      continue
    }
    head = Buffer.concat([head, chunk])
    if (head.length < 2) continue
    decoder = new TextDecoder(encodingOf(head))
    yield decoder.decode(head, { stream: true })
  }
  yield decoder ? decoder.decode() : new TextDecoder().decode(head)
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}
