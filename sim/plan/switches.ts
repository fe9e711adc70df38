import { InputError, type Problem } from '../errors.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { primaryCodeOf, siteToChangeFirst } from '../model/sites.ts'
import { settingsReadEvery } from '../rules/site-assignment.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'

/** A primary site and its new mode. */
export interface Switch {
  /** Code of the site. */
  site: string
  /** The new one. */
  mode: SiteMode
}

/** A moment at which every client is tried. */
export type Phase =
  | { name: 'before'; kind: 'before' }
  | { name: string; kind: 'switched'; switch: Switch }
  | { name: string; kind: 'told'; switch: Switch }

/** Before, right after each switch, and once the clients had time to read of it. */
export function phasesOf(switches: readonly Switch[]): Phase[] {
  return [
    { name: 'before', kind: 'before' },
    ...switches.flatMap((made): Phase[] => [
      { name: `after ${made.site}=${made.mode}`, kind: 'switched', switch: made },
      { name: `told of ${made.site}=${made.mode}`, kind: 'told', switch: made },
    ]),
  ]
}

/**
 * Milliseconds in which a client reads again all that it reads of its site by itself: two polling cycles of policy for the
 * mode, 25 hours for the rest.
 */
export function timeToBeTold({ sites }: Hierarchy): number {
  return Math.max(settingsReadEvery, ...sites.map((site) => 2 * site.policyPollingInterval))
}

/** Reads `CEN=native`; undefined: it is not of this form. */
export function parseSwitch(text: string): Switch | undefined {
  const [site = '', written, ...more] = text.split('=')
  const mode = siteModeNames.find((name) => name === written?.toLowerCase())
  return mode && site !== '' && more.length === 0 ? { site: site.toUpperCase(), mode } : undefined
}

/**
 * Throws an `InputError` that names each switch which is none, or which the order of the hierarchy does not allow. `file`: name
 * to show for the hierarchy.
 */
export function checkSwitches(hierarchy: Hierarchy, switches: readonly Switch[], file: string): void {
  const problems = problemsOf(hierarchy, switches)
  if (problems.length > 0) throw new InputError(problems.map((problem) => ({ ...problem, file })))
}

/** Whether the hierarchy allows these switches in this order. */
export function isAllowed(hierarchy: Hierarchy, switches: readonly Switch[]): boolean {
  return problemsOf(hierarchy, switches).length === 0
}

function problemsOf({ sites }: Hierarchy, switches: readonly Switch[]): Problem[] {
  return switches.flatMap((next, index) => {
    const obstacle = obstacleTo(afterSwitches(sites, switches.slice(0, index)), next)
    if (!obstacle) return []
    return [{ ...obstacle, severity: 'error', message: `${next.site}=${next.mode}: ${obstacle.message}` }]
  })
}

function obstacleTo(
  sites: readonly Site[],
  { site: code, mode }: Switch,
): Pick<Problem, 'code' | 'message' | 'remedy'> | undefined {
  const site = sites.find((one) => one.code === code)
  if (!site) {
    const remedy = `its primary sites are ${sites.flatMap((one) => (one.kind === 'primary' ? one.code : [])).join(', ')}`
    return { code: 'unknown-site', message: `the hierarchy has no site ${code}`, remedy }
  }
  if (site.kind === 'secondary') {
    const primary = primaryCodeOf(site)
    const message = `site ${code} is a secondary site, and has the mode of its primary ${primary}`
    return { code: 'switch-of-secondary', message, remedy: `switch ${primary} instead` }
  }
  if (site.mode === mode) {
    const message = `site ${code} is in ${mode} mode by then`
    return { code: 'switch-to-same-mode', message, remedy: 'leave this switch out' }
  }
  const first = siteToChangeFirst({ sites }, code, mode)
  if (!first) return undefined
  const message = `site ${code} cannot go into ${mode} mode before site ${first.site} does: ${first.why}`
  return { code: 'switch-out-of-order', message, remedy: `put ${first.site}=${mode} before it` }
}

/** The switches that bring every primary site into a mode, in an order that the hierarchy allows. */
export function switchesTo(hierarchy: Hierarchy, mode: SiteMode): Switch[] {
  const made: Switch[] = []
  const left = hierarchy.sites.filter((site) => site.kind === 'primary' && site.mode !== mode)
  while (left.length > 0) {
    const sites = afterSwitches(hierarchy.sites, made)
    const next = left.findIndex(({ code }) => !siteToChangeFirst({ sites }, code, mode))
    // A tree has a site at its top and one at its bottom.
    const [site] = left.splice(Math.max(next, 0), 1)
    if (site) made.push({ site: site.code, mode })
  }
  return made
}

/** The sites as they are after switches; secondary sites follow. */
export function afterSwitches(sites: readonly Site[], switches: readonly Switch[]): Site[] {
  const modes = new Map(switches.map(({ site, mode }) => [site, mode]))
  return sites.map((site) => ({ ...site, mode: modes.get(primaryCodeOf(site)) ?? site.mode }))
}
