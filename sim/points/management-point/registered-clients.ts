import { createHash } from 'node:crypto'

export interface RegisteredClient {
  /** `GUID:...`, in upper case. */
  smsId: string
  /** DER of the certificate that it signs with. */
  signing: Buffer
  netBiosName: string
  agentVersion: string
  registeredAt: Date
}

/** The clients of a site: `database.table(createRegisteredClients)`. */
interface RegisteredClients {
  /** Adds a client, replacing one with the same SMSID. */
  add(client: RegisteredClient): void
  withId(smsId: string): RegisteredClient | undefined
  withCertificate(signing: Buffer): RegisteredClient | undefined
  /** The oldest are dropped when there are too many. */
  readonly all: readonly RegisteredClient[]
}

const most = 10_000

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
      const [oldest] = byId.size > most ? byId.values() : []
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
