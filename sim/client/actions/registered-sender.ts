import { signingIdentity } from '../../../certs/signing-identity.ts'
import { defaultManagementPoint } from '../../rules/serving-system.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import type { Acting, Ending } from './action.ts'
import { findDefaultManagementPoint } from './find-default-management-point.ts'

/** A client that the management point of its site knows, and how its messages are signed. */
export type RegisteredSender = Sender & Required<Pick<Sender, 'clientId' | 'signingKey'>>

/** The client as the default management point of its assigned site knows it, registered first where it is not; or why not. */
export async function registeredSender(
  acting: Acting,
): Promise<{ sender: RegisteredSender } | { ending: Ending }> {
  const { client, surroundings } = acting.standing()
  const found = await findDefaultManagementPoint(acting)
  if ('outcome' in found) return { ending: found }
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
