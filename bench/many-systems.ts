import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { wideHierarchy } from './hierarchies.ts'
import { askedOf, inOwnProcess, residentMemory } from './own-process.ts'
import { best, median, round, type BenchResult } from './result.ts'

interface Measured {
  open: number
  close: number
  memory: number
  growth: number
}

const runs = 3

/** Opens and closes 1,000 sites of six systems, each time in a process of its own. */
export function manySystems(): BenchResult[] {
  const measured = Array.from({ length: runs }, () => inOwnProcess(import.meta.url) as Measured)
  const all = (what: keyof Measured): number[] => measured.map((one) => one[what])
  const middle = (what: keyof Measured): number => round(median(all(what)))
  const note =
    `median of ${runs} processes; half of the sites native, half mixed; every listener accepts, and makes its ` +
    `web server and TLS context at its first connection`
  const closing = `median of ${runs} processes; no connection was open`
  return [
    {
      name: 'open-6000-systems',
      value: middle('open'),
      unit: 's',
      best: round(best(all('open'))),
      target: 3,
      note,
    },
    {
      name: 'open-6000-systems-memory',
      value: middle('memory'),
      unit: 'MiB',
      target: 300,
      note:
        `resident memory of the whole process once all are open, Node and the hierarchy included; ` +
        `opening added ${middle('growth')} MiB of it; no connection yet`,
    },
    {
      name: 'close-6000-systems',
      value: middle('close'),
      unit: 's',
      best: round(best(all('close'))),
      target: 1,
      note: closing,
    },
  ]
}

async function openAndClose(): Promise<Measured> {
  const hierarchy = wideHierarchy(1000)
  const before = residentMemory()
  const startedAt = performance.now()
  const running = await openHierarchy(hierarchy, { cache: false })
  const openedAt = performance.now()
  // Measured before garbage collection: the memory that the machine had to provide.
  const { rss } = process.memoryUsage()
  const closingAt = performance.now()
  await running.close()
  return {
    open: (openedAt - startedAt) / 1000,
    close: (performance.now() - closingAt) / 1000,
    memory: rss / 2 ** 20,
    growth: (rss - before) / 2 ** 20,
  }
}

if (askedOf(import.meta.url)) process.stdout.write(JSON.stringify(await openAndClose()))
