/** An item of one list beside its counterpart in the other. */
export type Pair<Item> =
  | { readonly kind: 'both'; readonly before: Item; readonly after: Item }
  | { readonly kind: 'missing'; readonly before: Item; readonly after: null }
  | { readonly kind: 'added'; readonly before: null; readonly after: Item }

/** The item of the later list, or of the earlier one where the later one has none. */
export function laterOf<Item>(pair: Pair<Item>): Item {
  return pair.kind === 'missing' ? pair.before : pair.after
}

export function both<Item>(before: Item, after: Item): Pair<Item> {
  return { kind: 'both', before, after }
}

export function missing<Item>(before: Item): Pair<Item> {
  return { kind: 'missing', before, after: null }
}

export function added<Item>(after: Item): Pair<Item> {
  return { kind: 'added', before: null, after }
}

/** `alike`: the same item, which ended in the same way; `changed`: the same item, which ended in another way. */
export type Likeness = 'alike' | 'changed' | 'another'

/** So many pairs are compared, which takes 64 MiB: 4000 steps beside as many others. */
const mostCompared = 2 ** 24

/** A pair counts most, and among as many pairs those that ended alike. At most 4000 of them are paired. */
const worths: Readonly<Record<Likeness, number>> = { another: 0, changed: 2 ** 16, alike: 2 ** 16 + 1 }

/**
 * Pairs the items of two lists in their order, as many as possible, so that one that was inserted or removed leaves the
 * others in pairs. Where the lists are too long for that, only what is alike at their beginning and end is paired.
 */
export function aligned<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  likeness: (before: Item, after: Item) => Likeness,
): Pair<Item>[] {
  const beginning = alikeAtBeginning(before, after, likeness)
  const [restBefore, restAfter] = [before.slice(beginning.length), after.slice(beginning.length)]
  const end = alikeAtBeginning(restBefore.toReversed(), restAfter.toReversed(), likeness).reverse()
  const middleBefore = restBefore.slice(0, restBefore.length - end.length)
  const middleAfter = restAfter.slice(0, restAfter.length - end.length)
  const middle =
    middleBefore.length * middleAfter.length > mostCompared
      ? [...middleBefore.map(missing<Item>), ...middleAfter.map(added<Item>)]
      : bestPairs(middleBefore, middleAfter, likeness)
  return [...beginning, ...middle, ...end]
}

function alikeAtBeginning<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  likeness: (before: Item, after: Item) => Likeness,
): Pair<Item>[] {
  const pairs: Pair<Item>[] = []
  for (const [place, one] of before.entries()) {
    const other = after[place]
    if (other === undefined || likeness(one, other) !== 'alike') break
    pairs.push(both(one, other))
  }
  return pairs
}

/** The longest common subsequence: what the items from each place on are worth is worked out from the end. */
function bestPairs<Item extends object>(
  before: readonly Item[],
  after: readonly Item[],
  likeness: (before: Item, after: Item) => Likeness,
): Pair<Item>[] {
  const width = after.length + 1
  const best = new Uint32Array((before.length + 1) * width)
  const bestFrom = (row: number, column: number): number => best[row * width + column] ?? 0
  const worthOf = (row: number, column: number): number => {
    const [one, other] = [before[row], after[column]]
    return one && other ? worths[likeness(one, other)] : 0
  }
  for (let row = before.length - 1; row >= 0; row--) {
    for (let column = after.length - 1; column >= 0; column--) {
      best[row * width + column] = Math.max(
        bestFrom(row + 1, column),
        bestFrom(row, column + 1),
        worthOf(row, column) + bestFrom(row + 1, column + 1),
      )
    }
  }
  const pairs: Pair<Item>[] = []
  let [row, column] = [0, 0]
  for (;;) {
    const [one, other] = [before[row], after[column]]
    const worth = worthOf(row, column)
    const here = bestFrom(row, column)
    if (one && other && worth > 0 && here === worth + bestFrom(row + 1, column + 1)) {
      pairs.push(both(one, other))
      row++
      column++
    } else if (one && here === bestFrom(row + 1, column)) {
      pairs.push(missing(one))
      row++
    } else if (other) {
      pairs.push(added(other))
      column++
    } else {
      return pairs
    }
  }
}
