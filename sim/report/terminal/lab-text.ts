import Table from 'cli-table3'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import type { Colors } from './colors.ts'
import type { LabEntry, LabResult, LabRun } from '../command-results.ts'

/** For each entry of the catalogue, what each end saw and the diagnosis. */
export function labText({ entries, summary }: LabResult, colors: Colors): string {
  const table = new Table({
    head: ['entry', 'client saw', 'server saw', 'called'],
    colWidths: [20, 23, 23, 9],
    wordWrap: true,
    wrapOnWordBoundary: false,
    style: { head: [], border: [] },
  })
  for (const entry of entries) table.push(...rowsOf(entry, colors))
  const verdict =
    `${summary.agree} of ${summary.entries} entries were diagnosed as themselves ` + `(${summary.runs} runs)`
  return [
    table.toString(),
    summary.agree === summary.entries ? colors.green(verdict) : colors.red(verdict),
    '',
  ].join('\n')
}

/** One row for each way in which an entry showed itself. */
function rowsOf({ id, runs }: LabEntry, colors: Colors): string[][] {
  const ways = new Map<string, LabRun[]>()
  for (const run of runs) {
    const key = [seen(run.client_end), seen(run.server_end), run.diagnosis].join('\n')
    ways.set(key, [...(ways.get(key) ?? []), run])
  }
  return [...ways.values()].flatMap((alike, index) => {
    const [first] = alike
    if (!first) return []
    const entry = index === 0 ? `${colors.bold(id)}\n` : ''
    const diagnosed =
      first.diagnosis === id ? colors.green('itself') : colors.red(first.diagnosis ?? first.outcome)
    return [
      [entry + colors.dim(conditionsText(alike)), seen(first.client_end), seen(first.server_end), diagnosed],
    ]
  })
}

/** `TLS 1.2, 1.3`, with the style of refusal if both were tried. */
function conditionsText(runs: readonly LabRun[]): string {
  const versions = [...new Set(runs.map(({ tls }) => tls))].filter((tls) => tls !== null)
  const refusals = [...new Set(runs.map(({ refusal }) => refusal))]
  const [first] = runs
  const secure = versions.length > 0 ? `TLS ${versions.join(', ')}` : (first?.protocol ?? '').toUpperCase()
  return refusals.includes('iis') ? `${secure} ${refusals.join(', ')}` : secure
}

function seen(end: EndEvidence | null): string {
  if (!end) return 'nothing'
  return `${end.stage}\n${end.code}${end.witnessed === false ? '\nknown, not seen' : ''}`
}
