/** What was received, as far as there is room for it. */
export interface Newest<Received> {
  add(received: Received): void
  /** In the order in which they came; the oldest are dropped when there are too many. */
  readonly all: readonly Received[]
  /** How many were ever added. */
  readonly received: number
}

const most = 10_000
/** Of all that are kept together; one can be as long as a request. */
const mostCharacters = 8 * 1024 * 1024

export function createNewest<Received>(): Newest<Received> {
  const kept: { message: Received; characters: number }[] = []
  let characters = 0
  let received = 0
  return {
    add(message) {
      // A string cut out of a request would keep the whole request in memory; a copy does not.
      const own = structuredClone(message)
      const entry = { message: own, characters: JSON.stringify(own).length }
      kept.push(entry)
      characters += entry.characters
      received += 1
      while (kept.length > most || characters > mostCharacters) {
        characters -= kept.shift()?.characters ?? 0
      }
    },
    get all() {
      return kept.map(({ message }) => message)
    },
    get received() {
      return received
    },
  }
}
