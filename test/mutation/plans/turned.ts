let turned: number | undefined
/** Of an act without a mutant, the ones that would have decided otherwise. */
let differing: Set<number> | undefined
/** The mutants that had a say in the truth that is being asked. */
let asked: Set<number> | undefined

/** What an act comes to with a mutant turned round. */
export async function turning<Result>(mutant: number, act: () => Promise<Result>): Promise<Result> {
  turned = mutant
  try {
    return await act()
  } finally {
    turned = undefined
  }
}

/** What an act comes to under the rules as they are, and the mutants by which a rule would have decided otherwise. */
export async function watching<Result>(
  act: () => Promise<Result>,
): Promise<{ result: Result; differing: number[] }> {
  const seen = (differing = new Set<number>())
  try {
    return { result: await act(), differing: [...seen] }
  } finally {
    differing = undefined
  }
}

/** Stands in the modules of rules in the place of every truth. Rules are pure: asking once more does nothing. */
export function either<Value>(mutant: number, other: () => Value, right: () => Value): Value {
  const value = (): Value => {
    asked?.add(mutant)
    return mutant === turned ? other() : right()
  }
  return differing && !asked ? watch(differing, value) : value()
}

/** Asks a truth that lies in no other once more with each mutant that has a say in it. */
function watch<Value>(seen: Set<number>, value: () => Value): Value {
  const inIt = (asked = new Set<number>())
  const right = value()
  for (const mutant of inIt) {
    if (seen.has(mutant)) continue
    turned = mutant
    if (!isSame(value, right)) seen.add(mutant)
    turned = undefined
  }
  asked = undefined
  return right
}

function isSame<Value>(value: () => Value, right: Value): boolean {
  try {
    return Object.is(value(), right)
  } catch {
    return false
  }
}
