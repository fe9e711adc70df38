import type { Messages } from '../library/surroundings.ts'
import { printable, withoutOrders } from '../printable.ts'
import { colorsOf, toldInWords, type Colors } from '../report/terminal/colors.ts'

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

const removeLine = '\r\u001b[K'

/** A character of Japanese is as wide as two: without wrapping, what is too wide for the line stays on it. */
function onOneLine(text: string): string {
  return `\u001b[?7l${text}\u001b[?7h`
}

/** Width where there is no terminal. */
const usualColumns = 80

export function terminalOf(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const colors = colorsOf({ stdout: output, env })
  // A terminal without a window has a width of 0.
  const width = output.isTTY ? (output.columns ?? 0) : 0
  const columns = width > 0 ? width : usualColumns
  const shows = output.isTTY === true && env.TERM !== 'dumb'
  let isShowing = false
  const write = (text: string): void => {
    output.write(isShowing ? `${removeLine}${text}` : text)
    isShowing = false
  }
  return {
    columns,
    say(pieces, ...values) {
      const text = pieces.map((piece, place) => piece + printable(`${values[place] ?? ''}`)).join('')
      write(withoutOrders(text, false))
    },
    tell(found, inWords) {
      write(toldInWords(found, inWords, colors))
    },
    document(text) {
      write(withoutOrders(text, false))
    },
    progress(text) {
      if (!shows) return
      isShowing = text !== ''
      output.write(`${removeLine}${isShowing ? onOneLine(printable(text, columns - 2)) : ''}`)
    },
  }
}
