import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Recorded, RecordedHierarchy } from '../evidence/recording/recording.ts'
import { timeLostInWords } from '../evidence/time-lost.ts'
import type { AttemptsById } from './told-in-words.ts'

/** One client's run in order: the systems that it contacted, and the changes that happened meanwhile. */
export interface Sequence {
  client: string
  /** In the order in which the client first contacted them. */
  participants: Participant[]
  events: SequenceEvent[]
  /** The client's attempts by id; a part of the events may follow from earlier ones. */
  attempts: AttemptsById
}

export interface Participant {
  fqdn: string
  name: string
  /** The site when the hierarchy was opened; null for a system that belongs to no site. */
  site: { code: string; mode: SiteMode } | null
}

export type SequenceEvent =
  { kind: 'note'; text: string; passed: boolean | null } | { kind: 'attempt'; line: Recorded<AttemptEnded> }

/** One sequence for each client that made an attempt. */
export function sequencesOf({ lines, opened, attempts }: RecordedHierarchy): Sequence[] {
  const clients = new Set(attempts.map(({ attempt }) => attempt.client))
  return [...clients].map((client) => sequenceOf(client, lines, opened))
}

function sequenceOf(client: string, lines: RecordedHierarchy['lines'], opened: HierarchyShown): Sequence {
  const events: SequenceEvent[] = []
  const attempts = new Map<string, Attempt>()
  const participants = new Map<string, Participant>()
  let step: Extract<SequenceEvent, { kind: 'note' }> | undefined
  for (const line of lines) {
    if (line.type === 'step') {
      const concernsClient = line.client === null || line.client === client
      step = { kind: 'note', text: line.name, passed: null }
      if (concernsClient) events.push(step)
    } else if (line.type === 'step-ended' && step) {
      step.passed = line.step.passed
      step = undefined
    } else if (line.type === 'attempt' && line.attempt.client === client) {
      const { id, system } = line.attempt
      attempts.set(id, line.attempt)
      if (system !== null && !participants.has(system))
        participants.set(system, participantOf(system, opened))
      events.push({ kind: 'attempt', line })
    } else if (step === undefined) {
      // Within a step the note on the step covers the change.
      const text = changeInWords(line, client)
      if (text !== undefined) events.push({ kind: 'note', text, passed: null })
    }
  }
  return { client, participants: [...participants.values()], events, attempts }
}

function participantOf(fqdn: string, { sites }: HierarchyShown): Participant {
  for (const { code, mode, systems } of sites) {
    const system = systems.find((one) => one.fqdn === fqdn)
    if (system) return { fqdn, name: system.name, site: { code, mode } }
  }
  return { fqdn, name: fqdn.split('.')[0] ?? fqdn, site: null }
}

/** `mp.nat misbehaves: late`. */
function misbehaviourInWords({ name, systems }: { name: string | null; systems: string[] | null }): string {
  if (systems) return `${systems.join(', ')} misbehaves: ${name ?? ''}`
  return name === null ? 'every misbehaviour ended' : `the misbehaviour ${name} ended`
}

function changeInWords(line: RecordedHierarchy['lines'][number], client: string): string | undefined {
  switch (line.type) {
    case 'client':
      return line.client.name === client ? `${client} is at ${line.client.at} now` : undefined
    case 'sites':
      return line.sites.map(({ code, mode }) => `site ${code} went into ${mode} mode`).join(', ')
    case 'fault':
      return line.fault === null ? `${line.system} was repaired` : `${line.system} broke: ${line.fault}`
    case 'misbehaviour':
      return misbehaviourInWords(line)
    case 'clock':
      return `the clock was moved to ${line.now}`
    case 'time-lost':
      return timeLostInWords(line)
    case 'revoked':
      return `the certificate of ${line.holder} was revoked`
    default:
      return undefined
  }
}
