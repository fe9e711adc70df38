import type { Attempt } from '../../evidence/attempt.ts'
import { signingIdentity } from '../../../certs/issue.ts'
import {
  managementPointInDns,
  managementPointInWins,
  managementPointNotFound,
  waysOpenTo,
  type WayToManagementPoint,
} from '../../rules/service-location.ts'
import { signsIn, signsInToRegister } from '../../rules/client-approval.ts'
import { defaultManagementPoint, isProxyFor, proxyManagementPoint } from '../../rules/serving-system.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { managementPointName } from '../../wire/names/netbios.ts'
import { managementPointServiceName } from '../../wire/names/service-record.ts'
import { register } from '../conversations/register.ts'
import type { Sender } from '../conversations/send-message.ts'
import {
  ownSystem,
  toldBy,
  type KnownManagementPoint,
  type KnownSite,
  type KnownSystem,
  managementPointOf,
} from '../knowledge.ts'
import { namedAtInstallation } from '../context.ts'
import { askDns, askWins } from '../lookups.ts'
import { byProtocol, reasonOf, withoutSuccess, type ActionContext, type Ending } from './action.ts'
import { keptUntilNextRead, siteInDirectory } from './active-directory.ts'
import { findResidentManagementPoint } from './find-content.ts'
import { deployment, reportState } from './report-state.ts'
import { fromServerLocatorPoint, refreshSiteSettings } from './site-settings.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** State message: failed to discover the default management point. */
const notDiscovered = 604

/** The default management point of the client's site, or how the action ends without one. */
export async function findDefaultManagementPoint(action: ActionContext): Promise<KnownSystem | Ending> {
  if (!action.context().assigned) {
    action.tell('has no management point to turn to', unassigned)
    return { outcome: 'withheld', rule: unassigned }
  }
  await refreshSiteSettings(action)
  const found = await lookForManagementPoint(action)
  if (found) return found
  action.tell('found its default management point nowhere', managementPointNotFound)
  const attempt = action.lastFailure()
  await reportState(action, deployment, notDiscovered)
  return { outcome: 'failed', rule: managementPointNotFound, attempt }
}

/**
 * The default management point of the client's site: the one that it knows, or else the one that it is told of next. Where
 * nobody tells, it keeps to the one that it was installed with, or knew before: not documented; our choice.
 */
export async function lookForManagementPoint(action: ActionContext): Promise<KnownSystem | undefined> {
  const { state } = action
  const context = action.context()
  const { assigned, client, at, mode, network } = context
  if (!assigned) return undefined
  const before = state.managementPoint?.site?.code === assigned.code ? state.managementPoint : undefined
  const ways = waysOpenTo({ ...client, at, mode, assignedDirectly: state.assignedDirectly })
  const isKnown = before && network.clock.now().getTime() < before.until && ways.length > 0
  // Its own site's mode is a setting, which it reads in its own time.
  const asOfNow = (system: KnownSystem) => ({ ...system, site: { ...siteOf(assigned), mode } })
  if (isKnown) return asOfNow(before)
  for (const way of ways) {
    const found = await look[way](action, assigned)
    if (!found) continue
    state.managementPoint = found
    return asOfNow(found)
  }
  const installed = namedAtInstallation(context, 'management-point')
  return installed ?? (ways.length > 0 && before ? asOfNow(before) : undefined)
}

function siteOf({ code }: KnownSite) {
  return { code, primary: code }
}

/** Each function resolves to undefined where its way leads to no management point. */
const look: Record<
  WayToManagementPoint,
  (action: ActionContext, site: KnownSite) => Promise<KnownManagementPoint | undefined>
> = {
  async 'active-directory'(action, { code }) {
    const told = await siteInDirectory(action, code)
    return told && keptUntilNextRead(action.context().network.clock, managementPointOf(code, told))
  },
  async dns(action, site) {
    const { client } = action.context()
    const name = managementPointServiceName(site.code, client.dnsSuffix ?? '')
    const { attempt, result } = action.keep(await askDns(action.context(), name, managementPointInDns))
    const [record] = result ?? []
    action.tell(
      `asked DNS for ${name}: ${record ? `${record.host}, port ${record.port}` : 'nothing'}`,
      managementPointInDns,
      attempt,
    )
    if (!record) return undefined
    // The record has the one port that clients of this mode use.
    const ports = { [siteModes[site.mode].protocol]: record.port }
    const found = ownSystem('management-point', record.host, site, ports, toldBy('dns', attempt))
    return { ...found, until: Date.parse(attempt.startedAt) + record.ttl * 1000 }
  },
  async 'server-locator-point'(action, { code }) {
    const told = await fromServerLocatorPoint(action, code)
    return told && keptUntilNextRead(action.context().network.clock, managementPointOf(code, told))
  },
  async wins(action, site) {
    const name = managementPointName(site.code)
    const { attempt, result } = action.keep(await askWins(action.context(), name, managementPointInWins))
    action.tell(`asked WINS for ${name.name}: ${result ?? 'nothing'}`, managementPointInWins, attempt)
    if (result === undefined || result === null) return undefined
    const found = ownSystem('management-point', result, site, {}, toldBy('wins', attempt))
    return keptUntilNextRead(action.context().network.clock, found)
  },
}

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
  const identity = (state.signing ??= await signingIdentity())
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
      'the management point to which it keeps where nobody tells it of one: that of its ' +
      'installation, or else the former one',
  },
  {
    certainty: 'our choice',
    about:
      'the registration of a client within a secondary site, which goes to the default management ' +
      'point, and its failure while the proxy management point does not answer',
  },
]
