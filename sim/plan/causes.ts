import { entryOf } from '../evidence/catalogue.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { clientCertificate } from '../evidence/catalogue/client-certificate.ts'
import type { PlanCause } from '../report/plan-result.ts'
import { nobodyHasTheContent } from '../rules/content-location.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Observation } from './try-client.ts'

/** The moment that shows a change, and what was seen of it. */
export interface Shown {
  observation: Observation
  /** The client had time to read of every switch that was made. */
  settled: boolean
}

/** Why a client gets no policy, content or update any more, or cannot send its state: by what it knows, or else by the failure. */
export function causeOfLoss({ observation, settled }: Shown): PlanCause {
  const { believed, actual, diagnosis } = observation
  if (actual !== null && believed !== actual) return settled ? 'never-told' : 'not-told-yet'
  if (diagnosis === null) return 'other'
  if (Object.hasOwn(clientCertificate, diagnosis)) return 'no-usable-certificate'
  const entry = entryOf(diagnosis)
  return entry ? causeByParty[entry.party] : 'other'
}

const causeByParty: Readonly<Record<CatalogueEntry['party'], PlanCause>> = {
  scenario: 'other',
  client: 'other',
  'site system': 'system-not-ready',
  'certification authority': 'system-not-ready',
  'name service': 'system-not-ready',
  network: 'system-not-ready',
  site: 'system-not-ready',
}

/**
 * Why content is no longer had from where it was. `modeOf`: the modes of the sites at that moment. A client that knows its
 * site and gets along with it has lost the content of a site of the other mode.
 */
export function causeOfContent(
  before: Observation,
  shown: Shown,
  modeOf: (site: string) => SiteMode | undefined,
): PlanCause {
  const { believed, actual, ending, late, rule } = shown.observation
  if (actual !== null && believed !== actual) return causeOfLoss(shown)
  const from = before.ending.site
  if (from !== null && modeOf(from) !== believed)
    return rule === nobodyHasTheContent.id ? 'package-only-there' : 'neighbour-of-other-mode'
  return ending.outcome === 'answered' && !late ? 'other' : causeOfLoss(shown)
}
