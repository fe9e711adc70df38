import type { PlanAct, PlanCause, PlanKind, PlanSummary } from '../../sim/report/plan-result.ts'

// What becomes of the clients of twelve-groups.yaml when first CEN goes native and then WST, calculated by hand from the
// documentation alone. A part of a group is the clients that visit the same sites: its first ones, as many as its share
// tells, so that of two shares the smaller part visits both sites.

/** The numbers of clients of which each client counts in one. */
export const verdicts = [
  'stranded',
  'strandedIfUnready',
  'awayUntilTold',
  'losesContent',
  'fartherContent',
  'unchanged',
] as const satisfies readonly (keyof PlanSummary)[]
type Verdict = (typeof verdicts)[number]

export interface Part {
  group: string
  visits: readonly string[]
  clients: number
  becomes: Verdict
  withoutPolicyBefore?: true
  because: readonly Statement[]
  changes: readonly Change[]
}

interface Statement {
  says: string
  page: string
}

/** What changes at one place: at home, or at a site visited. */
export interface Change {
  visiting: string | null
  act: PlanAct
  content?: string
  kind: PlanKind
  cause: PlanCause
}

export const deployed = '6d0a3f52-7b1e-4d6e-9a57-20d4c1f0e812'

const communication = 'Client Communication in Mixed Mode and Native Mode (bb680900)'
const selection = 'How Configuration Manager Boundaries affects Distribution Point Selection'

const httpsInNativeMode: Statement = {
  says: 'Within the assigned site management points are reached by HTTP in mixed mode and by HTTPS in native mode.',
  page: communication,
}
const followersOfTheDirectory: Statement = {
  says: 'Clients that read Active Directory change their mode within typically two polling cycles of policy.',
  page: 'How to Monitor the Site Mode of Configuration Manager Clients',
}
const othersByHand: Statement = {
  says: 'The mode of other clients is changed by Group Policy, a script or CCMSetup.',
  page: 'How to Migrate the Site Mode (bb633152)',
}
const certificateNeeded: Statement = {
  says: 'In native mode each client needs a certificate for client authentication.',
  page: 'Certificate Requirements for Native Mode (bb680733)',
}
const validCertificatesOnly: Statement = {
  says: 'A client selects among the certificates that are valid now and are for client authentication.',
  page: 'Determine If You Need to Specify Client Certificate Settings (Native Mode) (bb632325)',
}
const devicesAreConfigured: Statement = {
  says: 'The site of a mobile device is configured; devices read no Active Directory and use no server locator point.',
  page: 'Overview of Mobile Device Client Deployment',
}
const modeOfTheParent: Statement = {
  says: 'A secondary site takes the mode of its primary site.',
  page: 'How to Revert a Site to Mixed Mode (bb693556)',
}
const proxyManagementPoint: Statement = {
  says: 'Within the boundaries of a secondary site a proxy management point answers policy requests.',
  page: 'Determine Whether a Proxy Management Point is Needed at a Secondary Site (bb693472)',
}
const withoutOptionNothingThere: Statement = {
  says: 'A native-mode client without HTTP for roaming uses neither management point nor distribution points of a mixed-mode site.',
  page: communication,
}
const withOptionByHttp: Statement = {
  says: 'A native-mode client with HTTP for roaming uses both in a mixed-mode site by HTTP.',
  page: communication,
}
const mixedClientKeepsToItsSite: Statement = {
  says: 'A mixed-mode client in a native-mode site uses nothing there, and gets content from its assigned site.',
  page: communication,
}
const sameModeAsBefore: Statement = {
  says: 'Between sites of the same mode, that mode decides.',
  page: 'Inferred from Client Communication in Mixed Mode and Native Mode (bb680900)',
}
const siteStaysMixed: Statement = {
  says: 'A mixed-mode site may be below a native-mode one, and the switch of a site is no switch of its child.',
  page: 'How to attach sites',
}
const farAwayIsSlow: Statement = {
  says: 'When a client in another site falls back to its assigned site, it is as in a slow boundary.',
  page: selection,
}
const slowByDefault: Statement = {
  says: 'By default neither packages nor updates are downloaded in a slow boundary; the setting can allow it.',
  page: 'Example Roaming Scenarios: Complex (bb694028)',
}
const hereOrAtHome: Statement = {
  says: 'Content comes only from the current site or the assigned site.',
  page: 'Configuration Manager and Content Location',
}
const downwardsAlone: Statement = {
  says: 'A client that does not read Active Directory roams to sites below its assigned site, and to no others.',
  page: 'About Client Roaming in Configuration Manager',
}
const nativeSitesForTheInternet: Statement = {
  says: 'Only native-mode sites manage clients on the Internet, and there is no Active Directory there to tell of a switch.',
  page: 'Overview of Internet-Based Client Management',
}
const unmanaged: Statement = {
  says: 'A client that is assigned to no site is unmanaged.',
  page: 'About Client Site Assignment in Configuration Manager',
}

