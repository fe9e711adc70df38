import type { Client } from '../../sim/model/hierarchy.ts'
import type { Lived } from '../../sim/plan/verdicts.ts'
import type { Observation } from '../../sim/plan/try-client.ts'
import type { PlanGroup } from '../../sim/report/plan-result.ts'

/** What a computer of site CEN observed: policy of its own management point, in mixed mode, but for what is given. */
export function observed({ ending, ...given }: Given = {}): Observation {
  return {
    ...{ act: 'policy', visiting: null, diagnosis: null, rule: null, attempts: ['a1'] },
    ...{ near: true, late: false, believed: 'mixed', actual: 'mixed', ...given },
    ending: { outcome: 'answered', protocol: 'http', system: 'mp.cen', site: 'CEN', ...ending },
  }
}

export type Given = Partial<Omit<Observation, 'ending'>> & { ending?: Partial<Observation['ending']> }

/** Not answered, and answered from afar. */
export const no: Given = { ending: { outcome: 'failed' } }
export const withheld: Given = { ending: { outcome: 'withheld' } }
export const far: Given = { near: false, ending: { site: 'WST', system: 'dp.wst' } }

export const content: Given = { act: 'content', content: 'CEN00001' }

/** A client that gets along with its site. */
export const believes: Given = { believed: 'native', actual: 'native' }

/** The clients of a group of CEN, and what one of them observed in each phase. */
export function lived(client: Client, phases: Observation[][], group: Lived['group'] = ofCentral()): Lived {
  const home = { at: client.at, resident: 'CEN' }
  return { group, representative: { client, home, visits: [] }, phases }
}

export function ofCentral(shown: Partial<PlanGroup> = {}): Lived['group'] {
  return {
    shown: {
      ...{ number: 1, from: ['DESKS'], clients: 100, kind: 'computer', assignedSite: 'CEN', at: ['CEN'] },
      ...{ onInternet: false, visits: [], activeDirectory: true, certificates: ['good'] },
      ...{ version: '4.00.6487.2000', ...shown },
    },
    representatives: [],
  }
}
