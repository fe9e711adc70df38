import type { PlanChange, PlanRemedy, PlanRemedyId } from '../report/plan-result.ts'
import type { Proposal } from './remedies.ts'
import { rankOf, type Change, type GroupVerdict } from './verdicts.ts'

/** Adds the remedies to what changed. `remedied`: what becomes of all clients with each of them; undefined: none was tried. */
export function withRemedies(
  changes: readonly PlanChange[],
  proposals: readonly Proposal[],
  before: readonly GroupVerdict[],
  remedied: ReadonlyMap<PlanRemedyId, readonly GroupVerdict[]> | undefined,
): PlanChange[] {
  const told = new Map<PlanChange, PlanRemedy[]>(changes.map((change) => [change, []]))
  for (const proposal of proposals) {
    const after = remedied?.get(proposal.id)
    for (const change of proposal.changes) told.get(change)?.push(toldOf(proposal, change, before, after))
  }
  return changes.map((change) => ({ ...change, remedies: told.get(change) ?? [] }))
}

function toldOf(
  { id, do: what }: Proposal,
  change: PlanChange,
  before: readonly GroupVerdict[],
  after: readonly GroupVerdict[] | undefined,
): PlanRemedy {
  if (!after) return { id, do: what, verified: null, leaves: null, strands: null }
  const stranded = new Set(before.filter(isStranded).map(nameOf))
  const strands = (one: GroupVerdict): boolean => isStranded(one) && !stranded.has(nameOf(one))
  const leaves = countOf(after, (one) => {
    const { client, changes } = one.verdict
    const isSame = changes.some((left) => isAbout(left, change) && rankOf(left) <= rankOf(change))
    return client.group.number === change.group.number && (isSame || strands(one))
  })
  return { id, do: what, verified: leaves < change.clients, leaves, strands: countOf(after, strands) }
}

function isAbout(one: Change, other: Change): boolean {
  return one.act === other.act && one.content === other.content && one.visiting === other.visiting
}

function nameOf({ verdict }: GroupVerdict): string {
  return verdict.client.name
}

function isStranded({ verdict }: GroupVerdict): boolean {
  return verdict.kind === 'stranded'
}

function countOf(verdicts: readonly GroupVerdict[], counts: (one: GroupVerdict) => boolean): number {
  return verdicts.filter(counts).reduce((sum, { clients }) => sum + clients, 0)
}
