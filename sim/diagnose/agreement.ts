import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { areOfOneRequest, type Told } from './occurrence.ts'

/** Whether a client's lines and a server's can be of one request: by the address, and by what can have failed. */
export function canAgree(client: Told, server: Told): boolean {
  const answers = decided.get(client) ?? new WeakMap<Told, boolean>()
  decided.set(client, answers)
  const before = answers.get(server)
  if (before !== undefined) return before
  const agree = decide(client, server)
  answers.set(server, agree)
  return agree
}

/** The same is told at many times. */
const decided = new WeakMap<Told, WeakMap<Told, boolean>>()

function decide(client: Told, server: Told): boolean {
  if (!areOfOneRequest(client, server)) return false
  if (client.status !== null || client.codes.length === 0) return true
  const possible = explainedBy(client)
  const other = explainedBy(server)
  return other.size === 0 || [...possible].some((entry) => other.has(entry))
}

const known = new WeakMap<Told, ReadonlySet<CatalogueEntry>>()

/** The failures that most of the codes can mean. */
function explainedBy(told: Told): ReadonlySet<CatalogueEntry> {
  const before = known.get(told)
  if (before) return before
  const votes = new Map<CatalogueEntry, number>()
  for (const { readings } of told.codes) {
    const entries = new Set(readings.flatMap(({ candidates }) => candidates))
    for (const entry of entries) votes.set(entry, (votes.get(entry) ?? 0) + 1)
  }
  const most = Math.max(...votes.values())
  const entries = new Set([...votes].filter(([, count]) => count === most).map(([entry]) => entry))
  known.set(told, entries)
  return entries
}
