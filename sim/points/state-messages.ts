import type { ReportingMachine, StateMessage } from '../wire/state-message.ts'
import { createNewest, type Newest } from './newest.ts'

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
export type StateMessages = Newest<ReceivedStateMessage>

export function createStateMessages(): StateMessages {
  return createNewest()
}