const away: Change = { visiting: null, act: 'policy', kind: 'awayUntilTold', cause: 'not-told-yet' }

const losesHere = (visiting: string | null, content: string, cause: PlanCause): Change => ({
  ...{ visiting, act: content === deployed ? 'updates' : 'content', content },
  ...{ kind: 'losesContent', cause },
})

/** A client that never gets policy again gets nothing else either, which needs no saying. */
const stranded = (cause: PlanCause): Change => ({
  ...{ visiting: null, act: 'policy', kind: 'stranded', cause },
})

/** dp.est had ALL00001, EST00003 and the update for visitors; only the first may come from afar, and CEN has not the second. */
const lostInTheEast: Change[] = [
  {
    ...{ visiting: 'EST', act: 'content', content: 'ALL00001' },
    ...{ kind: 'fartherContent', cause: 'neighbour-of-other-mode' },
  },
  losesHere('EST', 'EST00003', 'package-only-there'),
  losesHere('EST', deployed, 'neighbour-of-other-mode'),
]

/** In WST, which goes native, dp.wst has ALL00001 alone: the rest was far away before as well. */
const fartherInTheWest: Change = {
  ...{ visiting: 'WST', act: 'content', content: 'ALL00001' },
  ...{ kind: 'fartherContent', cause: 'neighbour-of-other-mode' },
}

