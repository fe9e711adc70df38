import { isCalled } from '../../vocabulary/network.ts'
import type { ServedRequest } from '../connection.ts'
import { keptForeign, type ForeignConnection } from '../foreign-connection.ts'
import type { FleetResult } from '../fleet-result.ts'
import type { StepResult } from '../results.ts'
import type {
  AttemptEnded,
  RecordedEvent,
  RecordedLine,
  RunBegan,
  ScenarioBegan,
  TablesExercised,
  TimeLost,
} from './event.ts'
import type { HierarchyShown } from './hierarchy-shown.ts'

/** The recorded part of a run. Every report is made from a recording. */
export interface Recording {
  /** null where the recording has no line with the command. */
  run: Recorded<RunBegan> | null
  /** Each hierarchy, in the order in which they were opened. */
  hierarchies: RecordedHierarchy[]
  /** null unless the tables were exercised. */
  tables: TablesExercised | null
  /** null unless clients of a fleet went about their days. */
  fleet: FleetResult | null
  /** When the process stood still or the machine's clock was set, as far as it was noticed. */
  timeLost: Recorded<TimeLost>[]
  /** Milliseconds from the beginning of the run to the last line. */
  durationMs: number
  /** The recording has its last line; without it the run was cut short. */
  ended: boolean
}

/** A hierarchy from its opening to its close, with everything that happened on it. */
export interface RecordedHierarchy {
  /** null where no scenario was run on it: by `matrix` and `serve`. */
  scenario: ScenarioBegan | null
  /** As it stood with every listener open. */
  opened: HierarchyShown
  /** The hierarchy in its final state. */
  now: HierarchyShown
  /** ISO 8601: the simulation's clock when it was opened. */
  openedAt: string
  /** Every line but the foreign connections, in the order in which it happened. */
  lines: RecordedLine[]
  /** Of the scenario, as far as they have ended. */
  steps: StepResult[]
  /** In the order in which they ended. */
  attempts: Recorded<AttemptEnded>[]
  /** What its web servers saw, in the order in which they ended. */
  requests: ServedRequest[]
  /** Earlier ones that are not kept, neither here nor among the lines. */
  requestsLeftOut: number
  /** Made by no simulated client: the latest of them. */
  foreign: ForeignConnection[]
  /** Earlier ones that are not kept. */
  foreignLeftOut: number
  /** null when the scenario has not ended, or there was none. */
  passed: boolean | null
}

/** An event with its place in the recording: id of the run, number of the line, and milliseconds since the run began. */
export type Recorded<Event> = Event & Pick<RecordedLine, 'run' | 'sequence' | 'ms'>

export function emptyRecording(): Recording {
  return { run: null, hierarchies: [], tables: null, fleet: null, timeLost: [], durationMs: 0, ended: false }
}

/**
 * Takes a recording's lines in order, and keeps the recording up to date. `keptRequests`: of each hierarchy's requests so many
 * of the latest are kept, where anybody may make them for days; and of the lists fetched to judge those who make them.
 */
export function follow(recording: Recording, keptRequests = Infinity): (line: RecordedLine) => void {
  let scenario: ScenarioBegan | null = null
  let fetches = 0
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
        fetches = 0
        return
      case 'tables':
        recording.tables = line
        return
      case 'fleet':
        recording.fleet = line.fleet
        return
      case 'ended':
        recording.ended = true
        return
      default: {
        if (line.type === 'time-lost') recording.timeLost.push(line)
        const hierarchy = recording.hierarchies.at(-1)
        if (!hierarchy) return
        add(hierarchy, line)
        if (hierarchy.requests.length > keptRequests) leaveOutRequest(hierarchy)
        if (line.type === 'revocation-list' && ++fetches > keptRequests) leaveOutLine(hierarchy, line.type)
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
    requestsLeftOut: 0,
    foreign: [],
    foreignLeftOut: 0,
    passed: null,
  }
}

function add(hierarchy: RecordedHierarchy, line: RecordedLine): void {
  if (line.type === 'connection') {
    addForeign(hierarchy, line.connection)
    return
  }
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

/** The hierarchy as it was once the line of this number had been recorded, and every line before it. */
export function shownAt({ opened, lines }: RecordedHierarchy, sequence: number): HierarchyShown {
  let shown = opened
  // Of clients only the last line counts, and each change would copy them all.
  const clients = new Map(opened.clients.map((client) => [client.name, client]))
  for (const line of lines) {
    if (line.sequence > sequence) break
    if (line.type === 'client') clients.set(line.client.name, line.client)
    else shown = changed(shown, line)
  }
  return { ...shown, clients: [...clients.values()] }
}

/** ISO 8601: what the simulation's clock was last set to, when the hierarchy was opened or later. */
export function clockSetTo({ openedAt, lines }: RecordedHierarchy): string {
  return lines.findLast((line) => line.type === 'clock')?.now ?? openedAt
}

/** Not among the lines: whatever knocks at the door, a recording in memory does not grow with it. */
function addForeign(hierarchy: RecordedHierarchy, connection: ForeignConnection): void {
  const { foreign } = hierarchy
  foreign.push(connection)
  if (foreign.length <= keptForeign) return
  foreign.shift()
  hierarchy.foreignLeftOut += 1
}

function leaveOutRequest(hierarchy: RecordedHierarchy): void {
  hierarchy.requests.shift()
  leaveOutLine(hierarchy, 'request')
  hierarchy.requestsLeftOut += 1
}

/** The first of the lines of a type. */
function leaveOutLine({ lines }: RecordedHierarchy, type: RecordedLine['type']): void {
  lines.splice(
    lines.findIndex((line) => line.type === type),
    1,
  )
}

/** The hierarchy after an event; the same object where the event changes nothing that a picture shows. */
function changed(shown: HierarchyShown, event: RecordedEvent): HierarchyShown {
  switch (event.type) {
    case 'client': {
      const { client } = event
      const known = shown.clients.some(({ name }) => name === client.name)
      const clients = known
        ? shown.clients.map((one) => (one.name === client.name ? client : one))
        : [...shown.clients, client]
      return { ...shown, clients }
    }
    case 'sites': {
      const switched = new Map(event.sites.map((site) => [site.code, site]))
      return { ...shown, sites: shown.sites.map((site) => switched.get(site.code) ?? site) }
    }
    case 'fault':
      return {
        ...shown,
        sites: shown.sites.map((site) => ({
          ...site,
          systems: site.systems.map((system) =>
            isCalled(system, event.system) ? { ...system, fault: event.fault } : system,
          ),
        })),
      }
    default:
      return shown
  }
}
