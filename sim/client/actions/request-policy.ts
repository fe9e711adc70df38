import { counted } from '../../vocabulary/counted.ts'
import {
  networkAccessAccountOf,
  packageAdvertisedBy,
  pollingIntervalOf,
  type PolicyLocation,
  type PolicyBody,
} from '../../wire/management-point/policy-body.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import { siteModeCalled, siteModes } from '../../vocabulary/site-mode.ts'
import {
  downloadPolicies,
  fetchSiteServerSigningCertificate,
  requestPolicyAssignments,
  type LocatedPolicies,
  type LocatedPolicy,
} from '../conversations/request-policy.ts'
import { toldBy, type KnownSystem } from '../knowledge.ts'
import type { Conversation } from '../transports/http.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { registeredSender } from './registered-sender.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** New policies, in the order of their assignments. */
export interface PolicyData {
  /** Empty where nothing was new. */
  policies: readonly PolicyBody[]
}

/**
 * Asks the default management point, or the proxy management point near by, for policy, all of it at first and later the changes, and downloads what is new. In
 * native mode the client takes only policies that the site server has signed.
 */
export async function requestPolicy(action: ActionContext): Promise<Ending<PolicyData>> {
  const found = await registeredSender(action)
  if ('ending' in found) return found.ending
  const { sender, managementPoint, relation } = found
  const { assigned, mode } = action.context()
  const code = assigned?.code ?? ''
  const cookie = action.state.policy?.site === code ? action.state.policy.cookie : undefined
  const ask: Conversation<LocatedPolicies> = async (send) => {
    const signed = siteModes[mode].signedPolicies
      ? { siteServerSigningCertificate: await fetchSiteServerSigningCertificate()(send) }
      : {}
    return requestPolicyAssignments({ ...sender, ...signed }, code, cookie)(send)
  }
  const { attempt, result } = await action.converse(managementPoint, ask, { relation })
  const how = byProtocol(attempt)
  if (!result) {
    action.tell(
      `could not get policy from ${sender.managementPoint} ${how}: ${reasonOf(attempt)}`,
      null,
      attempt,
    )
    return { outcome: attempt.outcome, rule: null, attempt }
  }
  const { assignments } = result
  action.tell(
    `asked ${sender.managementPoint} for policy ${how}: ${assignments.length === 0 ? 'nothing new' : counted(assignments.length, 'policy', 'policies')}`,
    null,
    attempt,
  )
  const policies: PolicyBody[] = []
  let last = attempt
  for (const { from, wanted } of byAddress(assignments, managementPoint, attempt)) {
    const downloaded = await action.converse(from, downloadPolicies(wanted, sender), { relation })
    last = downloaded.attempt
    if (!downloaded.result) {
      action.tell(
        `could not download policy from ${from.fqdn} ${byProtocol(last)}: ${reasonOf(last)}`,
        null,
        last,
      )
      return { outcome: last.outcome, rule: null, attempt: last }
    }
    policies.push(...downloaded.result)
    const count = downloaded.result.length
    action.tell(`downloaded ${count} of them from ${from.fqdn} ${byProtocol(last)}`, null, last)
  }
  action.state.policy = { site: code, cookie: result.serverCookie }
  for (const policy of policies) {
    const id = packageAdvertisedBy(policy)
    if (id !== undefined) action.state.advertised.add(id)
  }
  const settings = policies.find((policy) => pollingIntervalOf(policy) !== undefined)
  const pollingInterval = settings && pollingIntervalOf(settings)
  if (assigned && settings && pollingInterval !== undefined) {
    const networkAccessAccount = networkAccessAccountOf(settings)
    action.state.assigned = { ...assigned, networkAccessAccount, policyPollingInterval: pollingInterval }
  }
  return { outcome: 'answered', rule: null, attempt: last, data: { policies } }
}

/** The policies at each address that the assignments name; the management point's own name stands as `<mp>`. */
function byAddress(
  assignments: readonly LocatedPolicy[],
  managementPoint: KnownSystem,
  attempt: Attempt,
): { from: KnownSystem; wanted: LocatedPolicy[] }[] {
  const groups = new Map<string, { from: KnownSystem; wanted: LocatedPolicy[] }>()
  for (const assignment of assignments) {
    const { protocol, host = managementPoint.fqdn, port } = assignment.at
    const key = `${protocol} ${host} ${port ?? ''}`
    const group = groups.get(key) ?? {
      from: policySourceAt(assignment.at, managementPoint, attempt),
      wanted: [],
    }
    group.wanted.push(assignment)
    groups.set(key, group)
  }
  return [...groups.values()]
}

function policySourceAt(
  { protocol, host, port }: PolicyLocation,
  managementPoint: KnownSystem,
  attempt: Attempt,
): KnownSystem {
  const { fqdn, site, ports } = managementPoint
  const known = port ?? ports[protocol]
  return {
    ...{ role: 'management-point', fqdn: host ?? fqdn, told: toldBy('policy', attempt) },
    site: site && { ...site, mode: siteModeCalled(protocol === 'https') },
    ports: known === undefined ? {} : { [protocol]: known },
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the packages whose policy holds sensitive data, which the hierarchy says, and the default of ' +
      '"This site contains only ConfigMgr 2007 clients", which is on here',
  },
]
