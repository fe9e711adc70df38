import type { DiscoveryDataRecord } from '../wire/management-point/reports.ts'
import { createNewest, type Newest } from './newest.ts'

/** A discovery data record as the site has it. */
export interface ReceivedDiscoveryDataRecord extends DiscoveryDataRecord {
  receivedAt: Date
  /** FQDN of the site system that took it. */
  receivedBy: string
}

/** The discovery data records of a site: `database.table(createDiscoveryDataRecords)`. */
export type DiscoveryDataRecords = Newest<ReceivedDiscoveryDataRecord>

export function createDiscoveryDataRecords(): DiscoveryDataRecords {
  return createNewest()
}
