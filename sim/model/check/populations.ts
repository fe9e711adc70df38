import { didYouMean } from '../../vocabulary/did-you-mean.ts'
import { siteCode } from '../schema/written-values.ts'
import type { FieldPath } from '../source/source.ts'
import type { Finding } from '../source/finding.ts'
import { isUnreadable } from './draft.ts'
import { error, warning, type Check, type Subject, codesOf } from './subject.ts'

/** A place in a site is one in its boundaries, so that the site has to have some. */
export const placesInSites: Check = function* (subject) {
  for (const { value, path } of subject.described) {
    if (value.at?.site !== undefined) yield* siteWithPlaces(value.at.site, [...path, 'at', 'site'], subject)
  }
  for (const { value, path } of subject.groups) {
    for (const [index, visit] of (value.visits ?? []).entries()) {
      if (visit?.site === undefined) continue
      yield* siteWithPlaces(visit.site, [...path, 'visits', index, 'site'], subject)
    }
  }
}

function* siteWithPlaces(code: string, path: FieldPath, { sites, siteByCode }: Subject): Iterable<Finding> {
  if (!siteCode.safeParse(code).success) return
  const site = siteByCode.find(code)
  if (!siteByCode.mayHold(code)) {
    yield error(
      'unknown-site',
      path,
      `there is no site ${code}`,
      didYouMean(code, codesOf(sites)) ?? 'name a site',
    )
  } else if (site && !site.value.boundaries?.length && !isUnreadable(site.value, 'boundaries')) {
    const message = `site ${code} has no boundaries in which a client could be`
    yield error('site-without-boundaries', path, message, 'give it boundaries, or write an address')
  }
}

/** A site is visited once, so that a step finds the share. */
export const repeatedVisits: Check = function* ({ groups }) {
  for (const { value, path } of groups) {
    const seen = new Set<string>()
    for (const [index, visit] of (value.visits ?? []).entries()) {
      const site = visit?.site
      if (site === undefined) continue
      if (seen.has(site)) {
        const message = `the visits to site ${site} are stated twice`
        yield warning(
          'repeated-visit',
          [...path, 'visits', index],
          message,
          'keep one of them; the first counts',
        )
      }
      seen.add(site)
    }
  }
}
