import { signingIdentity } from '../../../certs/issue.ts'
import { siteSystemNamed } from '../../model/sites.ts'
import {
  managementPointInDns,
  managementPointInWins,
  managementPointNotFound,
  waysToManagementPoint,
  type WayToManagementPoint,
} from '../../rules/service-location.ts'
import { defaultManagementPoint } from '../../rules/serving-system.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { managementPointName } from '../../wire/names/netbios.ts'
import { managementPointServiceName } from '../../wire/names/service-record.ts'
import { systemFor, type FoundSystem } from '../context.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import { askDns, askWins } from '../lookups.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { deployment, reportState } from './report-state.ts'
import { fromServerLocatorPoint } from './site-settings.ts'

/** State message: failed to discover the default management point. */
const notDiscovered = 604

/**
 * The default management point of the client's site, or how the action ends without one. A client that was installed to
 * look in DNS or WINS does so once; others know it from Active Directory, a server locator point or their installation.
 */
export async function findDefaultManagementPoint(action: ActionContext): Promise<FoundSystem | Ending> {
  const { state } = action
  const context = action.context()
  const { assigned, client, at, mode, network } = context
  const known = assigned && systemFor(context, assigned, 'management-point')
  if (!known) {
    action.tell('has no management point to turn to', unassigned)
    return { outcome: 'withheld', rule: unassigned }
  }
  const ways = waysToManagementPoint({ ...client, at, mode, assignedDirectly: state.assignedDirectly })
  if (ways.length === 0) return known
  const before = state.managementPoint?.site === assigned.code ? state.managementPoint.fqdn : undefined
  const again = before === undefined ? undefined : siteSystemNamed(network.hierarchy, before)
  if (again) return again
  for (const way of ways) {
    const fqdn = await look[way](action, assigned.code)
    const found = fqdn === undefined ? undefined : siteSystemNamed(network.hierarchy, fqdn)
    if (!found) continue
    state.managementPoint = { site: assigned.code, fqdn: found.system.fqdn }
    return found
  }
  action.tell('found its default management point nowhere', managementPointNotFound)
  await reportState(action, deployment, notDiscovered)
  return { outcome: 'failed', rule: managementPointNotFound }
}

/** Each function resolves to an FQDN, or to undefined where its way leads to none. */
const look: Record<
  WayToManagementPoint,
  (action: ActionContext, site: string) => Promise<string | undefined>
> = {
  async dns(action, site) {
    const context = action.context()
    const name = managementPointServiceName(site, context.client.dnsSuffix ?? '')
    const { attempt, result } = action.keep(await askDns(context, name, managementPointInDns))
    const [record] = result ?? []
    action.tell(
      `asked DNS for ${name}: ${record ? `${record.host}, port ${record.port}` : 'nothing'}`,
      managementPointInDns,
      attempt,
    )
    return record?.host
  },
  async 'server-locator-point'(action, site) {
    return (await fromServerLocatorPoint(action, site))?.managementPoint
  },
  async wins(action, site) {
    const name = managementPointName(site)
    const { attempt, result } = action.keep(await askWins(action.context(), name, managementPointInWins))
    action.tell(`asked WINS for ${name.name}: ${result ?? 'nothing'}`, managementPointInWins, attempt)
    return result ?? undefined
  },
}

/** A client that is registered with the management point of its site, and the key that signs its messages. */
type RegisteredSender = Sender & Required<Pick<Sender, 'clientId' | 'signingKey'>>

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
