import { signingIdentity } from '../../../certs/signing-identity.ts'
import { defaultManagementPoint } from '../../rules/serving-system.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { findDefaultManagementPoint } from './find-default-management-point.ts'

/** A client that is registered with the management point of its site, and the key that signs its messages. */
export type RegisteredSender = Sender & Required<Pick<Sender, 'clientId' | 'signingKey'>>

/** The client, registered with its default management point if it was not before; or how the action ends instead. */
export async function registeredSender(
  action: ActionContext,
): Promise<{ sender: RegisteredSender } | { ending: Ending }> {
  const { client, network } = action.context()
  const found = await findDefaultManagementPoint(action)
  if ('outcome' in found) return { ending: found }
  const { state } = action
  const { fqdn } = found.system
  const identity = (state.signing ??= await signingIdentity())
  const { signingKey } = identity
  const sender = { name: client.name, managementPoint: fqdn, now: network.clock.now(), signingKey }
  const known = state.registration?.site === found.site.code ? state.registration : undefined
  if (known) return { sender: { ...sender, clientId: known.clientId } }
  const { attempt, result } = await action.converse(
    'management-point',
    register({ ...sender, ...identity, fqdn: client.fqdn }),
    { system: fqdn },
  )
  const clientId = result?.status === 0 ? result.smsId : undefined
  if (clientId === undefined) {
    const why = result ? `registration is answered with state ${result.status}` : reasonOf(attempt)
    action.tell(`could not register with ${fqdn}: ${why}`, null, attempt)
    return {
      ending: { outcome: attempt.outcome === 'withheld' ? 'withheld' : 'failed', rule: null, attempt },
    }
  }
  action.tell(`registered with ${fqdn} ${byProtocol(attempt)}`, defaultManagementPoint, attempt)
  state.registration = { site: found.site.code, clientId }
  return { sender: { ...sender, clientId } }
}
