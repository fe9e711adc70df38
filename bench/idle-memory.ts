import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { nativeHierarchy, wideHierarchy } from './hierarchies.ts'
import { round, type BenchResult } from './result.ts'

const sites = 1500
const clients = 20_000

/** What a listener that nobody talks to and a client that talks to nobody cost. */
export async function idleMemory(): Promise<BenchResult[]> {
  const listeners = wideHierarchy(sites)
  const beforeListeners = residentKiB()
  const open = await openHierarchy(listeners)
  const count = open.systems.reduce((sum, { urls }) => sum + urls.length, 0)
  const perListener = (residentKiB() - beforeListeners) / count
  await open.close()

  const crowd = nativeHierarchy(clients)
  await using running = await openHierarchy(crowd)
  const beforeClients = residentKiB()
  for (const { name } of crowd.clients) running.client(name)
  const perClient = (residentKiB() - beforeClients) / clients
  return [
    {
      name: 'memory-per-listener',
      value: round(perListener),
      unit: 'KiB',
      note: `growth of resident memory by ${count} listeners, divided; no connection yet`,
    },
    {
      name: 'memory-per-client',
      value: round(perClient),
      unit: 'KiB',
      note: `growth of resident memory by ${clients} clients, divided; no handshake yet`,
    },
  ]
}

function residentKiB(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss / 1024
}
