import type { PlanRemedyId } from '../../sim/report/plan-result.ts'
import type { Switch } from '../../sim/plan/switches.ts'

// What a person does who follows a remedy: files to be edited, and switches to be made in another way.

/** A hierarchy's file, and the switches that are planned. */
export interface Planned {
  file: string
  switches: readonly Switch[]
}

const toNative = (...sites: string[]): Switch[] => sites.map((site) => ({ site, mode: 'native' }))

/** Each group has a reason of its own to be stranded, but for the office, which has none. */
const strandings: Planned = {
  file: `domain: strandings.test
sites:
  - code: CEN
    mode: mixed
    boundaries: [{ subnet: 10.0.0.0/16 }]
    systems:
      - { name: mp.cen, roles: [management-point] }
groups:
  - { name: OFFICE, count: 4, assignedSite: CEN, at: { site: CEN } }
  - { name: STALE, count: 2, assignedSite: CEN, certificate: expired, at: { site: CEN } }
  - { name: UNASKED, count: 2, assignedSite: CEN, certificate: unknown, at: { site: CEN } }
  - { name: KIOSKS, count: 3, assignedSite: CEN, activeDirectory: false, at: { site: CEN } }
  - { name: CELLARS, count: 2, assignedSite: CEN, activeDirectory: false, certificate: none, at: { site: CEN } }
`,
  switches: toNative('CEN'),
}

/** Laptops of a site that goes native travel to one that stays as it is, and the other way round. */
const roamers: Planned = {
  file: `domain: roamers.test
sites:
  - code: CEN
    mode: mixed
    boundaries: [{ subnet: 10.0.0.0/16 }]
    systems:
      - { name: mp.cen, roles: [management-point] }
      - { name: dp.cen, roles: [standard-distribution-point], packages: [ALL00001] }
  - code: EST
    mode: mixed
    parent: CEN
    boundaries: [{ subnet: 10.4.0.0/16 }]
    systems:
      - { name: mp.est, roles: [management-point] }
      - { name: dp.est, roles: [standard-distribution-point], packages: [ALL00001, EST00003] }
packages:
  - { id: ALL00001, size: 1 KiB, advertisement: { whenSlow: download } }
  - { id: EST00003, size: 1 KiB, advertisement: { whenSlow: download } }
groups:
  - { name: OFFICE, count: 4, assignedSite: CEN, at: { site: CEN } }
  - { name: LAPTOPS, count: 5, assignedSite: CEN, at: { site: CEN }, visits: [{ site: EST, share: 100% }] }
  - { name: EAST, count: 4, assignedSite: EST, at: { site: EST } }
`,
  switches: toNative('CEN'),
}

/** Clients of EST may use HTTP where they travel, once they are in native mode; in mixed mode they get nothing of a native site. */
const orders: Planned = {
  file: `domain: orders.test
sites:
  - code: CEN
    mode: mixed
    boundaries: [{ subnet: 10.0.0.0/16 }]
    systems: [{ name: mp.cen, roles: [management-point] }]
  - code: WST
    mode: mixed
    parent: CEN
    boundaries: [{ subnet: 10.3.0.0/16 }]
    systems:
      - { name: mp.wst, roles: [management-point] }
      - { name: dp.wst, roles: [standard-distribution-point], packages: [WST00002] }
  - code: EST
    mode: mixed
    parent: CEN
    httpForRoaming: true
    boundaries: [{ subnet: 10.4.0.0/16 }]
    systems: [{ name: mp.est, roles: [management-point] }]
packages:
  - { id: WST00002, size: 1 KiB }
groups:
  - { name: LAPTOPS, count: 5, assignedSite: EST, at: { site: EST }, visits: [{ site: WST, share: 100% }] }
  - { name: WEST, count: 6, assignedSite: WST, at: { site: WST } }
`,
  switches: toNative('CEN', 'WST', 'EST'),
}

/** A place in a file that is there once, and what is written in its stead. */
type Edit = readonly [written: string, instead: string]

export interface Applied extends Planned {
  planned: Planned
  /** The file that describes the clients as they are installed again, once they had time to read of the switch. */
  again?: string
  /** What becomes worse for whom. A switch more has clients that are away until they are told of it. */
  costs: readonly string[]
}

interface Changes {
  edits?: readonly Edit[]
  switches?: readonly Switch[]
  again?: readonly Edit[]
  costs?: readonly string[]
}

function applied(
  planned: Planned,
  { edits = [], switches = planned.switches, again, costs = [] }: Changes,
): Applied {
  const file = edited(planned.file, edits)
  return { planned, file, switches, costs, ...(again && { again: edited(file, again) }) }
}

function edited(file: string, edits: readonly Edit[]): string {
  return edits.reduce((text, [written, instead]) => {
    const [before, after, ...more] = text.split(written)
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error(`${written} has to be there once`)
    return `${before}${instead}${after}`
  }, file)
}

/** What the command line of CCMSetup has when the clients are installed again that nobody tells of the switch. */
function commandLine(line: string): Edit[] {
  return [
    ['{ name: KIOSKS,', `{ name: KIOSKS, install: ${line},`],
    ['{ name: CELLARS,', `{ name: CELLARS, install: ${line},`],
  ]
}

export const appliedRemedies: Readonly<Record<PlanRemedyId, Applied>> = {
  certificate: applied(strandings, {
    edits: [
      ['certificate: expired', 'certificate: good'],
      ['certificate: unknown', 'certificate: good'],
    ],
  }),
  reinstall: applied(strandings, { again: commandLine('/native') }),
  'server-locator-point': applied(strandings, {
    edits: [['roles: [management-point]', 'roles: [management-point, server-locator-point]']],
    again: commandLine('/native:FALLBACK SMSSLP=mp.cen.strandings.test'),
  }),
  'dns-publishing': applied(strandings, {
    edits: [['mode: mixed', 'mode: mixed\n    publishToDns: true']],
    again: commandLine('/native DNSSUFFIX=strandings.test'),
  }),
  'http-for-roaming': applied(roamers, { edits: [['code: CEN', 'code: CEN\n    httpForRoaming: true']] }),
  'neighbour-as-well': applied(roamers, {
    switches: toNative('CEN', 'EST'),
    costs: ['4 EAST policy at home: awayUntilTold'],
  }),
  'package-at-home': applied(roamers, {
    edits: [['packages: [ALL00001] }', 'packages: [ALL00001, EST00003] }']],
  }),
  'another-order': applied(orders, { switches: toNative('CEN', 'EST', 'WST') }),
}
