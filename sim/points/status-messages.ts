import type { StatusMessage } from '../wire/management-point/reports.ts'
import { createNewest, type Newest } from './newest.ts'

/** A status message as the site has it. */
export interface ReceivedStatusMessage extends StatusMessage {
  clientId?: string
  receivedAt: Date
  /** FQDN of the site system that took it. */
  receivedBy: string
}

/** The status messages of a site: `database.table(createStatusMessages)`. */
export type StatusMessages = Newest<ReceivedStatusMessage>

export function createStatusMessages(): StatusMessages {
  return createNewest()
}
