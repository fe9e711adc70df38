import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { openHierarchy } from '../sim/network/running-hierarchy.ts'
import { wideHierarchy } from './hierarchies.ts'
import { median, round, type BenchResult } from './result.ts'

interface Measured {
  open: number
  close: number
  memory: number
}

const runs = 3

/** 1,000 sites of six systems opened and closed, each time in a process of its own. */
export function manySystems(): BenchResult[] {
  const measured = Array.from({ length: runs }, () => {
    const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { encoding: 'utf8' })
    if (child.status !== 0) throw new Error(`opening 6,000 systems failed: ${child.stderr}`)
    return JSON.parse(child.stdout) as Measured
  })
  const middle = (pick: (one: Measured) => number): number => round(median(measured.map(pick)))
  const note = `median of ${runs} processes; half of the sites native, half mixed`
  return [
    { name: 'open-6000-systems', value: middle(({ open }) => open), unit: 's', target: 3, note },
    {
      name: 'open-6000-systems-memory',
      value: middle(({ memory }) => memory),
      unit: 'MiB',
      target: 300,
      note: 'resident memory of the whole process once all are open, Node and the hierarchy included',
    },
    { name: 'close-6000-systems', value: middle(({ close }) => close), unit: 's', target: 1, note },
  ]
}

async function openAndClose(): Promise<Measured> {
  const hierarchy = wideHierarchy(1000)
  const startedAt = performance.now()
  const running = await openHierarchy(hierarchy)
  const openedAt = performance.now()
  const memory = process.memoryUsage().rss / 2 ** 20
  const closingAt = performance.now()
  await running.close()
  return { open: (openedAt - startedAt) / 1000, close: (performance.now() - closingAt) / 1000, memory }
}

// The process of its own.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(await openAndClose()))
}
