import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { round, type BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { runWhole } from './whole-command.ts'

/** What a fleet of so many clients left and needed. */
interface Fleet {
  clients: number
  /** MiB. */
  memory: number
  /** Bytes of the recording. */
  recording: number
}

const few = 10_000
const many = 40_000

/** What a fleet of forty thousand clients needs beyond one of ten thousand. */
export function fleetGrowth(): BenchResult[] {
  using folder = temporaryFolder()
  const [small, large] = [few, many].map((clients) => lived(folder.path, clients))
  if (!small || !large) return []
  const each = (what: 'memory' | 'recording'): number => (large[what] - small[what]) / (many - few)
  const day = 'each client looks for its site, in three searches of Active Directory and a request by HTTP'
  return [
    {
      name: 'fleet-memory-per-client',
      value: round(each('memory') * 1024),
      unit: 'KiB',
      target: 4,
      note:
        `growth of the most resident memory of \`sitemode fleet\` from ${few} to ${many} clients, divided ` +
        `(${round(small.memory)} to ${round(large.memory)} MiB); ${day}`,
    },
    {
      name: 'fleet-recording-per-client',
      // Durations are longer or shorter by a digit.
      value: Math.max(0, Math.round(each('recording'))),
      unit: 'bytes',
      target: 1024,
      note:
        `growth of the recording, divided, in the same two runs (${small.recording} to ${large.recording} bytes); ` +
        `both keep the same evidence`,
    },
  ]
}

function lived(folder: string, clients: number): Fleet {
  process.stderr.write(`  ${clients} clients of a fleet...\n`)
  const own = join(folder, String(clients))
  writeFileSync(`${own}.hierarchy.yaml`, JSON.stringify(hierarchyOf(clients)))
  const fleet = { name: 'Clients that look for their site', hierarchy: `${clients}.hierarchy.yaml`, habits }
  writeFileSync(`${own}.yaml`, JSON.stringify(fleet))
  const { memory } = runWhole(['fleet', `${own}.yaml`, '--out', own], folder)
  return { clients, memory, recording: statSync(join(own, 'recording.ndjson')).size }
}

const habits = [{ policy: 0, downloads: [], updates: '0%', state: '0%' }]

function hierarchyOf(clients: number) {
  const system = { name: 'mp.wst', roles: ['management-point'] }
  const site = { code: 'WST', mode: 'mixed', boundaries: [{ subnet: '10.0.0.0/15' }], systems: [system] }
  const at = { site: 'WST' }
  const group = { name: 'PC', count: clients, assignedSite: 'none', certificate: 'none', at }
  return { name: 'One site in mixed mode', sites: [site], groups: [group] }
}
