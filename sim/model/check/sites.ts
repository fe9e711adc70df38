import { didYouMean } from '../../vocabulary/did-you-mean.ts'
import { formatFieldPath } from '../source/finding.ts'
import {
  error,
  warning,
  type Check,
  isPrimary,
  isSecondary,
  parentOf,
  type PlacedSite,
  codesOf,
} from './subject.ts'

/** "Site codes should be used only once in a Configuration Manager 2007 hierarchy" ("Site Codes and Site Names"). */
export const duplicateSiteCodes: Check = function* ({ sites, siteByCode }) {
  for (const site of sites) {
    const { code } = site.value
    const first = code === undefined ? undefined : siteByCode.find(code)
    if (code === undefined || first === undefined || first === site) continue
    const message = `the site code ${code} is taken by ${formatFieldPath(first.path)}`
    yield error('duplicate-site-code', [...site.path, 'code'], message, 'give each site a code of its own')
  }
}

/** "Site Codes and Site Names", and KB 279868 for SMS. A warning, because Setup accepts them. */
const reservedCodes = ['AUX', 'CON', 'NUL', 'PRN', 'SMS']

export const reservedSiteCodes: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    if (value.code === undefined || !reservedCodes.includes(value.code.toUpperCase())) continue
    const message = `${value.code} is a reserved name, and the product creates folders named after the site code`
    yield warning('reserved-site-code', [...path, 'code'], message, 'choose another code')
  }
}

export const unknownParents: Check = function* ({ sites, siteByCode }) {
  for (const { value, path } of sites) {
    if (value.parent === undefined || siteByCode.mayHold(value.parent)) continue
    const message = `there is no site ${value.parent}`
    yield error(
      'unknown-parent',
      [...path, 'parent'],
      message,
      didYouMean(value.parent, codesOf(sites)) ?? 'name a primary site of this file',
    )
  }
}

/** "Secondary sites are attached to a primary site when they are created" ("How to Attach Sites", 09261f9e). */
export const secondarySitesWithoutParent: Check = function* ({ sites }) {
  for (const site of sites) {
    if (!isSecondary(site) || site.value.parent !== undefined) continue
    const message = 'a secondary site needs a parent, and this one has none'
    yield error('secondary-without-parent', [...site.path, 'parent'], message, 'add parent: its primary site')
  }
}

/** "Only a primary site can be a parent" (bb680436 in short). */
export const secondarySitesAsParents: Check = function* (subject) {
  for (const site of subject.sites) {
    const parent = parentOf(site, subject)
    if (!parent || !isSecondary(parent)) continue
    const message = `${site.value.parent ?? ''} is a secondary site, which cannot have sites below it`
    yield error('parent-is-secondary', [...site.path, 'parent'], message, 'name a primary site')
  }
}

/** Reports each cycle once, at the first of its sites in the file. */
export const ancestorCycles: Check = function* (subject) {
  const finished = new Set<PlacedSite>()
  for (const start of subject.sites) {
    const line: PlacedSite[] = []
    let site: PlacedSite | undefined = start
    while (site && !finished.has(site) && !line.includes(site)) {
      line.push(site)
      site = parentOf(site, subject)
    }
    if (site && !finished.has(site)) {
      const circle = [...line.slice(line.indexOf(site)), site]
      const codes = circle.map(({ value }) => value.code).join(' → ')
      const message = `the site is its own ancestor: ${codes}`
      yield error('site-cycle', [...site.path, 'parent'], message, 'remove the parent of one of them')
    }
    for (const done of line) finished.add(done)
  }
}

/**
 * Sites may stay unconnected (1cc599a0), but clients roam and fall back inside one hierarchy only ("About Client
 * Roaming").
 */
export const severalCentralSites: Check = function* ({ sites }) {
  const [first, ...others] = sites.filter((site) => isPrimary(site) && site.value.parent === undefined)
  for (const { value, path } of others) {
    const message = `both ${first?.value.code ?? '?'} and ${value.code ?? '?'} have no parent: two hierarchies`
    yield warning(
      'several-central-sites',
      [...path, 'parent'],
      message,
      'add parent, unless you mean them to be apart',
    )
  }
}
