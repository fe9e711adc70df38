import type { ReportingMachine, StateMessage } from '../wire/state-message.ts'

/** A state message as the site has it. */
export interface ReceivedStateMessage extends StateMessage {
  /**
   * When it reaches the site. A fallback status point that has passed on its share for now holds messages back: of
   * these the time is still to come.
   */
  receivedAt: Date
  /** FQDN of the site system that took it. */
  receivedBy: string
  machine: ReportingMachine
}

/** The state messages of a site: `database.table(createStateMessages)`. */
export interface StateMessages {
  add(message: ReceivedStateMessage): void
  /** In the order in which they were taken; the oldest are dropped when there are too many. */
  readonly all: readonly ReceivedStateMessage[]
  /** How many were ever added. */
  readonly received: number
}

const mostMessages = 10_000
/** Of all kept messages together; one can be as long as a request. */
const mostCharacters = 8 * 1024 * 1024

export function createStateMessages(): StateMessages {
  const kept: { message: ReceivedStateMessage; characters: number }[] = []
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
      while (kept.length > mostMessages || characters > mostCharacters) {
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
