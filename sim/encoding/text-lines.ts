import { TextDecoder } from 'node:util'
import { withHead } from './byte-stream.ts'

/** A line of a text, or a part of one; with its number, from 1. */
export interface TextLine {
  text: string
  number: number
}

/** No more of a line is kept at once: a text may be one line of a gigabyte. */
const longest = 16 * 1024

/**
 * The lines of a text in UTF-8 or UTF-16, as Windows writes it, with or without a byte order mark; the last one may be torn.
 * A line comes in parts where it is too long, or where a run of NULs is in it: a machine that lost its power leaves them
 * in a log, and goes on after them.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  let pending = ''
  let number = 1
  for await (const text of decoded(chunks)) {
    pending = joined(pending, text)
    const lines = pending.split('\n')
    pending = lines.pop() ?? ''
    for (const line of lines) {
      for (const part of partsOf(withoutReturn(line))) yield { text: part, number }
      number++
    }
    // What may be the end of a line is not cut off from it.
    while (withoutReturn(pending).length > longest) {
      const part = firstPart(pending)
      for (const text of splitAtNuls(part)) yield { text, number }
      pending = pending.slice(part.length)
    }
  }
  for (const part of pending === '' ? [] : partsOf(withoutReturn(pending))) yield { text: part, number }
}

/** A line that is longer than a program writes it, so that it is not kept. */
export class LineTooLongError extends Error {
  override readonly name = 'LineTooLongError'
}

/**
 * Lines as a program wrote them, each of which ends in a line feed; an incomplete last one is left out. Throws a
 * `LineTooLongError` for one of more characters than `most`.
 */
export async function* wholeLines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<string> {
  let pending: string[] = []
  let length = 0
  for await (const text of decoded(chunks)) {
    const lines = text.split('\n')
    const rest = lines.pop() ?? ''
    for (const line of lines) {
      pending.push(line)
      yield pending.join('')
      pending = []
      length = 0
    }
    pending.push(rest)
    length += rest.length
    if (length > most) throw new LineTooLongError(`more than ${most} characters without an end`)
  }
}

const nul = '\0'

/** Two NULs say as much as a million. */
function joined(pending: string, text: string): string {
  return text.includes(nul) ? (pending + text).replaceAll(/\0{3,}/g, nul + nul) : pending + text
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line
}

function* partsOf(line: string): Generator<string> {
  let rest = line
  while (rest.length > longest) {
    const part = firstPart(rest)
    yield* splitAtNuls(part)
    rest = rest.slice(part.length)
  }
  yield* splitAtNuls(rest)
}

/** Ends between two words where it can, so that no code is torn. */
function firstPart(line: string): string {
  const end = line.lastIndexOf(' ', longest)
  return line.slice(0, end > 0 ? end : longest)
}

/** Single NULs are UTF-16 that was added to a text of single bytes. */
function splitAtNuls(part: string): string[] {
  if (!part.includes(nul)) return [withoutMark(part)]
  const pieces = part.split(nul + nul).map((piece) => withoutMark(piece.replaceAll(nul, '')))
  const filled = pieces.filter((piece) => piece !== '')
  return filled.length > 0 ? filled : ['']
}

/** A byte order mark is left within a text where files were joined. */
function withoutMark(piece: string): string {
  return piece.startsWith('\uFEFF') ? piece.slice(1) : piece
}

async function* decoded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const { head, bytes } = await withHead(chunks, bytesToTell)
  const decoder = new TextDecoder(encodingOf(head))
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

/** Bytes from which the encoding is told. */
const bytesToTell = 512

/** Without a byte order mark, UTF-16 is plain where every other byte is mostly NUL, and those between never are. */
function encodingOf(head: Uint8Array): string {
  const [first, second] = head
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  const nuls = { even: 0, odd: 0 }
  for (const [index, byte] of head.entries()) if (byte === 0) nuls[index % 2 === 0 ? 'even' : 'odd']++
  const plain = head.length / 4
  if (nuls.even === 0 && nuls.odd > plain) return 'utf-16le'
  return nuls.odd === 0 && nuls.even > plain ? 'utf-16be' : 'utf-8'
}
