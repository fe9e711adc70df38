import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median, middleHalf, round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { runWhole } from './whole-command.ts'

const rounds = 3
const clients = 1000
const packageId = 'CEN00001'

/** A fleet in two processes and in one, in turns, as whole commands. */
export function twoJobs(): BenchResult[] {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'hierarchy.yaml'), JSON.stringify(hierarchy))
  writeFileSync(join(folder.path, 'fleet.yaml'), JSON.stringify(fleet))
  const inJobs = (jobs: number) => {
    process.stderr.write(`  ${clients} clients, --jobs ${jobs}...\n`)
    return runWhole(['fleet', 'fleet.yaml', '--jobs', String(jobs)], folder.path)
  }
  const pairs = Array.from({ length: rounds }, () => ({ one: inJobs(1), two: inJobs(2) }))
  const rate = (jobs: 'one' | 'two'): number =>
    round(clients / median(pairs.map((pair) => pair[jobs].seconds)))
  const processor = (jobs: 'one' | 'two'): number =>
    round(median(pairs.flatMap((pair) => pair[jobs].processorSeconds ?? [])))
  const ratios = pairs.map(({ one, two }) => one.seconds / two.seconds)
  return [
    {
      name: 'fleet-two-jobs',
      value: rate('two'),
      unit: '1/s',
      reference: { name: 'in one process', value: rate('one') },
      ratio: round(median(ratios)),
      target: 1.8,
      note:
        `clients of \`sitemode fleet --jobs 2\`, ${clients} in all: each looks for its site, visits the other one and ` +
        `fetches a package; medians of ${rounds} pairs of whole commands, half of the ratios in ${middleHalf(ratios)}; ` +
        `two cores with nothing else to do are needed for the target; processor time: ${processor('two')} s, in one ` +
        `process ${processor('one')} s`,
    },
  ]
}

const fleet = {
  name: 'Clients that visit another site',
  hierarchy: 'hierarchy.yaml',
  habits: [{ policy: 0, downloads: [{ package: packageId, share: '100%' }], updates: '0%', state: '0%' }],
}

const hierarchy = {
  name: 'Two sites',
  sites: [
    { code: 'CEN', mode: 'native', ...placed('10.0.0.0/16', 'cen') },
    { code: 'WST', mode: 'mixed', parent: 'CEN', ...placed('10.1.0.0/16', 'wst') },
  ],
  packages: [{ id: packageId, size: '16 KiB' }],
  groups: [
    {
      ...{ name: 'PC', count: clients, assignedSite: 'none', mode: 'native', httpForRoaming: true },
      ...{ at: { site: 'CEN' }, visits: [{ site: 'WST', share: '100%' }] },
    },
  ],
}

function placed(subnet: string, place: string) {
  return {
    boundaries: [{ subnet }],
    systems: [
      { name: `mp.${place}`, roles: ['management-point'] },
      { name: `dp.${place}`, roles: ['standard-distribution-point'], packages: [packageId] },
    ],
  }
}
