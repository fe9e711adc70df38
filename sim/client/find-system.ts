import type { Site, SiteSystem } from '../model/hierarchy.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { servingSystem } from '../rules/serving-system.ts'
import type { Standing } from './context.ts'

export interface FoundSystem {
  site: Site
  system: SiteSystem
}

/** The system of a role that a client uses of a site; on the Internet the management point that it was told of. */
export function systemFor(
  { client, at, surroundings }: Standing,
  site: Site,
  role: SiteSystemRole,
): FoundSystem | undefined {
  const { internetManagementPoint } = client
  if (role === 'management-point' && at.internet && internetManagementPoint !== undefined)
    return siteSystemNamed(surroundings.hierarchy, internetManagementPoint)
  const system = servingSystem(site.systems, role, client.kind, at)
  return system && { site, system }
}
