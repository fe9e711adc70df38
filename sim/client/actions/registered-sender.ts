import { signingIdentity } from '../../../certs/signing-identity.ts'
import { defaultManagementPoint } from '../../rules/serving-system.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import { systemFor } from '../find-system.ts'
import type { Acting, Ending } from './action.ts'

/** A client that the management point of its site knows, and how its messages are signed. */
export type RegisteredSender = Sender & Required<Pick<Sender, 'clientId' | 'signingKey'>>

/** The client as the default management point of its assigned site knows it, registered first where it is not; or why not. */
export async function registeredSender(
  acting: Acting,
): Promise<{ sender: RegisteredSender } | { ending: Ending }> {
  const standing = acting.standing()
  const { assigned, client, surroundings } = standing
  const found = assigned && systemFor(standing, assigned, 'management-point')
  if (!found) {
    acting.tell('has no management point to turn to', unassigned)
    return { ending: { outcome: 'withheld', rule: unassigned } }
  }
  const { state } = acting
  const { fqdn } = found.system
  const identity = (state.signing ??= await signingIdentity())
  const { signingKey } = identity
  const sender = { name: client.name, managementPoint: fqdn, now: surroundings.clock.now(), signingKey }
  const known = state.registration?.site === found.site.code ? state.registration : undefined
  if (known) return { sender: { ...sender, clientId: known.clientId } }
  const { attempt, answer } = await acting.turnTo(
    'management-point',
    register({ ...sender, ...identity, fqdn: client.fqdn }),
    { system: fqdn },
  )
  const clientId = answer?.status === 0 ? answer.smsId : undefined
  if (clientId === undefined) {
    const why = answer
      ? `registration is answered with state ${answer.status}`
      : (attempt.diagnosis ?? attempt.why)
    acting.tell(`could not register with ${fqdn}: ${why}`, null, attempt)
    return {
      ending: { outcome: attempt.outcome === 'withheld' ? 'withheld' : 'failed', rule: null, attempt },
    }
  }
  acting.tell(`registered with ${fqdn} by ${attempt.protocol.toUpperCase()}`, defaultManagementPoint, attempt)
  state.registration = { site: found.site.code, clientId }
  return { sender: { ...sender, clientId } }
}
