import type { Attempt } from '../../evidence/attempt.ts'
import { signsIn, signsInToRegister } from '../../rules/client-approval.ts'
import { defaultManagementPoint, isProxyFor, proxyManagementPoint } from '../../rules/serving-system.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import type { KnownSystem } from '../knowledge.ts'
import { byProtocol, reasonOf, withoutSuccess, type ActionContext, type Ending } from './action.ts'
import { findDefaultManagementPoint, findResidentManagementPoint } from './management-points.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** A client that is registered with the management point of its site, and the key that signs its messages. */
type RegisteredSender = Sender & Required<Pick<Sender, 'clientId' | 'signingKey'>>

interface Registered {
  sender: RegisteredSender
  /** The one that gives it policy and takes its reports. */
  managementPoint: KnownSystem
  relation: Attempt['relation']
}

/**
 * The client, registered with its default management point if it was not before; or how the action ends instead. That
 * clients register there, also where a proxy management point serves them, is our choice.
 */
export async function registeredSender(action: ActionContext): Promise<Registered | { ending: Ending }> {
  const { client, network } = action.context()
  const own = await findDefaultManagementPoint(action)
  if ('outcome' in own) return { ending: own }
  const { state } = action
  const site = state.assigned?.code ?? ''
  const identity = (state.signing ??= await network.signingIdentity())
  const { signingKey } = identity
  const sender = { name: client.name, now: network.clock.now(), signingKey }
  const clientId =
    state.registration?.site === site
      ? state.registration.clientId
      : await registeredId(action, own, { ...sender, ...identity, fqdn: client.fqdn })
  if (typeof clientId !== 'string') return { ending: clientId }
  state.registration = { site, clientId }
  const proxy = await findProxyManagementPoint(action, own)
  const managementPoint = proxy ?? own
  return {
    sender: { ...sender, clientId, managementPoint: managementPoint.fqdn },
    managementPoint,
    relation: proxy ? 'resident' : 'assigned',
  }
}

async function registeredId(
  action: ActionContext,
  managementPoint: KnownSystem,
  client: Omit<Parameters<typeof register>[0], 'managementPoint'>,
): Promise<string | Ending> {
  const { fqdn } = managementPoint
  const context = action.context()
  const signed = signsIn({ ...context.client, mode: context.mode })
  const { attempt, result } = await action.converse(
    managementPoint,
    register({ ...client, managementPoint: fqdn, signsIn: signed }),
  )
  if (result?.status === 0 && result.smsId !== undefined) {
    action.tell(
      `registered with ${fqdn} ${byProtocol(attempt)}${signed ? ', as a computer of its domain' : ''}`,
      signed ? signsInToRegister : defaultManagementPoint,
      attempt,
    )
    return result.smsId
  }
  const why = result ? `registration is answered with state ${result.status}` : reasonOf(attempt)
  action.tell(`could not register with ${fqdn}: ${why}`, null, attempt)
  return { outcome: withoutSuccess(attempt), rule: null, attempt }
}

/** The proxy management point of the secondary site where the client is, if that site belongs to its own. */
async function findProxyManagementPoint(
  action: ActionContext,
  own: KnownSystem,
): Promise<KnownSystem | undefined> {
  const { client, at, assigned } = action.context()
  if (client.kind === 'mobile-device' || at.internet || !assigned) return undefined
  const near = await findResidentManagementPoint(action, own)
  if (!near?.site || !isProxyFor(assigned.code, near.site)) return undefined
  action.tell(`turns to the proxy management point ${near.fqdn}`, proxyManagementPoint)
  return near
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the registration of a client within a secondary site, which goes to the default management ' +
      'point, and its failure while the proxy management point does not answer',
  },
]
