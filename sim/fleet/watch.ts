import { since } from '../evidence/connection.ts'
import { createFateCounter, type Fate } from '../evidence/fates.ts'
import { fleetActs, type FleetAct } from '../evidence/fleet-result.ts'
import type { AttemptEnded, Journal, RecordedEvent } from '../evidence/recording/event.ts'
import { renumberedAlone } from '../evidence/recording/renumber.ts'
import type { StepResult } from '../evidence/results.ts'
import type { ActionResult, SimulatedClient } from '../network/running-hierarchy.ts'
import type { Errand } from './habits.ts'
import { addDuration, emptyTally, fateKey, joinDoubts, type FleetTally, type KeptAct } from './tally.ts'
import type { Member } from './units.ts'

/** One act that is due, and the client that carries it out. */
export interface DueAct {
  member: Member
  software: SimulatedClient
  /** From 0. */
  day: number
  /** Of the act among those of its day, from 0. */
  number: number
  /** Code of the site visited; null at home. */
  site: string | null
  errand: Errand
}

/** Watches clients act: counts everything, and keeps everything of the first acts of each fate. */
export interface Watch {
  journal: Journal
  act(due: DueAct): Promise<void>
  /** Connections that no attempt accounts for, in words. */
  strays(found: readonly string[]): void
  tally(clients: number): FleetTally
}

export function createWatch(evidence: number): Watch {
  const tally = emptyTally()
  const counter = createFateCounter()
  const keptOf = new Map<string, number>()
  let events: RecordedEvent[] = []

  function keep(act: KeptAct): void {
    const key = fateKey(act)
    const before = keptOf.get(key) ?? 0
    if (before >= evidence) return
    keptOf.set(key, before + 1)
    tally.kept.push({ ...act, events: renumberedAlone(act.events) })
  }

  return {
    journal(event) {
      if (event.type === 'opened') tally.opened = { ...event, hierarchy: { ...event.hierarchy, clients: [] } }
      else events.push(event)
      if (event.type === 'attempt') countAttempt(tally, event)
    },
    async act(due) {
      const { member, software, day, number, errand } = due
      const name = nameOf(due)
      const before = software.shown()
      events = []
      const began = performance.now()
      const result = await acts[errand.act](software, errand)
      addDuration(tally.durations, errand.act, since(began))
      const fate = fateOf(member, errand.act, result)
      counter.add(fate)
      keep({
        ...{ ...fate, day, position: member.position, number },
        events: [
          { type: 'client', client: before },
          { type: 'step', name, client: software.name },
          ...events,
          { type: 'step-ended', step: stepOf(name, software.name, result) },
        ],
      })
      events = []
    },
    strays(found) {
      tally.strays = joinDoubts(tally.strays, { count: found.length, first: [...found] })
    },
    tally: (clients) => ({ ...tally, clients, fates: counter.fates() }),
  }
}

const acts: Readonly<Record<FleetAct, (client: SimulatedClient, errand: Errand) => Promise<ActionResult>>> = {
  assign: (client) => client.assign('auto'),
  policy: (client) => client.requestPolicy(),
  content: (client, { content = '' }) => client.getContent(content),
  updates: (client) => client.scanForUpdates(),
  state: (client) => client.sendState(),
  'store-user-state': (client) => client.storeState(),
  'restore-user-state': (client) => client.restoreState(),
}

function fateOf({ group }: Member, act: FleetAct, { outcome, diagnosis }: ActionResult): Omit<Fate, 'count'> {
  return { group: group?.name ?? null, act, outcome, diagnosis }
}

function countAttempt(tally: FleetTally, { attempt, ends, exchanges }: AttemptEnded): void {
  const { protocol, client, contradiction } = attempt
  tally.attempts += 1
  if (contradiction !== null) {
    const one = { count: 1, first: [`${client}: ${contradiction}`] }
    tally.contradictions = joinDoubts(tally.contradictions, one)
  }
  if (ends) tally.connections[protocol] = (tally.connections[protocol] ?? 0) + 1
  for (const { requestBody, answer } of exchanges) {
    tally.bytes.sent += requestBody.bytes
    tally.bytes.received += answer?.body.bytes ?? 0
  }
}

/** `KIOSKS-1 gets package CEN00001 in site EST, day 3`. */
function nameOf({ software, day, site, errand: { act, content } }: DueAct): string {
  const does = content === undefined ? fleetActs[act] : `gets package ${content}`
  return `${software.name} ${does}${site === null ? '' : ` in site ${site}`}, day ${day + 1}`
}

/** An act as a step of which nothing is expected. */
function stepOf(name: string, client: string, result: ActionResult): StepResult {
  const { outcome, protocol, system, site, relation, by, diagnosis, rule, status } = result
  return {
    ...{ name, client, passed: true, expected: {} },
    observed: { outcome, protocol, system, site, relation, by, diagnosis, rule, status },
    attempts: result.attempts.map(({ id }) => id),
    story: [...result.story],
    ...(result.reasons.length > 0 && { reasons: [...result.reasons] }),
  }
}
