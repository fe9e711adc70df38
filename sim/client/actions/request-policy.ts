import { siteModes } from '../../vocabulary/site-mode.ts'
import type { PolicyBody } from '../../wire/management-point/policy-body.ts'
import {
  downloadPolicy,
  fetchSiteServerSigningCertificate,
  requestPolicyAssignments,
} from '../conversations/request-policy.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { registeredSender } from './default-management-point.ts'
import { refreshSiteSettings } from './site-settings.ts'

/** New policies, in the order of their assignments. */
export interface PolicyData {
  policies: readonly PolicyBody[]
}

/**
 * Asks the default management point for policy, all of it at first and later the changes, and downloads what is new. In
 * native mode the client takes only policies that the site server has signed.
 */
export async function requestPolicy(action: ActionContext): Promise<Ending<PolicyData>> {
  await refreshSiteSettings(action)
  const found = await registeredSender(action)
  if ('ending' in found) return found.ending
  const { sender, managementPoint } = found
  const { assigned, mode } = action.context()
  const code = assigned?.code ?? ''
  const cookie = action.state.policy?.site === code ? action.state.policy.cookie : undefined
  const { attempt, result } = await action.converse(managementPoint, async (send) => {
    const signed = siteModes[mode].signedPolicies
      ? { siteServerSigningCertificate: await fetchSiteServerSigningCertificate()(send) }
      : {}
    return requestPolicyAssignments({ ...sender, ...signed }, code, cookie)(send)
  })
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
    `asked ${sender.managementPoint} for policy ${how}: ${assignments.length === 0 ? 'nothing new' : `${assignments.length} policies`}`,
    null,
    attempt,
  )
  const policies: PolicyBody[] = []
  let last = attempt
  for (const { from, wanted } of byAddress(assignments, managementPoint, attempt)) {
    const downloaded = from
      ? await action.converse(from, downloadPolicies(wanted, sender))
      : ({ attempt: { ...attempt, outcome: 'failed' }, result: undefined } as const)
    last = downloaded.attempt
    if (!downloaded.result) {
      tellNotDownloaded(action, from, last)
      return { outcome: last.outcome, rule: null, attempt: last }
    }
    policies.push(...downloaded.result)
  }
  action.state.policy = { site: code, cookie: result.serverCookie }
  return { outcome: 'answered', rule: null, attempt: last, data: { policies } }
}
