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
  const { sender } = found
  const { assigned, mode } = action.context()
  const code = assigned?.code ?? ''
  const cookie = action.state.policy?.site === code ? action.state.policy.cookie : undefined
  const { attempt, result } = await action.converse(
    'management-point',
    async (send) => {
      const signed = siteModes[mode].signedPolicies
        ? { siteServerSigningCertificate: await fetchSiteServerSigningCertificate()(send) }
        : {}
      const reply = await requestPolicyAssignments({ ...sender, ...signed }, code, cookie)(send)
      const policies: PolicyBody[] = []
      for (const assignment of reply.assignments)
        policies.push(await downloadPolicy(assignment, sender)(send))
      return { reply, policies }
    },
    { system: sender.managementPoint },
  )
  const how = byProtocol(attempt)
  if (!result) {
    action.tell(
      `could not get policy from ${sender.managementPoint} ${how}: ${reasonOf(attempt)}`,
      null,
      attempt,
    )
    return { outcome: attempt.outcome, rule: null, attempt }
  }
  action.state.policy = { site: code, cookie: result.reply.serverCookie }
  const { policies } = result
  action.tell(
    `asked ${sender.managementPoint} for policy ${how}: ${policies.length === 0 ? 'nothing new' : `${policies.length} policies`}`,
    null,
    attempt,
  )
  return { outcome: 'answered', rule: null, attempt, data: { policies } }
}