export const calculation: readonly Part[] = [
  // They read Active Directory and have certificates: each is away until it has read of the switch.
  {
    ...{ group: 'HQ-LAPTOPS', visits: [], clients: 70, becomes: 'awayUntilTold' },
    because: [httpsInNativeMode, followersOfTheDirectory],
    changes: [away],
  },
  {
    ...{ group: 'HQ-LAPTOPS', visits: ['EST'], clients: 20, becomes: 'awayUntilTold' },
    because: [
      httpsInNativeMode,
      followersOfTheDirectory,
      withoutOptionNothingThere,
      farAwayIsSlow,
      slowByDefault,
      hereOrAtHome,
    ],
    changes: [away, ...lostInTheEast],
  },
  // In the end WST is native like them; until then dp.wst gives them nothing, and dp.cen ALL00001.
  {
    ...{ group: 'HQ-LAPTOPS', visits: ['EST', 'WST'], clients: 10, becomes: 'awayUntilTold' },
    because: [httpsInNativeMode, followersOfTheDirectory, withoutOptionNothingThere, sameModeAsBefore],
    changes: [
      away,
      ...lostInTheEast,
      {
        ...{ visiting: 'WST', act: 'content', content: 'ALL00001' },
        ...{ kind: 'contentInterrupted', cause: 'neighbour-of-other-mode' },
      },
    ],
  },
  // Nobody knows their certificates, and that does not matter: nobody tells them.
  {
    ...{ group: 'HQ-KIOSKS', visits: [], clients: 60, becomes: 'stranded' },
    because: [httpsInNativeMode, othersByHand],
    changes: [stranded('never-told')],
  },
  {
    ...{ group: 'HQ-SERVERS', visits: [], clients: 25, becomes: 'stranded' },
    because: [followersOfTheDirectory, certificateNeeded, validCertificatesOnly],
    changes: [stranded('no-usable-certificate')],
  },
  {
    ...{ group: 'HQ-UNASKED', visits: [], clients: 40, becomes: 'strandedIfUnready' },
    because: [followersOfTheDirectory, certificateNeeded],
    changes: [
      { visiting: null, act: 'policy', kind: 'strandedIfUnready', cause: 'no-usable-certificate' },
      away,
    ],
  },
  {
    ...{ group: 'HQ-PHONES', visits: [], clients: 15, becomes: 'stranded' },
    because: [httpsInNativeMode, devicesAreConfigured, othersByHand],
    changes: [stranded('never-told')],
  },
  {
    ...{ group: 'WST-PCS', visits: [], clients: 30, becomes: 'stranded' },
    because: [modeOfTheParent, proxyManagementPoint, followersOfTheDirectory, certificateNeeded],
    changes: [stranded('no-usable-certificate')],
  },
  {
    ...{ group: 'WST-LAPTOPS', visits: [], clients: 42, becomes: 'awayUntilTold' },
    because: [modeOfTheParent, proxyManagementPoint, httpsInNativeMode, followersOfTheDirectory],
    changes: [away],
  },
  {
    ...{ group: 'WST-LAPTOPS', visits: ['EST'], clients: 28, becomes: 'awayUntilTold' },
    because: [modeOfTheParent, httpsInNativeMode, followersOfTheDirectory, withOptionByHttp],
    changes: [away],
  },
  {
    ...{ group: 'EST-PCS', visits: [], clients: 150, becomes: 'unchanged' },
    because: [siteStaysMixed],
    changes: [],
  },
  // dp.wsb has the update alone, which may not come from EST; ALL00001 came from EST before as well.
  {
    ...{ group: 'EST-PCS', visits: ['WSB'], clients: 50, becomes: 'losesContent' },
    because: [modeOfTheParent, mixedClientKeepsToItsSite, farAwayIsSlow, slowByDefault],
    changes: [losesHere('WSB', deployed, 'neighbour-of-other-mode')],
  },
  {
    ...{ group: 'EST-LAPTOPS', visits: [], clients: 40, becomes: 'unchanged' },
    because: [siteStaysMixed],
    changes: [],
  },
  {
    ...{ group: 'EST-LAPTOPS', visits: ['WST'], clients: 32, becomes: 'fartherContent' },
    because: [mixedClientKeepsToItsSite, farAwayIsSlow, slowByDefault],
    changes: [fartherInTheWest],
  },
  {
    ...{ group: 'EST-LAPTOPS', visits: ['CEN', 'WST'], clients: 8, becomes: 'losesContent' },
    because: [mixedClientKeepsToItsSite, farAwayIsSlow, slowByDefault, hereOrAtHome],
    changes: [
      fartherInTheWest,
      {
        ...{ visiting: 'CEN', act: 'content', content: 'ALL00001' },
        ...{ kind: 'fartherContent', cause: 'neighbour-of-other-mode' },
      },
      losesHere('CEN', 'CEN00002', 'package-only-there'),
      losesHere('CEN', deployed, 'neighbour-of-other-mode'),
    ],
  },
  // CEN is above their site, so that they had nothing from there before.
  {
    ...{ group: 'EST-KIOSKS', visits: ['CEN'], clients: 20, becomes: 'unchanged' },
    because: [siteStaysMixed, downwardsAlone],
    changes: [],
  },
  {
    ...{ group: 'TRAVELLERS', visits: [], clients: 35, becomes: 'unchanged', withoutPolicyBefore: true },
    because: [nativeSitesForTheInternet, othersByHand],
    changes: [],
  },
  {
    ...{ group: 'NEWCOMERS', visits: [], clients: 10, becomes: 'unchanged', withoutPolicyBefore: true },
    because: [unmanaged],
    changes: [],
  },
]

/** The sums of the calculation, added up by hand too. */
export const sums: PlanSummary = {
  clients: 685,
  groups: 18,
  // HQ-KIOSKS, HQ-SERVERS, HQ-PHONES, WST-PCS
  stranded: 60 + 25 + 15 + 30,
  // HQ-UNASKED
  strandedIfUnready: 40,
  // HQ-LAPTOPS, WST-LAPTOPS
  awayUntilTold: 100 + 70,
  // EST-PCS in WSB, EST-LAPTOPS in CEN
  losesContent: 50 + 8,
  // EST-LAPTOPS in WST
  fartherContent: 32,
  // EST-PCS, EST-LAPTOPS, EST-KIOSKS, TRAVELLERS, NEWCOMERS
  unchanged: 150 + 40 + 20 + 35 + 10,
  delayedContent: 0,
  // HQ-LAPTOPS in WST
  contentInterrupted: 10,
  losesState: 0,
  // TRAVELLERS, NEWCOMERS
  withoutPolicyBefore: 35 + 10,
}
