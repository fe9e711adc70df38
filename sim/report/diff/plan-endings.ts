import { groupBy } from '../lists.ts'
import {
  planActs,
  type DifferingGroup,
  type PlanChange,
  type PlanEnding,
  type PlanGroup,
  type PlannedGroup,
  type PlanResult,
} from '../plan-result.ts'
import {
  comparedAttempts,
  withoutPlaces,
  type AttemptsById,
  type Entry,
  type Fact,
  type Facts,
  type Part,
  type PlanPlace,
} from './endings.ts'

/**
 * What becomes of each group of a plan, and what else the plan says, in facts that do not depend on when it was made, on
 * the ids of its attempts and on the numbers of its groups.
 */

/** What one of two plans did not try cannot be compared. */
interface TriedByBoth {
  /** The first so many, up to where the plans go different ways: of later ones not even equal names say the same. */
  phases: number
  remedies: boolean
}

export function partsOfPlans(before: PlanResult, after: PlanResult): { before: Part[]; after: Part[] } {
  const parting = before.phases.findIndex((phase, place) => phase !== after.phases[place])
  const tried: TriedByBoth = {
    phases: parting === -1 ? before.phases.length : parting,
    remedies: triesRemedies(before) && triesRemedies(after),
  }
  return { before: partsOfPlan(before, tried), after: partsOfPlan(after, tried) }
}

/** The names of the phases; one that comes again has its number behind it. */
function namesOf(phases: readonly string[]): string[] {
  const times = new Map<string, number>()
  return phases.map((phase) => {
    const time = (times.get(phase) ?? 0) + 1
    times.set(phase, time)
    return time === 1 ? phase : `${phase} (${time})`
  })
}

function triesRemedies({ changes }: PlanResult): boolean {
  return changes.some(({ remedies }) => remedies.some(({ verified }) => verified !== null))
}

function partsOfPlan(plan: PlanResult, tried: TriedByBoth): Part[] {
  const { hierarchy: file, attempts, groups } = plan
  const phases = namesOf(plan.phases.slice(0, tried.phases))
  const changes = groupBy(plan.changes, ({ group }) => `${group.number}`)
  const differing = new Map(plan.differing.map((one) => [one.group, one]))
  // A plan keeps the attempts that its changes name: whether the one that told of a system is among them is chance.
  const byId: AttemptsById = new Map(
    attempts.map((one) => [one.id, { ...one, told: one.told && { ...one.told, attempt: null } }]),
  )
  return [
    partOf('frame', file, frameEntries(plan)),
    partOf('checklist', file, checklistEntries(plan)),
    ...groups.map((planned) => {
      const { number } = planned.group
      const itsChanges = (changes.get(`${number}`) ?? []).map((change) =>
        entryOfChange(change, factsOfChange(change, phases, tried), byId),
      )
      return partOfGroup(planned, file, [
        ...itsChanges,
        ...differingEntries(planned.group, differing.get(number)),
      ])
    }),
  ]
}

/** In an order that does not depend on how bad each item is. */
function partOf(kind: 'frame' | 'checklist', file: string, entries: readonly Entry[]): Part {
  return {
    kind,
    keys: [kind],
    scenario: null,
    file,
    planned: null,
    opened: null,
    entries: inOrder(entries),
    facts: {},
  }
}

function inOrder(entries: readonly Entry[]): Entry[] {
  const rankOf = ({ key, facts }: Entry): string => JSON.stringify([key, facts.kind, facts.because])
  const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry) }))
  ranked.sort((one, other) => (one.rank < other.rank ? -1 : one.rank > other.rank ? 1 : 0))
  return ranked.map(({ entry }) => entry)
}

function partOfGroup({ group, fates }: PlannedGroup, file: string, entries: readonly Entry[]): Part {
  const { clients, from } = group
  const described = { ...group, number: null, clients: null, from: null }
  const planned: PlanPlace = { of: 'group', group }
  const facts = { clients, ...fates }
  const all = inOrder([entryOf(planned, '', facts), ...entries])
  return {
    kind: 'group',
    keys: [
      // Of groups that are described alike, those that ended alike are the same.
      ['group', described, from, all.map((entry) => [entry.key, entry.facts])],
      ['group', described, from, clients],
      ['group', described, from],
      ['group', described],
    ],
    scenario: null,
    file,
    planned,
    opened: null,
    entries: all,
    facts,
  }
}

function entryOf(
  planned: PlanPlace,
  key: string,
  facts: Facts,
  tried: Pick<Entry, 'client' | 'attempts'> = { client: null, attempts: [] },
): Entry {
  return { key: `${planned.of} ${key}`, step: null, cell: null, planned, place: null, facts, ...tried }
}

function frameEntries({ phases, switches, summary }: PlanResult): Entry[] {
  return [
    entryOf({ of: 'phases' }, '', { phases: phases.join(', ') }),
    ...switches.map(({ site, mode, refused }) =>
      entryOf({ of: 'switch', site, mode }, `${site}=${mode}`, { refused: withoutPlaces(refused) }),
    ),
    entryOf({ of: 'summary' }, '', { ...summary }),
  ]
}

function checklistEntries({ preflight }: PlanResult): Entry[] {
  return preflight.map(({ site, check, holds, found }) =>
    entryOf({ of: 'check', site, check }, JSON.stringify([site, check]), {
      holds,
      found: withoutPlaces(found),
    }),
  )
}

function entryOfChange(change: PlanChange, facts: Facts, byId: AttemptsById): Entry {
  const { group, act, content, visiting, example } = change
  const planned: PlanPlace = { of: 'change', group, act, visiting, ...(content !== undefined && { content }) }
  const key = JSON.stringify([planActs.indexOf(act), visiting, content ?? null])
  const attempts = comparedAttempts(change.attempts, byId)
  return entryOf(planned, key, facts, { client: example, attempts })
}

function factsOfChange(
  { kind, because, clients, before, after, diagnosis, rule, remedies }: PlanChange,
  phases: readonly string[],
  tried: TriedByBoth,
): Facts {
  const endings = phases.flatMap((phase, place): [string, Fact][] => {
    const ending = [before, ...after][place]
    return ending ? [[phase, endingInShort(ending)]] : []
  })
  const remediesTried = remedies.map(({ id, verified, leaves, strands }): [string, Fact] => [
    `remedy ${id}`,
    verified === null
      ? 'not tried'
      : `${verified ? 'verified' : 'in vain'}, leaves ${leaves ?? 0}, strands ${strands ?? 0}`,
  ])
  return {
    kind,
    because,
    clients,
    ...Object.fromEntries(endings),
    diagnosis,
    rule,
    ...(tried.remedies && Object.fromEntries(remediesTried)),
  }
}

/** `answered https mp.cen.contoso.test CEN`. */
function endingInShort({ outcome, protocol, system, site }: PlanEnding): string {
  return [outcome, protocol, system ?? 'no system', site].filter((word) => word !== null).join(' ')
}

function differingEntries(group: PlanGroup, differing: DifferingGroup | undefined): Entry[] {
  if (!differing) return []
  const fates = differing.clients.map(({ kinds }) => kinds.toSorted().join(' and ') || 'unchanged')
  return [entryOf({ of: 'differing', group }, '', { fates: [...new Set(fates)].sort().join(', ') })]
}
