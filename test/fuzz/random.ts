/** Random numbers that are the same for a seed on every platform. */
export interface Random {
  /** A whole number from 0, less than `bound`. */
  below(bound: number): number
  bytes(length: number): Buffer
  /** Throws for an empty list. */
  pick<Item>(items: readonly Item[]): Item
}

/** Mulberry32: 32 bits of state, more than enough to make nonsense with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const below = (bound: number): number => next() % bound
  return {
    below,
    bytes: (length) => Buffer.from(Array.from({ length }, () => below(256))),
    pick(items) {
      const item = items[below(items.length)]
      if (item === undefined) throw new RangeError('there is nothing to pick from')
      return item
    },
  }
}
