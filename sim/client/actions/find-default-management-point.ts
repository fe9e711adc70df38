import { siteSystemNamed } from '../../model/site-system-named.ts'
import {
  managementPointInDns,
  managementPointInWins,
  managementPointNotFound,
  waysToManagementPoint,
  type WayToManagementPoint,
} from '../../rules/service-location.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { managementPointName } from '../../wire/names/netbios.ts'
import { managementPointServiceName } from '../../wire/names/service-record.ts'
import { askDns, askWins } from '../ask-name-server.ts'
import { systemFor, type FoundSystem } from '../find-system.ts'
import type { Acting, Ending } from './action.ts'
import { fromServerLocatorPoint } from './find-site-settings.ts'
import { deployment, reportState } from './report-state.ts'

/** State message: failed to discover the default management point. */
const notDiscovered = 604

/**
 * The default management point of the client's site. A client that was told to look in DNS or WINS does so once; others
 * know it from Active Directory, from a server locator point or from their installation. Or how it ends without one.
 */
export async function findDefaultManagementPoint(acting: Acting): Promise<FoundSystem | Ending> {
  const { state } = acting
  const standing = acting.standing()
  const { assigned, client, at, mode, surroundings } = standing
  const known = assigned && systemFor(standing, assigned, 'management-point')
  if (!known) {
    acting.tell('has no management point to turn to', unassigned)
    return { outcome: 'withheld', rule: unassigned }
  }
  const ways = waysToManagementPoint({ ...client, at, mode, assignedDirectly: state.assignedDirectly })
  if (ways.length === 0) return known
  const before = state.managementPoint?.site === assigned.code ? state.managementPoint.fqdn : undefined
  const again = before === undefined ? undefined : siteSystemNamed(surroundings.hierarchy, before)
  if (again) return again
  for (const way of ways) {
    const fqdn = await look[way](acting, assigned.code)
    const found = fqdn === undefined ? undefined : siteSystemNamed(surroundings.hierarchy, fqdn)
    if (!found) continue
    state.managementPoint = { site: assigned.code, fqdn: found.system.fqdn }
    return found
  }
  acting.tell('found its default management point nowhere', managementPointNotFound)
  await reportState(acting, deployment, notDiscovered)
  return { outcome: 'failed', rule: managementPointNotFound }
}

/** Each resolves to an FQDN. */
const look: Record<WayToManagementPoint, (acting: Acting, site: string) => Promise<string | undefined>> = {
  async dns(acting, site) {
    const standing = acting.standing()
    const name = managementPointServiceName(site, standing.client.dnsSuffix ?? '')
    const { attempt, answer } = await askDns(standing, name, managementPointInDns)
    acting.made(attempt)
    const [record] = answer ?? []
    acting.tell(
      `asked DNS for ${name}: ${record ? `${record.host}, port ${record.port}` : 'nothing'}`,
      managementPointInDns,
      attempt,
    )
    return record?.host
  },
  async 'server-locator-point'(acting, site) {
    return (await fromServerLocatorPoint(acting, site))?.managementPoint
  },
  async wins(acting, site) {
    const name = managementPointName(site)
    const { attempt, answer } = await askWins(acting.standing(), name, managementPointInWins)
    acting.made(attempt)
    acting.tell(`asked WINS for ${name.name}: ${answer ?? 'nothing'}`, managementPointInWins, attempt)
    return answer ?? undefined
  },
}
