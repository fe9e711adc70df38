/** The candidate that a mistyped word most likely meant; undefined when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const written = word.toLowerCase()
  const mistakesAllowed = Math.ceil(written.length / 3)
  let best: { candidate: string; mistakes: number } | undefined
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) > mistakesAllowed) continue
    const mistakes = countMistakes(written, candidate.toLowerCase())
    if (mistakes <= mistakesAllowed && mistakes < (best?.mistakes ?? Infinity)) best = { candidate, mistakes }
  }
  return best?.candidate
}

/** `did you mean mp.nor?`; undefined where no candidate is near. */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  const meant = nearest(name, names)
  return meant === undefined ? undefined : `did you mean ${meant}?`
}

/** Letters added, left out, changed, or swapped with a neighbour (optimal string alignment). */
function countMistakes(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const changed = one[row - 1] === other[column - 1] ? 0 : 1
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      current[column] = Math.min(
        at(last, column) + 1,
        at(current, column - 1) + 1,
        at(last, column - 1) + changed,
        swapped ? at(beforeLast, column - 2) + 1 : Infinity,
      )
    }
    beforeLast = last
    last = current
  }
  return at(last, other.length)
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity
}
