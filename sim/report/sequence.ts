import { onInternet } from '../vocabulary/location.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Recorded, RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { Texts } from '../texts/english.ts'
import { chunksOf, groupBy } from './lists.ts'
import type { AttemptsById } from './told-in-words.ts'

/** One client's run in order: the systems that it contacted, and the changes that happened meanwhile. */
export interface Sequence {
  client: string
  /** In the order in which the client first contacted them. */
  participants: Participant[]
  events: SequenceEvent[]
  /** The mode of each site before the first of the events. */
  modes: ReadonlyMap<string, SiteMode>
  /** The client's attempts by id; a part of the events may follow from earlier ones. */
  attempts: AttemptsById
}

export interface Participant {
  fqdn: string
  name: string
  /** Code; null for a system that belongs to no site. */
  site: string | null
}

export type SequenceEvent =
  | {
      kind: 'note'
      text: string
      passed: boolean | null
      /** The sites that went into another mode. */
      switched: readonly { code: string; mode: SiteMode }[]
    }
  | { kind: 'attempt'; line: Recorded<AttemptEnded> }

/** One sequence for each client that made an attempt. */
export function sequencesOf(run: RecordedHierarchy, texts: Texts): Sequence[] {
  const { sites } = run.opened
  const [modes, known] = [new Map(sites.map(({ code, mode }) => [code, mode])), participantsOf(sites)]
  const happenings = happeningsOf(run, texts)
  const common = happenings.filter(({ client }) => client === null)
  const own = groupBy(
    happenings.filter(({ client }) => client !== null),
    ({ client }) => client ?? '',
  )
  return [...own].flatMap(([client, its]) => {
    const lines = its.flatMap(({ event }) => (event.kind === 'attempt' ? [event.line] : []))
    if (lines.length === 0) return []
    const systems = new Set(lines.flatMap(({ attempt: { system } }) => (system === null ? [] : [system])))
    const inOrder = [...common, ...its].sort((one, other) => one.place - other.place)
    return {
      client,
      participants: [...systems].map((fqdn) => known.get(fqdn) ?? outsideAllSites(fqdn)),
      events: inOrder.map(({ event }) => event),
      modes,
      attempts: new Map(lines.map(({ attempt }) => [attempt.id, attempt])),
    }
  })
}

/** A sequence in parts of so many events. */
export function partsOf(sequence: Sequence, inOnePart: number): Sequence[] {
  let modes = sequence.modes
  return chunksOf(sequence.events, inOnePart).map((events) => {
    const part = { ...sequence, events, modes }
    modes = modesAfter(modes, events)
    return part
  })
}

/** The last part of a sequence, of so many events. */
export function endOf(sequence: Sequence, length: number): Sequence {
  const { events, modes } = sequence
  const before = events.slice(0, -length)
  return { ...sequence, events: events.slice(-length), modes: modesAfter(modes, before) }
}

function modesAfter(modes: Sequence['modes'], events: readonly SequenceEvent[]): Sequence['modes'] {
  return new Map([...modes, ...switchesIn(events).map(({ code, mode }): [string, SiteMode] => [code, mode])])
}

/** The modes in which a site is during a sequence, in order. */
export function modesOf({ modes, events }: Sequence, site: string): SiteMode[] {
  const first = modes.get(site)
  const later = switchesIn(events).flatMap(({ code, mode }) => (code === site ? [mode] : []))
  return [...(first ? [first] : []), ...later].filter((mode, place, all) => mode !== all[place - 1])
}

function switchesIn(events: readonly SequenceEvent[]): { code: string; mode: SiteMode }[] {
  return events.flatMap((event) => (event.kind === 'note' ? event.switched : []))
}

/** An event, and the client that it concerns; null where it concerns all. */
interface Happening {
  place: number
  client: string | null
  event: SequenceEvent
}

function happeningsOf({ lines }: RecordedHierarchy, texts: Texts): Happening[] {
  const happenings: Happening[] = []
  let step: { client: string | null; note: Extract<SequenceEvent, { kind: 'note' }> } | undefined
  for (const [place, line] of lines.entries()) {
    if (line.type === 'step') {
      step = { client: line.client, note: { kind: 'note', text: line.name, passed: null, switched: [] } }
      happenings.push({ place, client: line.client, event: step.note })
    } else if (line.type === 'step-ended' && step) {
      step.note.passed = line.step.passed
      step = undefined
    } else if (line.type === 'attempt') {
      happenings.push({ place, client: line.attempt.client, event: { kind: 'attempt', line } })
    } else if (step?.client === null && line.type === 'sites') {
      step.note.switched = [...step.note.switched, ...line.sites]
    } else if (step === undefined) {
      // Within a step the note on the step covers the change.
      const text = changeInWords(line, texts)
      const switched = line.type === 'sites' ? line.sites : []
      const client = line.type === 'client' ? line.client.name : null
      if (text !== undefined)
        happenings.push({ place, client, event: { kind: 'note', text, passed: null, switched } })
    }
  }
  return happenings
}

function participantsOf(sites: HierarchyShown['sites']): Map<string, Participant> {
  return new Map(
    sites.flatMap(({ code, systems }) =>
      systems.map(({ name, fqdn }): [string, Participant] => [fqdn, { fqdn, name, site: code }]),
    ),
  )
}

function outsideAllSites(fqdn: string): Participant {
  return { fqdn, name: fqdn.split('.')[0] ?? fqdn, site: null }
}

/** What changed outside of steps; undefined where a line tells of no change. */
function changeInWords(
  line: RecordedHierarchy['lines'][number],
  { sequence, picture, modes, report }: Texts,
): string | undefined {
  switch (line.type) {
    case 'client': {
      const { name, at } = line.client
      return sequence.clientIsAt(name, at === onInternet ? picture.internet : at)
    }
    case 'sites':
      return line.sites.map(({ code, mode }) => sequence.switched(code, modes[mode])).join(', ')
    case 'fault':
      return line.fault === null ? sequence.repaired(line.system) : sequence.broke(line.system, line.fault)
    case 'misbehaviour': {
      const { name, systems } = line
      if (systems) return sequence.misbehaves(systems.join(', '), name ?? '')
      return name === null ? sequence.allMisbehaviourEnded : sequence.misbehaviourEnded(name)
    }
    case 'clock':
      return sequence.clockMoved(line.now)
    case 'time-lost':
      return report.timeLost[line.cause]((line.milliseconds / 1000).toFixed(1))
    case 'revoked':
      return sequence.revoked(line.holder)
    default:
      return undefined
  }
}
