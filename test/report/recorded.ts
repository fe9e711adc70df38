import { numbered } from '../../sim/evidence/recording/recording-text.ts'
import { emptyRecording, follow, type Recording } from '../../sim/evidence/recording/recording.ts'
import { recordingFormat, type Journal } from '../../sim/evidence/recording/event.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'

export function beginRecording() {
  const recording = emptyRecording()
  const journal = numbered('test', follow(recording))
  recordRun(journal)
  return { recording, journal }
}

/** The first line of a recording. */
export function recordRun(journal: Journal): void {
  journal({
    type: 'run',
    format: recordingFormat,
    command: ['run', 'x.yaml'],
    startedAt: '2026-01-01T00:00:00.000Z',
    versions: { sitemode: '0.0.0', node: 'v20', openssl: '3' },
  })
}

/** A report that is made piece by piece, as its file has it. */
export function wholeText(text: string | Iterable<string>): string {
  return typeof text === 'string' ? text : [...text].join('')
}

/** The recording that `run --out` makes of these files. */
export async function recordedRun(...files: string[]): Promise<Recording> {
  const { recording, journal } = beginRecording()
  const scenarios = await Promise.all(files.map(async (file) => (await loadScenario(file)).scenario))
  await recordScenarios(scenarios, { journal })
  journal({ type: 'ended', durationMs: 0 })
  return recording
}

/** The recording that `matrix --html` makes. */
export async function recordedMatrix(file: string): Promise<Recording> {
  const { recording, journal } = beginRecording()
  const { hierarchy } = await loadHierarchy(file)
  await using running = await openHierarchy(hierarchy, { journal })
  const { tables } = await runMatrix(running, file)
  journal({ type: 'tables', hierarchy: file, tables })
  journal({ type: 'ended', durationMs: 0 })
  return recording
}

/** A recording of a hierarchy while `act` works with it. */
export async function recordedWhile(
  described: HierarchyInput,
  act: (running: RunningHierarchy) => Promise<void>,
): Promise<Recording> {
  const { recording, journal } = beginRecording()
  await using running = await openHierarchy(parseHierarchy(described).hierarchy, { journal })
  await act(running)
  journal({ type: 'ended', durationMs: 0 })
  return recording
}
