import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from 'undici'
import { openHierarchy, type RunningHierarchy } from '../sim/network/running-hierarchy.ts'
import { largeHierarchy, placeInSite } from './hierarchies.ts'
import { askedOf, inOwnProcess } from './own-process.ts'
import { median, round, type BenchResult } from './result.ts'

interface Measured {
  /** Seconds for all clients. */
  seconds: number
  attempts: number
  /** Seconds for as many requests to a bare server, each over a connection of its own. */
  bare: number
}

/** Clients that act at the same time. */
const atOnce = 16
const packageId = 'CEN00001'

/** Clients that each assign themselves, roam twice and fetch a package, in small and large hierarchies. */
export function roamingClients(): BenchResult[] {
  const small = measure(20, 200, 3)
  const many = measure(20, 2000, 1)
  const large = measure(200, 2000, 1)
  const rate = ({ seconds }: Measured, clients: number): number => round(clients / seconds)
  const of = (clients: number, { attempts }: Measured): string =>
    `${clients} clients, each assigned, roaming twice and fetching one package: ${attempts} attempts; ${atOnce} clients at once, in one process`
  return [
    {
      name: 'roaming-clients-20-sites',
      value: rate(many, 2000),
      unit: '1/s',
      reference: { name: 'as many bare requests', value: round(2000 / many.bare) },
      ratio: round(many.bare / many.seconds),
      note: of(2000, many),
    },
    {
      name: 'roaming-clients-200-sites',
      value: rate(large, 2000),
      unit: '1/s',
      reference: { name: 'the same in 20 sites', value: rate(many, 2000) },
      ratio: round(many.seconds / large.seconds),
      target: 0.8,
      note: `${of(2000, large)}; the ratio is 1 where time does not grow with the number of sites`,
    },
    {
      name: 'roaming-clients-tenfold',
      value: rate(many, 2000),
      unit: '1/s',
      reference: { name: '200 clients instead of 2,000', value: rate(small, 200) },
      ratio: round((small.seconds * 10) / many.seconds),
      target: 0.8,
      note: 'in 20 sites; the ratio is 1 where time grows as the number of clients does',
    },
  ]
}

function measure(sites: number, clients: number, runs: number): Measured {
  const measured = Array.from({ length: runs }, () => {
    process.stderr.write(`  ${clients} clients in ${sites} sites...\n`)
    return inOwnProcess(import.meta.url, String(sites), String(clients)) as Measured
  })
  const middle = (what: keyof Measured): number => median(measured.map((one) => one[what]))
  return { seconds: middle('seconds'), attempts: middle('attempts'), bare: middle('bare') }
}

async function assignRoamAndFetch(sites: number, clients: number): Promise<Measured> {
  const hierarchy = largeHierarchy(sites, clients, packageId)
  await using running = await openHierarchy(hierarchy)
  // Keys and certificates are made once and count for no client.
  for (const site of hierarchy.sites.keys()) await day(running, site, sites)
  const before = running.attempts.length
  const startedAt = performance.now()
  let done = 0
  await inTurns(clients, async (client) => {
    await day(running, client, sites)
    done += 1
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K  ${done}/${clients}`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  const seconds = (performance.now() - startedAt) / 1000
  const attempts = running.attempts.length - before
  return { seconds, attempts, bare: await bareRequests(attempts) }
}

/** Throws unless every attempt was answered by the right system. */
async function day(running: RunningHierarchy, number: number, sites: number): Promise<void> {
  const client = running.client(`PC${number}`)
  const at = (step: number) => (number + step * 7) % sites
  client.move(placeInSite(at(0), number))
  const assigned = await client.assign('auto')
  if (assigned.outcome !== 'answered') throw new Error(`${client.name} was not assigned: ${assigned.rule}`)
  for (const step of [1, 2]) {
    client.move(placeInSite(at(step), number))
    const { outcome, rule } = await client.getContent(packageId)
    if (outcome !== 'answered') throw new Error(`${client.name} got no content: ${rule}`)
  }
}

async function inTurns(number: number, act: (index: number) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < number) await act(next++)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

/** Resolves to the seconds that it took. */
async function bareRequests(number: number): Promise<number> {
  const server = createServer((_request, response) => response.end('<MPList></MPList>'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const startedAt = performance.now()
  await inTurns(number, async () => {
    const connection = new Client(`http://127.0.0.1:${port}`, { pipelining: 0 })
    const { body } = await connection.request({ method: 'GET', path: '/' })
    await body.dump()
    await connection.destroy()
  })
  const seconds = (performance.now() - startedAt) / 1000
  server.close()
  server.closeAllConnections()
  return seconds
}

const asked = askedOf(import.meta.url)
if (asked) {
  const [sites, clients] = asked.map(Number)
  process.stdout.write(JSON.stringify(await assignRoamAndFetch(sites ?? 20, clients ?? 200)))
}
