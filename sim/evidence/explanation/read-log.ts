import { pickCodes, type Found, type Picked } from './pick-codes.ts'
import type { Reading } from './reading.ts'

/** A code of a text, where it first stands, and in how many lines the same meaning is met. */
export interface FoundInText extends Found {
  /** From 1. */
  line: number
  times: number
}

export interface Understood {
  found: readonly FoundInText[]
  /** The first words that look like a code and are none that is known. */
  unknown: readonly string[]
  lines: number
}

/** Reads a text line by line, and keeps each meaning once, however long the text is. */
export interface LogReader {
  /** Reads a line, or a part of a very long one. */
  read(line: string, number: number): void
  understood(): Understood
}

/** Codes that are not known, of which no more are kept. */
const unknownKept = 20

export function logReader(): LogReader {
  const found = new Map<string, FoundInText>()
  const unknown = new Set<string>()
  let lines = 0
  let columns: readonly string[] | undefined
  return {
    read(line, number) {
      lines = number
      const fields = /^#Fields:\s*(.*)/.exec(line)?.[1]
      if (fields !== undefined) columns = fields.trim().split(/\s+/)
      if (line.startsWith('#')) return
      const picked = pickCodes(columns ? statusColumns(line, columns) : line)
      keep(picked, number)
    },
    understood: () => ({ found: [...found.values()], unknown: [...unknown], lines }),
  }

  function keep(picked: Picked, line: number): void {
    const inLine = new Map(picked.found.map((one) => [one.readings.map(identity).join(), one]))
    for (const [key, one] of inLine) {
      const before = found.get(key)
      if (before) before.times++
      else found.set(key, { ...one, line, times: 1 })
    }
    for (const code of picked.unknown) if (unknown.size < unknownKept) unknown.add(code)
  }
}

function identity({ kind, code }: Reading): string {
  return `${kind} ${code}`
}

/** The columns of a W3C log that hold codes, in the order in which they are read; a line of another shape as it is. */
function statusColumns(line: string, columns: readonly string[]): string {
  const values = line.trim().split(' ')
  if (values.length !== columns.length) return line
  const value = (name: string): string | undefined => values[columns.indexOf(name)]
  const status = value('sc-status')
  if (status === undefined) return line
  return [status, value('sc-substatus') ?? '0', value('sc-win32-status') ?? '0'].join(' ')
}
