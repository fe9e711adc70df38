import type { StepResult } from '../step-result.ts'
import type { AttemptEnded, RecordedLine, RunBegan, ScenarioBegan, TablesExercised } from './event.ts'
import type { HierarchyShown } from './hierarchy-shown.ts'
import type { ServedRequest } from './http-exchange.ts'
import { changed } from './hierarchy-changed.ts'

/** A run as far as it was recorded. Every report is made from one. */
export interface Recording {
  /** null where nobody has said what was run. */
  run: Recorded<RunBegan> | null
  /** Each hierarchy that was opened, in that order. */
  hierarchies: RecordedHierarchy[]
  tables: TablesExercised | null
  /** Milliseconds, up to the last line. */
  durationMs: number
  /** It has its last line; without, the run was cut short. */
  ended: boolean
}

/** A hierarchy from its opening to its close, and all that happened on it. */
export interface RecordedHierarchy {
  /** null where no scenario was run on it: by `matrix` and `serve`. */
  scenario: ScenarioBegan | null
  opened: HierarchyShown
  /** As it was in the end. */
  now: HierarchyShown
  /** ISO 8601: the simulation's clock when it was opened. */
  openedAt: string
  /** Everything, in the order in which it happened. */
  lines: RecordedLine[]
  steps: StepResult[]
  attempts: Recorded<AttemptEnded>[]
  requests: ServedRequest[]
  /** null: the scenario has not ended, or there was none. */
  passed: boolean | null
}

export type Recorded<Event> = Event & Pick<RecordedLine, 'run' | 'sequence' | 'ms'>

export function emptyRecording(): Recording {
  return { run: null, hierarchies: [], tables: null, durationMs: 0, ended: false }
}

/** A reader of one recording: takes its lines in order, and keeps the recording up to date. */
export function follow(recording: Recording): (line: RecordedLine) => void {
  let scenario: ScenarioBegan | null = null
  return (line) => {
    recording.durationMs = line.ms
    switch (line.type) {
      case 'run':
        recording.run = line
        return
      case 'scenario':
        scenario = line
        return
      case 'opened':
        recording.hierarchies.push(newlyOpened(scenario, line))
        scenario = null
        return
      case 'tables':
        recording.tables = line
        return
      case 'ended':
        recording.ended = true
        return
      default: {
        const hierarchy = recording.hierarchies.at(-1)
        if (hierarchy) add(hierarchy, line)
      }
    }
  }
}

function newlyOpened(
  scenario: ScenarioBegan | null,
  line: Extract<RecordedLine, { type: 'opened' }>,
): RecordedHierarchy {
  const { hierarchy, now } = line
  return {
    scenario,
    opened: hierarchy,
    now: hierarchy,
    openedAt: now,
    lines: [line],
    steps: [],
    attempts: [],
    requests: [],
    passed: null,
  }
}

function add(hierarchy: RecordedHierarchy, line: RecordedLine): void {
  hierarchy.lines.push(line)
  switch (line.type) {
    case 'attempt':
      hierarchy.attempts.push(line)
      return
    case 'request':
      hierarchy.requests.push(line.request)
      return
    case 'step-ended':
      hierarchy.steps.push(line.step)
      return
    case 'scenario-ended':
      hierarchy.passed = line.passed
      return
    default:
      hierarchy.now = changed(hierarchy.now, line)
  }
}
