import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import { chunksOf } from './lists.ts'

/** A file among the reports of a run; its path is relative to their folder, with slashes on any system. */
export interface OutputFile {
  path: string
  /** Where it is long, made piece by piece while it is written: all of it may be more than a text, or the memory, can hold. */
  text: string | Iterable<string>
}

/** A file whose text is short enough to be there as a whole. */
export interface TextFile extends OutputFile {
  text: string
}

/** A text that is made when it is written. */
export function later(make: () => Iterable<string>): Iterable<string> {
  return { [Symbol.iterator]: () => make()[Symbol.iterator]() }
}

/** Elements of a list in one piece of a document. */
const ofOnePiece = 20

/** `JSON.stringify` with an indentation of 2, piece by piece where a field is a long list. */
export function* jsonPieces(document: Readonly<Record<string, unknown>>): Iterable<string> {
  let before = '{\n'
  for (const [name, value] of Object.entries(document)) {
    yield `${before}  ${JSON.stringify(name)}: `
    if (Array.isArray(value) && value.length > 0) yield* listPieces(value)
    else yield indented(value, '  ')
    before = ',\n'
  }
  yield '\n}\n'
}

function* listPieces(list: readonly unknown[]): Iterable<string> {
  let before = '[\n'
  for (const chunk of chunksOf(list, ofOnePiece)) {
    yield before + chunk.map((one) => `    ${indented(one, '    ')}`).join(',\n')
    before = ',\n'
  }
  yield '\n  ]'
}

/** No text within JSON has a line break of its own. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`)
}

/** `03-site-goes-native`: the folder for one hierarchy of a run; the number keeps it apart from others of the name. */
export function runFolder({ scenario, opened }: RecordedHierarchy, index: number): string {
  const [file = ''] = (scenario?.file ?? opened.name).split(/[\\/]/).slice(-1)
  return `${`${index + 1}`.padStart(2, '0')}-${safeName(file.replace(/\.(ya?ml|ts)$/, ''))}`
}

/** File systems take names of 255 bytes; the number of a folder and the ending of a file come on top. */
const longestName = 200

/** A text as a file name on any system: every character but letters, digits and `._-` becomes `-`. */
export function safeName(text: string): string {
  let safe = ''
  for (const character of text.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 80)) {
    if (Buffer.byteLength(safe + character) > longestName) break
    safe += character
  }
  return safe === '' || /^\.+$/.test(safe) ? '-' : safe
}
