import { readdirSync } from 'node:fs'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'

/** Ways in which a handshake fails at once, at either end, before and after it is over. */
const clientCertificates = ['expired', 'self-signed', 'revoked', 'key-mismatch', 'none'] as const
const systemCertificates = ['expired', 'wrong-host', 'revoked', 'no-private-key'] as const
const faults = [
  'reset-in-handshake',
  'closed',
  'cipher-not-shared',
  'closed-after-request',
  'garbage-in-handshake',
] as const

export interface Footprint {
  /** Bytes of the heap in use once the garbage is gone. */
  heap: number
  /** Bytes of resident memory that are not the heap's: what OpenSSL and Node's own code keep. */
  outside: number
  /** Open file descriptors; 0 where the platform does not tell. */
  descriptors: number
}

/** Bytes that may come to be kept outside of the heap: pools that fill once, however many handshakes there are. */
export const outsideTolerated = 12 * 2 ** 20

/** The footprint of failed handshakes: after a warm-up, and after all. */
export async function failHandshakes(
  count: number,
  cache: string,
  collectGarbage: () => void,
): Promise<{ before: Footprint; after: Footprint; failed: number }> {
  const { hierarchy } = parseHierarchy({
    name: 'Soak',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        systems: [
          { name: 'right', roles: ['management-point'] },
          ...systemCertificates.map((certificate) => ({
            name: certificate,
            roles: ['management-point' as const],
            listen: { certificate },
          })),
          ...faults.map((fault) => ({ name: `has-${fault}`, roles: ['management-point' as const] })),
        ],
      },
    ],
    clients: [
      { name: 'GOOD', assignedSite: 'NAT' },
      ...clientCertificates.map((certificate) => ({
        name: `HAS-${certificate}`,
        assignedSite: 'NAT',
        certificate,
      })),
    ],
  })
  const contacts = [
    ...clientCertificates.map((certificate) => ({ client: `HAS-${certificate}`, system: 'right' })),
    ...systemCertificates.map((system) => ({ client: 'GOOD', system })),
    ...faults.map((fault) => ({ client: 'GOOD', system: `has-${fault}` })),
  ]

  await using running = await openHierarchy(hierarchy, { cache })
  for (const fault of faults) await running.break(`has-${fault}`, fault)
  let failed = 0
  async function round(): Promise<void> {
    const attempts = await Promise.all(
      contacts.map(({ client, system }) => running.client(client).contact('management-point', { system })),
    )
    failed += attempts.filter(({ outcome }) => outcome === 'failed').length
    // A recording grows as it records, so none is kept here.
    ;(running.attempts as unknown[]).length = 0
  }

  const warmUp = Math.ceil(count / 10)
  while (failed < warmUp) await round()
  const before = await footprint(collectGarbage)
  while (failed < count) await round()
  return { before, after: await footprint(collectGarbage), failed }
}

async function footprint(collectGarbage: () => void): Promise<Footprint> {
  // The handles closed last are freed in the next turns of the event loop.
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
  }
  const { heapUsed, heapTotal, rss } = process.memoryUsage()
  return { heap: heapUsed, outside: rss - heapTotal, descriptors: descriptors() }
}

function descriptors(): number {
  try {
    return readdirSync('/proc/self/fd').length
  } catch {
    return 0
  }
}
