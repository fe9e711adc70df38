import { withInstallation } from './installation-line.ts'
import type { Finding } from './source/finding.ts'

/** A hierarchy as written, before its schema is asked: abbreviations are written out. */
export interface WrittenOut {
  value: unknown
  findings: readonly Finding[]
}

/** Leaves the author's own fields out, and fills in what installation lines say. */
export function writtenOut(written: unknown): WrittenOut {
  if (!isFields(written)) return { value: written, findings: [] }
  const value = withoutOwnFields(written)
  const findings: Finding[] = []
  for (const list of ['clients', 'groups']) {
    const entries = value[list]
    if (!Array.isArray(entries)) continue
    value[list] = entries.map((entry: unknown, index) => {
      if (!isFields(entry)) return entry
      const installed = withInstallation(entry, [list, index])
      findings.push(...installed.findings)
      return installed.client
    })
  }
  return { value, findings }
}

/** Fields that begin with `x-` are the author's own: a place for what the rest of the file repeats. */
export function withoutOwnFields(written: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(written).filter(([name]) => !name.startsWith('x-')))
}

/** What is left of a hierarchy when all of its clients are gone. */
export function withoutClients(written: unknown): unknown {
  return isFields(written) ? { ...written, clients: [], groups: [] } : written
}

export function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
