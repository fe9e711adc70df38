/** Units that may be done ahead of the oldest one that is not, for each process: what they come to is kept until its turn. */
const ahead = 4

/** Does units, and gives what they come to in their order, up to the first that fails. */
export async function* inOrder<Unit, Result>(
  units: Iterable<Unit>,
  jobs: number,
  act: (unit: Unit) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  for (const unit of units) {
    const oldest = begun.length === ahead * jobs ? begun.shift() : undefined
    if (oldest) yield await oldest
    const one = act(unit)
    // It is told when its turn comes; by then an earlier one may have ended the work.
    void one.catch(() => undefined)
    begun.push(one)
  }
  for (const one of begun) yield await one
}
