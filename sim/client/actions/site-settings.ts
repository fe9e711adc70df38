import { defaultSiteMode, siteModeCalled, siteModes } from '../../vocabulary/site-mode.ts'
import { ruleOfCriteria } from '../../rules/client-certificate.ts'
import { directlyOnTheInternet } from '../../rules/service-location.ts'
import {
  isTimeToReadMode,
  isTimeToReadSettings,
  modeAfterTwoPolls,
  settingsReadAgain,
  usualPollingInterval,
} from '../../rules/site-assignment.ts'
import type { Rule } from '../../rules/rule.ts'
import { askForManagementPoints } from '../conversations/locate.ts'
import { toldBy, toldAtInstallation, type ToldSite, managementPointOf } from '../knowledge.ts'
import type { ActionContext, Ending } from './action.ts'
import { keptUntilNextRead, siteInDirectory } from './active-directory.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'

/** Looks a site up in Active Directory, then at the server locator point; undefined if neither knows it. */
export async function findSiteSettings(action: ActionContext, code: string): Promise<ToldSite | undefined> {
  return (
    fromInstallation(action, code) ??
    (await siteInDirectory(action, code)) ??
    (await fromServerLocatorPoint(action, code))
  )
}

/** On the Internet there is no directory to ask, and the client knows only what CCMSetup was given. */
function fromInstallation(action: ActionContext, code: string): ToldSite | undefined {
  const { client, at } = action.context()
  const { internetManagementPoint: fqdn, mode = defaultSiteMode } = client
  if (!at.internet || fqdn === undefined) return undefined
  action.tell(`was told of the Internet-based management point ${fqdn}`, directlyOnTheInternet)
  return {
    told: toldAtInstallation(client),
    managementPoint: fqdn,
    assignmentSite: code,
    settings: { mode },
  }
}

/** Asks a server locator point about a site, if the client may use one. */
export async function fromServerLocatorPoint(
  action: ActionContext,
  code: string,
): Promise<ToldSite | undefined> {
  const answer = await consultServerLocatorPoint(
    action,
    `the management points of site ${code}`,
    askForManagementPoints(code),
    (points) => points.map(({ fqdn, native }) => `${fqdn}, ${siteModeCalled(native)} mode`).join('; '),
  )
  const [found] = answer?.reply ?? []
  return (
    answer &&
    found && {
      told: toldBy('server-locator-point', answer.attempt),
      managementPoint: found.fqdn,
      assignmentSite: found.assignmentSite,
      version: found.version,
      settings: { mode: siteModeCalled(found.native) },
    }
  )
}

/** Makes the site the client's own, with these settings. Returns false if no client can be assigned to the site. */
export function adoptSettings(action: ActionContext, code: string, site: ToldSite): boolean {
  if (!adoptMode(action, code, site)) return false
  const { state, context } = action
  const { client, network } = context()
  state.neighbours.clear()
  state.settingsRead = network.clock.now().getTime()
  // A client that cannot read Active Directory has the option as CCMSetup set it
  // ("How to Configure HTTP Communication for Roaming and Site Assignment").
  const inherited = site.settings.httpForRoaming ?? false
  state.httpForRoaming = client.httpForRoaming === 'inherit' ? inherited : client.httpForRoaming
  return true
}

/** Takes over the mode, and all that comes with it but for the option of HTTP communication. */
function adoptMode({ state, context }: ActionContext, code: string, site: ToldSite): boolean {
  const { assignmentSite, settings, told } = site
  if (assignmentSite !== code) return false
  const { client, network } = context()
  const { ports, assigned } = state
  // Policy tells it, and a client that is assigned anew has none yet.
  const known = assigned?.code === code ? assigned : undefined
  const policyPollingInterval = known?.policyPollingInterval ?? usualPollingInterval
  const networkAccessAccount = known?.networkAccessAccount
  // The source that names the mode alone leaves the options as they were installed.
  const options = { ...(client.site ?? installedOptions), policyPollingInterval, networkAccessAccount }
  state.assigned = { ...options, ports, ...settings, code, told }
  state.mode = settings.mode
  state.ports = state.assigned.ports
  state.managementPoint = keptUntilNextRead(network.clock, managementPointOf(code, site))
  state.modeRead = network.clock.now().getTime()
  return true
}

/** The options of CCMSetup without switches. */
const installedOptions = {
  httpForRoaming: false,
  crlChecking: false,
  certificateSelection: { criteria: 'none', selectFirst: false },
}

/** Reads in Active Directory again what is due: all settings of the site, or its mode. */
export async function refreshSiteSettings(action: ActionContext): Promise<void> {
  const { network, assigned, settingsRead, modeRead } = action.context()
  if (!assigned) return
  const now = network.clock.now().getTime()
  if (isTimeToReadSettings(now, settingsRead)) await readAgain(action, adoptSettings, modeAfterTwoPolls)
  else if (isTimeToReadMode(now, modeRead, assigned.policyPollingInterval))
    await readAgain(action, adoptMode, modeAfterTwoPolls)
}

/** Switches the computer on: the client reads its site's settings again. */
export async function start(action: ActionContext): Promise<Ending> {
  const { client } = action.context()
  if (await readAgain(action, adoptSettings, settingsReadAgain))
    return { outcome: 'answered', rule: settingsReadAgain, by: 'active-directory' }
  action.tell("starts, but cannot read its site's settings", settingsReadAgain)
  return {
    outcome: client.activeDirectory ? 'failed' : 'withheld',
    rule: settingsReadAgain,
    attempt: action.lastFailure(),
  }
}

/** Resolves to false if the settings could not be read. `rule` has a client take over a new mode. */
async function readAgain(
  action: ActionContext,
  adopt: (action: ActionContext, code: string, site: ToldSite) => boolean,
  rule: Rule,
): Promise<boolean> {
  const { assigned } = action.context()
  const told = assigned && (await siteInDirectory(action, assigned.code))
  if (!told) return false
  adopt(action, assigned.code, told)
  const { mode, certificateSelection: { criteria } = { criteria: 'none' } } = told.settings
  if (mode !== assigned.mode) action.tell(`switches to ${mode} mode, as its site did`, rule)
  const criteriaRule = ruleOfCriteria(criteria)
  if (criteriaRule && siteModes[mode].clientsPresentCertificates)
    action.tell(`selects its certificate by ${criteria}`, criteriaRule)
  return true
}
