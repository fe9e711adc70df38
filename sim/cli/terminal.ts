import type { Messages } from '../library/surroundings.ts'
import { allPrintable, printable, withoutOrders } from '../printable.ts'
import { colorsOf, type Colors } from '../report/terminal/colors.ts'

/** Output of a command: a stream of the process, or anything else that takes text. */
export interface Output {
  write(text: string): unknown
  isTTY?: boolean
  /** Width of the terminal. */
  columns?: number
}

/**
 * The only way from a command to its streams. A name in a file, a file's name, or what a remote server says may hold what a
 * terminal or a build server obeys; here it is shown instead, so that a command cannot forget to do so.
 */
export interface Terminal extends Messages {
  /** Characters in a line. */
  readonly columns: number
  /** Prints what was found, in words; these get it with every text in it as it may be printed. */
  tell<Found>(found: Found, inWords: (found: Found, colors: Colors) => string): void
  /** Prints a document for programs, or our own help: its format has a way of its own to escape what it holds. */
  document(text: string): void
}

/** Width where there is no terminal. */
const usualColumns = 80

export function terminalOf(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const colors = colorsOf({ stdout: output, env })
  const columns = (output.isTTY ? output.columns : undefined) ?? usualColumns
  return {
    columns,
    say(pieces, ...values) {
      const text = pieces.map((piece, place) => piece + printable(`${values[place] ?? ''}`)).join('')
      output.write(withoutOrders(text, false))
    },
    tell(found, inWords) {
      output.write(withoutOrders(inWords(allPrintable(found), colors), colors.isColorSupported))
    },
    document(text) {
      output.write(withoutOrders(text, false))
    },
    progress(text) {
      if (output.isTTY) output.write(`\r\u001b[K${printable(text, columns - 2)}`)
    },
  }
}
