import { createHash } from 'node:crypto'
import { limits } from '../limits.ts'
import type { DiscoveryDataRecord, StatusMessage } from '../wire/management-point/reports.ts'
import type { ReportingMachine, StateMessage } from '../wire/state-message.ts'

/**
 * Data that the systems of a primary site and its secondary sites share: registered clients, stored user state, state
 * messages. The product keeps it in the site database; here it lasts as long as the hierarchy runs.
 */
export interface SiteDatabase {
  /** The table that `create` returns, created on first use: `database.table(createStateStores)`. */
  table<Table>(create: () => Table): Table
}

export function createSiteDatabase(): SiteDatabase {
  const tables = new Map<() => unknown, unknown>()
  return {
    table<Table>(create: () => Table): Table {
      if (!tables.has(create)) tables.set(create, create())
      return tables.get(create) as Table
    },
  }
}

/** The latest received messages, within limits of count and size. */
interface RingBuffer<Received> {
  add(received: Received): void
  /** In order of arrival; the oldest are dropped when there are too many. */
  readonly all: readonly Received[]
  /** Count of all messages ever added. */
  readonly received: number
}

const most = limits.siteMessages.value
/** Limit of all stored messages together, in characters; one can be as long as a request. */
const mostCharacters = limits.siteMessageText.value

function createRingBuffer<Received>(): RingBuffer<Received> {
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

/** A state message as stored by the site. */
export interface ReceivedStateMessage extends StateMessage {
  /**
   * When it reaches the site: in the future for a message that a fallback status point holds back, having passed on its
   * share for now.
   */
  receivedAt: Date
  /** FQDN of the site system that received it. */
  receivedBy: string
  machine: ReportingMachine
}

/** The state messages of a site: `database.table(createStateMessages)`. */
type StateMessages = RingBuffer<ReceivedStateMessage>

export function createStateMessages(): StateMessages {
  return createRingBuffer()
}

/** A status message as stored by the site. */
interface ReceivedStatusMessage extends StatusMessage {
  clientId?: string
  receivedAt: Date
  /** FQDN of the site system that received it. */
  receivedBy: string
}

/** The status messages of a site: `database.table(createStatusMessages)`. */
type StatusMessages = RingBuffer<ReceivedStatusMessage>

export function createStatusMessages(): StatusMessages {
  return createRingBuffer()
}

/** A discovery data record as stored by the site. */
interface ReceivedDiscoveryDataRecord extends DiscoveryDataRecord {
  receivedAt: Date
  /** FQDN of the site system that received it. */
  receivedBy: string
}

/** The discovery data records of a site: `database.table(createDiscoveryDataRecords)`. */
type DiscoveryDataRecords = RingBuffer<ReceivedDiscoveryDataRecord>

export function createDiscoveryDataRecords(): DiscoveryDataRecords {
  return createRingBuffer()
}

export interface RegisteredClient {
  /** `GUID:...`, in upper case. */
  smsId: string
  /** DER of the certificate that it signs with. */
  signing: Buffer
  netBiosName: string
  agentVersion: string
  registeredAt: Date
  /** By its site, in mixed mode; or by an administrator. */
  approved: boolean
}

/** The clients of a site: `database.table(createRegisteredClients)`. */
interface RegisteredClients {
  /** In place of one with the same SMSID. */
  add(client: RegisteredClient): void
  withId(smsId: string): RegisteredClient | undefined
  withCertificate(signing: Buffer): RegisteredClient | undefined
  /** The oldest are dropped when there are too many. */
  readonly all: readonly RegisteredClient[]
}

const mostClients = limits.registeredClients.value

export function createRegisteredClients(): RegisteredClients {
  const byId = new Map<string, RegisteredClient>()
  const byCertificate = new Map<string, RegisteredClient>()
  function remove(client: RegisteredClient): void {
    byId.delete(client.smsId)
    byCertificate.delete(thumbprint(client.signing))
  }
  return {
    add(client) {
      const former = [byId.get(client.smsId), byCertificate.get(thumbprint(client.signing))]
      for (const registered of former) if (registered) remove(registered)
      // A view of a request would keep the whole request in memory; a copy does not.
      const own = { ...client, signing: Buffer.from(client.signing) }
      byId.set(own.smsId, own)
      byCertificate.set(thumbprint(own.signing), own)
      const [oldest] = byId.size > mostClients ? byId.values() : []
      if (oldest) remove(oldest)
    },
    withId: (smsId) => byId.get(smsId.toUpperCase()),
    withCertificate: (signing) => byCertificate.get(thumbprint(signing)),
    get all() {
      return [...byId.values()]
    },
  }
}

function thumbprint(certificate: Buffer): string {
  return createHash('sha1').update(certificate).digest('hex')
}
