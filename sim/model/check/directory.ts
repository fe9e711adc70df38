/** Finds the things of a file by name, whatever the case of its letters. */
export interface Directory<T> {
  find(name: string): T | undefined
  /** False when the name is certainly wrong to use: nothing bears it, and no name was unreadable. */
  mayHold(name: string): boolean
}

export function directoryOf<T>(
  entries: readonly T[],
  nameOf: (entry: T) => string | undefined,
  isComplete: boolean,
): Directory<T> {
  const byName = new Map<string, T>()
  let allReadable = isComplete
  for (const entry of entries) {
    const name = nameOf(entry)?.toLowerCase()
    if (name === undefined) allReadable = false
    else if (!byName.has(name)) byName.set(name, entry)
  }
  return {
    find: (name) => byName.get(name.toLowerCase()),
    mayHold: (name) => !allReadable || byName.has(name.toLowerCase()),
  }
}
