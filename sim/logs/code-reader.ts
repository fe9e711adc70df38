import { pickCodes, type Found, type Picked } from '../evidence/explanation/pick-codes.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import { fieldReader, statusFields } from './web-server-log.ts'

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
export interface CodeReader {
  /** Reads a line, or a part of a very long one. */
  read(line: string, number: number): void
  understood(): Understood
}

/** Codes that are not known, of which no more are kept. */
const unknownKept = 20

export function codeReader(): CodeReader {
  const found = new Map<string, FoundInText>()
  const unknown = new Set<string>()
  let lines = 0
  const reader = fieldReader()
  return {
    read(line, number) {
      lines = number
      const fields = reader.fields(line)
      if (line.startsWith('#')) return
      keep(pickCodes((fields && statusFields(fields)) ?? line), number)
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
