import type {
  PlanCause,
  PlanChange,
  PlanEnding,
  PlanFates,
  PlanGroup,
  PlanKind,
  PlanResult,
} from '../../sim/report/plan-result.ts'
import { groupBy } from '../../sim/report/lists.ts'

/** Clients at home in the central site. */
export function group(number: number, traits: Partial<PlanGroup> = {}): PlanGroup {
  return {
    number,
    from: [null],
    clients: 1,
    kind: 'computer',
    assignedSite: 'CEN',
    at: ['CEN'],
    onInternet: false,
    visits: [],
    activeDirectory: true,
    certificates: ['good'],
    version: '4.00.6487.2000',
    ...traits,
  }
}

/** Nobody of a group, to which numbers are added. */
export const noFates: PlanFates = {
  stranded: 0,
  strandedIfUnready: 0,
  awayUntilTold: 0,
  losesContent: 0,
  fartherContent: 0,
  unchanged: 0,
}

const answered: PlanEnding = { outcome: 'answered', protocol: 'http', system: 'mp.cen', site: 'CEN' }
const failed: PlanEnding = { outcome: 'failed', protocol: 'http', system: 'mp.cen', site: 'CEN' }

/** A change of a whole group's policy, at home. */
export function change(
  group: PlanGroup,
  kind: PlanKind,
  because: PlanCause,
  traits: Partial<PlanChange> = {},
): PlanChange {
  return {
    group,
    clients: group.clients,
    example: `PC-${group.number}`,
    act: 'policy',
    visiting: null,
    kind,
    because,
    before: answered,
    after: [failed, failed],
    diagnosis: 'http-to-https-port',
    rule: null,
    attempts: [],
    remedies: [],
    ...traits,
  }
}

/** A plan of CEN's switch to native mode, with these changes among twenty clients, or the ones of the groups given. */
export function planOf(changes: readonly PlanChange[], traits: Partial<PlanResult> = {}): PlanResult {
  const counts: Record<PlanKind, number> = {
    stranded: 0,
    strandedIfUnready: 0,
    awayUntilTold: 0,
    losesContent: 0,
    fartherContent: 0,
    delayedContent: 0,
    contentInterrupted: 0,
    losesState: 0,
  }
  for (const [{ kind, clients }] of groupBy(changes, (one) => `${one.group.number}`).values()) {
    counts[kind] += clients
  }
  const { delayedContent, contentInterrupted, losesState, ...inSum } = counts
  const { groups } = traits
  const clients = groups ? groups.reduce((sum, { group }) => sum + group.clients, 0) : 20
  const changed = Object.values(inSum).reduce((sum, count) => sum + count, 0)
  return {
    format: 1,
    hierarchy: 'hierarchy.yaml',
    switches: [{ site: 'CEN', mode: 'native', refused: null }],
    phases: ['before', 'after CEN=native', 'told of CEN=native'],
    summary: {
      ...{ clients, groups: groups?.length ?? 3, ...inSum, unchanged: clients - changed },
      ...{ delayedContent, contentInterrupted, losesState, withoutPolicyBefore: 0 },
    },
    groups: [],
    changes: [...changes],
    differing: [],
    preflight: [],
    attempts: [],
    ...traits,
  }
}
