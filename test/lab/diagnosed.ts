import type { Test } from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import type { LabResult } from '../../sim/report/command-results.ts'

/** Whatever the laboratory did to provoke each failure of the catalogue, the diagnosis is that failure. */
export function everyRunIsDiagnosed(t: Test, results: readonly LabResult[]): void {
  const entries = results.flatMap(({ entries }) => entries)
  t.equal(entries.length, catalogue.length)
  for (const { id, runs } of entries) {
    for (const { diagnosis, candidates, client_end, server_end, ...run } of runs) {
      const how = `${id} over ${run.protocol}`
      t.equal(diagnosis, id, how, { run, client_end, server_end })
      if (client_end) t.ok(candidates.includes(id), `${how}, by the client alone`, { run, client_end })
    }
  }
}
