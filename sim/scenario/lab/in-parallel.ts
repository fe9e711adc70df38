/** Like `Promise.all` over a list, but only so many at once; the results in the order of the list. */
export async function inParallel<T, R>(
  atOnce: number,
  list: readonly T[],
  act: (one: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = []
  const waiting = list.entries()
  async function lane(): Promise<void> {
    for (const [index, one] of waiting) results[index] = await act(one)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}
