import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import { type HierarchyOptions } from '../../sim/cli/hierarchy-options.ts'
import { withSettings } from '../../sim/library/hierarchies.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow } from '../../sim/evidence/recording/recording.ts'
import type { OpenOptions } from '../../sim/network/running-hierarchy.ts'
import { runResultOf, type RunResult } from '../../sim/report/run-result.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { newFolder } from '../new-folder.ts'
import { contradictions } from './exchanges-served.ts'

export const folder = fileURLToPath(new URL('../../../scenarios', import.meta.url))
export const files = readdirSync(folder).filter((name) => /\.(yaml|ts)$/.test(name))
export const loaded = await Promise.all(files.map((name) => loadScenario(join(folder, name))))
export const scenarios = loaded.map(({ scenario }) => scenario)

/** Runs scenarios of the folder as somebody does who gives these options, and holds both ends' requests together. */
export async function allHold(
  t: Test,
  options: Omit<HierarchyOptions, 'cache'>,
  open: OpenOptions = {},
  chosen = scenarios,
): Promise<RunResult> {
  const changed = chosen.map((scenario) => ({
    ...scenario,
    hierarchy: withSettings(scenario.hierarchy, options),
  }))
  const recording = emptyRecording()
  const lines: RecordedEvent[] = []
  const write = follow(recording)
  const journal = numbered('', (line) => {
    lines.push(line)
    write(line)
  })
  await recordScenarios(changed, { cache: newFolder(t), ...open, journal })
  journal({ type: 'ended', durationMs: 0 })
  const result = runResultOf(recording)
  const failed = result.scenarios.flatMap(({ name, steps }) =>
    steps.filter(({ passed }) => !passed).map((step) => ({ scenario: name, ...step })),
  )
  t.strictSame(failed, [])
  t.strictSame(contradictions(lines), [], 'every request is told alike by the client and by the server')
  return result
}
