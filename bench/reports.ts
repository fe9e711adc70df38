import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { readRecording } from '../sim/index.ts'
import { reportPage } from '../sim/report/html/report-page.ts'
import { median, middleHalf, round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { runWhole } from './whole-command.ts'

const rounds = 5
const clients = 400

/** The page of a recording, beside what any page of it needs at least: to read its lines, and to deflate them. */
export async function reports(): Promise<BenchResult[]> {
  using folder = temporaryFolder()
  writeFileSync(join(folder.path, 'run.yaml'), JSON.stringify(scenario))
  runWhole(['run', 'run.yaml', '--out', 'out'], folder.path)
  const file = join(folder.path, 'out', 'recording.ndjson')
  const text = readFileSync(file, 'utf8')
  const recording = await readRecording(file)
  const attempts = recording.hierarchies.reduce((sum, one) => sum + one.attempts.length, 0)
  let bytes = 0
  const pairs = Array.from({ length: rounds }, () => ({
    page: secondsOf(() => {
      bytes = 0
      for (const piece of reportPage(recording)) bytes += Buffer.byteLength(piece)
    }),
    bare: secondsOf(() => {
      for (const line of text.split('\n')) if (line !== '') JSON.parse(line)
      deflateSync(text)
    }),
  }))
  const rate = (of: 'page' | 'bare'): number => round(attempts / median(pairs.map((pair) => pair[of])))
  const ratios = pairs.map(({ page, bare }) => bare / page)
  return [
    {
      name: 'report-page',
      value: rate('page'),
      unit: '1/s',
      reference: { name: 'parse and deflate the recording', value: rate('bare') },
      ratio: round(median(ratios)),
      note:
        `attempts that become a page in two languages, ${attempts} of ${clients} clients, ${Math.round(bytes / attempts)} ` +
        `bytes each in the page; medians of ${rounds} pairs, half of the ratios in ${middleHalf(ratios)}`,
    },
  ]
}

function secondsOf(act: () => void): number {
  const began = performance.now()
  act()
  return (performance.now() - began) / 1000
}

const scenario = {
  name: 'Many clients',
  hierarchy: {
    domain: 'contoso.test',
    sites: [
      {
        ...{ code: 'MIX', mode: 'mixed', boundaries: [{ subnet: '10.1.0.0/16' }] },
        systems: [{ name: 'mp', roles: ['management-point'] }],
      },
    ],
    groups: [{ name: 'PC', count: clients, assignedSite: 'MIX', at: { site: 'MIX' } }],
  },
  steps: [
    { clients: 'all', requestPolicy: true },
    { clients: 'all', sendState: true },
    { clients: 'all', requestPolicy: true },
  ],
}
