import { createHash } from 'node:crypto'

/** Chances that are the same for a seed on every platform. */
export interface Random {
  /** Whether something happens that does so in this share of all cases: a part of one. */
  happens(share: number): boolean
  /** One of a list that is not empty. */
  pick<Item>(items: readonly [Item, ...Item[]]): Item
}

/** Each client has chances of its own, so that they depend on nobody who acts before it. */
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
  return {
    happens: (share) => next() < share,
    pick: (items) => items[Math.floor(next() * items.length)] ?? items[0],
  }
}
