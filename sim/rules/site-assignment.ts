import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { primaryCodeOf } from '../model/primary-site.ts'
import { sitesCovering } from '../model/sites-covering.ts'
import type { Rule } from './rule.ts'

export const unassigned: Rule = {
  id: 'site-assignment/unassigned',
  sentence: 'A client that no site has been assigned to is unmanaged: it has no site system to turn to.',
}

/**
 * The primary site that manages a client: the one named, or the one whose boundaries hold it. In the boundaries of a
 * secondary site it is assigned to the parent ("About Client Site Assignment").
 */
export function assignedSiteOf(hierarchy: Hierarchy, { assignedSite, at }: Client): Site | undefined {
  const [covering] = assignedSite === 'auto' ? sitesCovering(hierarchy, at) : []
  const wanted = covering ? primaryCodeOf(covering) : assignedSite
  return hierarchy.sites.find(({ code }) => code === wanted)
}
