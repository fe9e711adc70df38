import { createHash } from 'node:crypto'

/** Chances that are the same for a seed on every platform. */
export interface Random {
  /** Whether something happens that does so in this share of all cases: a part of one. */
  happens(share: number): boolean
  /** A whole number from 0, less than this one. */
  below(count: number): number
  /** One of a list that is not empty. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item
  /** All of a list, in any order (Fisher and Yates). */
  shuffled<Item>(items: readonly Item[]): Item[]
}

/** Each name has chances of its own, so that they depend on nobody who acts before it. */
export function createRandom(seed: number, name: string): Random {
  const bytes = createHash('sha256')
    .update(JSON.stringify([seed, name]))
    .digest()
  let [a, b, c, counter] = [bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8), 1]
  /** From 0, less than 1: sfc32, the small fast counting generator of PractRand. */
  function next(): number {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    happens: (share) => next() < share,
    below,
    pick: (items) => items[below(items.length)] ?? items[0],
    shuffled(items) {
      const left = [...items]
      return items.flatMap(() => left.splice(below(left.length), 1))
    },
  }
}
