import type { Random } from './random.ts'

/** Makes something else of a good request. `samples`: all of them, for those that mix two. */
export type Mutation = (bytes: Buffer, random: Random, samples: readonly Buffer[]) => Buffer

/** The name says what was done, for whoever looks for the input that broke something. */
export const mutations: Readonly<Record<string, Mutation>> = {
  bitsFlipped(bytes, random) {
    const changed = Buffer.from(bytes)
    for (let left = 1 + random.below(8); left > 0; left -= 1) {
      const at = random.below(changed.length || 1)
      if (at < changed.length) changed[at] = (changed[at] ?? 0) ^ (1 << random.below(8))
    }
    return changed
  },
  cutOff: (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1)),
  cutOut(bytes, random) {
    const [from, to] = range(bytes, random)
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)])
  },
  repeated(bytes, random) {
    const [from, to] = range(bytes, random)
    const part = bytes.subarray(from, to)
    const times = Math.min(random.pick([1, 2, 16, 256]), Math.ceil(longest / (part.length || 1)))
    return Buffer.concat([
      bytes.subarray(0, to),
      ...Array.from({ length: times }, () => part),
      bytes.subarray(to),
    ])
  },
  spliced(bytes, random, samples) {
    const other = random.pick(samples)
    const head = bytes.subarray(0, random.below(bytes.length + 1))
    return Buffer.concat([head, other.subarray(random.below(other.length + 1))])
  },
  noiseInserted(bytes, random) {
    const at = random.below(bytes.length + 1)
    return Buffer.concat([bytes.subarray(0, at), random.bytes(random.below(64)), bytes.subarray(at)])
  },
  lengthChanged(bytes, random) {
    const changed = Buffer.from(bytes)
    const size = random.pick([1, 2, 4])
    if (changed.length < size) return changed
    const at = random.below(changed.length - size + 1)
    const limit = 2 ** (8 * size)
    const value = random.pick([0, 1, limit / 2 - 1, limit / 2, limit - 1, bytes.length, bytes.length - at])
    const fitting = ((value % limit) + limit) % limit
    if (random.below(2) === 0) changed.writeUIntBE(fitting, at, size)
    else changed.writeUIntLE(fitting, at, size)
    return changed
  },
  numberChanged(bytes, random) {
    // Text protocols write their lengths in digits.
    const text = bytes.toString('latin1')
    const numbers = [...text.matchAll(/\d+/g)]
    if (numbers.length === 0) return bytes
    const { 0: digits, index } = random.pick(numbers)
    const other = random.pick([
      '0',
      '-1',
      '1e9',
      '0x10',
      '99999999999999999999',
      '2147483648',
      '',
      ' 1',
      '1 1',
    ])
    return Buffer.from(text.slice(0, index) + other + text.slice(index + digits.length), 'latin1')
  },
  allNoise: (bytes, random) => random.bytes(random.below(bytes.length * 2 + 16)),
}

const longest = 1024 * 1024

function range(bytes: Buffer, random: Random): [from: number, to: number] {
  const ends = [random.below(bytes.length + 1), random.below(bytes.length + 1)]
  return [Math.min(...ends), Math.max(...ends)]
}
