import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { nativeHierarchy, wideHierarchy } from './hierarchies.ts'
import { askedOf, inOwnProcess, residentMemory } from './own-process.ts'
import { round, type BenchResult } from './result.ts'

interface Measured {
  count: number
  /** Bytes per item. */
  each: number
}

const sites = 1500
const clients = 20_000

/** Memory of an idle listener and of an idle client, each measured in a process of its own. */
export function idleMemory(): BenchResult[] {
  const listener = inOwnProcess(import.meta.url, 'listeners') as Measured
  const client = inOwnProcess(import.meta.url, 'clients') as Measured
  return [
    {
      name: 'memory-per-listener',
      value: round(listener.each / 1024),
      unit: 'KiB',
      note:
        `growth of resident memory by opening ${listener.count} listeners, divided; no connection yet, so no web ` +
        `server and no TLS context`,
    },
    {
      name: 'memory-per-client',
      value: round(client.each / 1024),
      unit: 'KiB',
      note:
        `growth of resident memory by ${client.count} clients, divided, without their entries in the hierarchy; no ` +
        `handshake yet, so no TLS context`,
    },
  ]
}

async function idleListeners(): Promise<Measured> {
  const hierarchy = wideHierarchy(sites)
  const before = residentMemory()
  await using running = await openHierarchy(hierarchy, { cache: false })
  const count = running.systems.reduce((sum, { urls }) => sum + urls.length, 0)
  return { count, each: (residentMemory() - before) / count }
}

async function idleClients(): Promise<Measured> {
  const hierarchy = nativeHierarchy(clients)
  await using running = await openHierarchy(hierarchy, { cache: false })
  const before = residentMemory()
  for (const { name } of hierarchy.clients) running.client(name)
  return { count: clients, each: (residentMemory() - before) / clients }
}

const [asked] = askedOf(import.meta.url) ?? []
if (asked !== undefined) {
  process.stdout.write(JSON.stringify(await (asked === 'listeners' ? idleListeners() : idleClients())))
}
