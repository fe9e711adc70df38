import {
  downloadPolicy,
  fetchSiteServerSigningCertificate,
  requestPolicyAssignments,
} from '../conversations/request-policy.ts'
import type { Acting, Ending } from './action.ts'
import { registeredSender } from './registered-sender.ts'
import { refreshSiteSettings } from './site-settings.ts'

/**
 * Asks the default management point for policy, all of it at first and later what has changed, and downloads what is new;
 * in native mode what the site server has signed alone.
 */
export async function requestPolicy(acting: Acting): Promise<Ending> {
  await refreshSiteSettings(acting)
  const found = await registeredSender(acting)
  if ('ending' in found) return found.ending
  const { sender } = found
  const { assigned, mode } = acting.standing()
  const code = assigned?.code ?? ''
  const cookie = acting.state.policy?.site === code ? acting.state.policy.cookie : undefined
  const { attempt, answer } = await acting.turnTo(
    'management-point',
    async (say) => {
      const signed =
        mode === 'native'
          ? { siteServerSigningCertificate: await fetchSiteServerSigningCertificate()(say) }
          : {}
      const reply = await requestPolicyAssignments({ ...sender, ...signed }, code, cookie)(say)
      const policies = []
      for (const assignment of reply.assignments) policies.push(await downloadPolicy(assignment, sender)(say))
      return { reply, policies }
    },
    { system: sender.managementPoint },
  )
  const how = attempt.protocol.toUpperCase()
  if (!answer) {
    acting.tell(
      `could not get policy from ${sender.managementPoint} by ${how}: ${attempt.diagnosis ?? attempt.why}`,
      null,
      attempt,
    )
    return { outcome: attempt.outcome, rule: null, attempt }
  }
  acting.state.policy = { site: code, cookie: answer.reply.serverCookie }
  const number = answer.policies.length
  acting.tell(
    `asked ${sender.managementPoint} for policy by ${how}: ${number === 0 ? 'nothing new' : `${number} policies`}`,
    null,
    attempt,
  )
  return { outcome: 'answered', rule: null, attempt }
}
