import { httpNonsense } from './http-nonsense.ts'
import { mutations } from './mutations.ts'
import type { Random } from './random.ts'

/** The bytes of one connection, or of one datagram. */
export interface Nonsense {
  /** The mutation applied. */
  what: string
  /** Some are made as they are sent, and never end. */
  pieces: Buffer[] | Generator<Buffer>
  /** The sender's act after the last piece. `wait`: it keeps the connection for a moment. */
  then: 'end' | 'reset' | 'wait'
}

const requestLine = /^[A-Z_]+ \S+ HTTP\/1\.[01]\r\n/
/** HTTP's own nonsense costs more than a mutation does. */
const mutationsForEach = 25

/** Without end, and the same for the same seed: mutated samples, and for HTTP what only HTTP has. */
export function* makeNonsense(samples: readonly Buffer[], random: Random): Generator<Nonsense, never> {
  const requests = samples.filter((sample) => requestLine.test(sample.toString('latin1')))
  const kinds = Object.entries(httpNonsense)
  for (let turn = 0; ; turn += 1) {
    const request = turn % mutationsForEach === 0 && requests.length > 0 ? random.pick(requests) : undefined
    if (request) {
      const [what, make] = random.pick(kinds)
      yield { what, pieces: make(request, random), then: random.pick(['end', 'wait']) }
    } else yield mutated(samples, random)
  }
}

function mutated(samples: readonly Buffer[], random: Random): Nonsense {
  let bytes = random.pick(samples)
  const done: string[] = []
  // None at all now and then: good requests come in between, and samples can be broken already.
  const wanted = random.below(6)
  while (done.length < wanted) {
    const [name, mutate] = random.pick(Object.entries(mutations))
    bytes = mutate(bytes, random, samples)
    done.push(name)
  }
  // In two pieces now and then: whoever reads must not expect a whole request at once.
  const at = random.below(4) === 0 ? random.below(bytes.length + 1) : bytes.length
  const pieces = [bytes.subarray(0, at), bytes.subarray(at)].filter((piece) => piece.length > 0)
  return { what: done.join(', '), pieces, then: random.pick(['end', 'end', 'reset', 'wait']) }
}
