import { createFraming } from './framing.ts'

/** Verbs of this web server that Node's parser does not know, and that it may take for a POST: they have a body. */
const furtherVerbs = ['CCM_POST', 'BITS_POST'] as const

const longestToken = Math.max(...furtherVerbs.map((verb) => verb.length)) + 1

/**
 * Turns the bytes of one connection, in pieces as they come, into bytes that Node's parser reads: a further verb
 * becomes POST, and a header line called `header` tells which it was. Every other byte passes as it is, at once but
 * for the few that could still become a verb; Node's parser alone decides what is a request. Where the two would
 * disagree on where one begins, nothing is rewritten any more.
 */
export function createVerbRewriter(header: string): (piece: Buffer) => Buffer[] {
  const framing = createFraming()
  let held: Buffer = Buffer.alloc(0)
  let verb: string | undefined

  return (piece) => {
    const out: Buffer[] = []
    let rest = held.length > 0 ? Buffer.concat([held, piece]) : piece
    held = Buffer.alloc(0)
    while (rest.length > 0) {
      if (framing.atStart()) {
        const start = beginningOf(rest)
        if (start === 'undecided') {
          held = rest
          break
        }
        verb = start
        if (verb !== undefined) {
          out.push(Buffer.from('POST'))
          rest = rest.subarray(verb.length)
        }
      }
      const taken = framing.take(rest)
      out.push(rest.subarray(0, taken))
      rest = rest.subarray(taken)
      if (verb !== undefined && framing.afterRequestLine()) {
        out.push(Buffer.from(`${header}: ${verb}\r\n`))
        verb = undefined
      }
    }
    return out
  }
}

/** The further verb that a request begins with. */
function beginningOf(bytes: Buffer): (typeof furtherVerbs)[number] | 'undecided' | undefined {
  const text = bytes.toString('latin1', 0, longestToken)
  const candidates = furtherVerbs.filter((verb) => `${verb} `.startsWith(text.slice(0, verb.length + 1)))
  return (
    candidates.find((verb) => text.startsWith(`${verb} `)) ??
    (candidates.length > 0 ? 'undecided' : undefined)
  )
}
