import { siteSystemNamed } from '../../model/sites.ts'
import { nativeModeOnly } from '../../rules/internet-client.ts'
import { modeAfterTwoPolls } from '../../rules/site-assignment.ts'
import { farAwayAsSlow, pages } from '../../rules/sources.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { approvalMethods } from '../../vocabulary/client-approval.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { AssignedClients } from './assigned-clients.ts'
import { answerOn, both, type ItemOfSites } from './checklist-item.ts'
import { isOfSms2003 } from './sites.ts'

const clientVersion: ItemOfSites = {
  id: 'client-version',
  asks: 'No client of SMS 2003 is assigned to the site.',
  sources: [
    {
      says: 'A native-mode site has no clients of SMS 2003.',
      pages: [pages.migrationChecklist, pages.siteModes],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer: ({ clients }) =>
    answerOn(clients, ({ traits }) => isOfSms2003(traits.version), {
      verbs: ['is of SMS 2003', 'are of SMS 2003'],
      toDo: 'upgrade them, or leave the site in mixed mode',
    }),
}

const fallbackStatusPoint: ItemOfSites = {
  id: 'fallback-status-point',
  asks: 'Every client of the site knows a fallback status point.',
  sources: [
    {
      says: 'A fallback status point that clients are assigned to is recommended before the switch.',
      pages: [pages.migrationChecklist],
    },
    {
      says: 'Without one, reports show nothing of clients whose certificates are the problem.',
      pages: [pages.fallbackStatusPoints],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer({ hierarchy, clients }) {
    const lacksOne = ({ traits: { fallbackStatusPoint: name = '' } }: AssignedClients): boolean => {
      const { roles = [] } = siteSystemNamed(hierarchy, name)?.system ?? {}
      return !roles.includes('fallback-status-point')
    }
    return answerOn(clients, lacksOne, {
      verbs: ['lacks one', 'lack one'],
      toDo: 'install one and assign it with FSP=, or nobody sees why their connections fail',
    })
  },
}

/** The way in which clients are told that do not read Active Directory. */
const toldBy: Readonly<Record<SiteMode, string>> = {
  native: 'CCMSetup with /native',
  mixed: 'CCMSetup without /native',
}

const modeLearned: ItemOfSites = {
  id: 'mode-learned',
  asks: 'Every client of the site learns of its new mode from Active Directory.',
  sources: [
    ...modeAfterTwoPolls.sources,
    {
      says: 'Clients that do not read Active Directory have to be told, by Group Policy or a script.',
      pages: [pages.revertingMode, pages.migrationChecklist],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ site, mode, clients }) {
    const isUntold = ({ traits: { activeDirectory, kind }, onInternet }: AssignedClients): boolean =>
      !site.publishToActiveDirectory || !activeDirectory || onInternet || kind === 'mobile-device'
    return answerOn(clients, isUntold, {
      verbs: ['has to be told', 'have to be told'],
      toDo: `have Group Policy or a script run ${toldBy[mode]} there at the switch`,
    })
  },
}

const boundaries: ItemOfSites = {
  id: 'boundaries',
  asks: 'Every client of the site on the intranet is within the boundaries of a site.',
  sources: [
    farAwayAsSlow,
    {
      says: 'Clients of a workgroup do not know their Active Directory site: only addresses hold them.',
      pages: [pages.workgroupClients],
    },
  ],
  before: both,
  of: 'primary site',
  answer({ clients }) {
    const onIntranet = clients.filter(({ onInternet }) => !onInternet)
    return answerOn(onIntranet, ({ outsideBoundaries }) => outsideBoundaries, {
      verbs: ['is outside all boundaries', 'are outside all boundaries'],
      toDo: 'add boundaries, of addresses for clients of workgroups, or much of what is advertised does not run there',
    })
  },
}

const internetManagementPoint: ItemOfSites = {
  id: 'internet-management-point',
  asks: 'Clients that are managed on the Internet have a management point of the site that takes them there.',
  sources: [
    {
      says: 'An Internet-based management point serves the clients of one primary site.',
      pages: [pages.howManyInternetSites, pages.internetClients],
    },
  ],
  before: ['native'],
  of: 'primary site',
  answer({ hierarchy, site, clients }) {
    const abroad = clients.filter(
      ({ traits, onInternet }) => onInternet || traits.internetManagementPoint !== undefined,
    )
    const lacksOne = ({ traits: { internetManagementPoint: name = '' } }: AssignedClients): boolean => {
      const found = siteSystemNamed(hierarchy, name)
      const isOfSite = found?.site === site && found.system.roles.includes('management-point')
      return !isOfSite || found.system.clientConnections === 'intranet'
    }
    return answerOn(abroad, lacksOne, {
      verbs: ['lacks one', 'lack one'],
      toDo: 'install one that allows Internet client connections, and name it with CCMHOSTNAME=',
    })
  },
}

const clientsOnInternet: ItemOfSites = {
  id: 'clients-on-internet',
  asks: 'No client of the site is managed on the Internet.',
  sources: nativeModeOnly.sources,
  before: ['mixed'],
  of: 'primary site',
  answer: ({ clients }) =>
    answerOn(clients, ({ onInternet }) => onInternet, {
      verbs: ['is on the Internet', 'are on the Internet'],
      toDo: 'bring them to the intranet or assign them to a site in native mode, or they are unmanaged',
    }),
}

const clientApproval: ItemOfSites = {
  id: 'client-approval',
  asks: 'Every client of the site will be approved by itself.',
  sources: [
    {
      says: 'In mixed mode, policy with sensitive data is for approved clients, whom the site approves by hand, by trusted domain, or all.',
      pages: [pages.clientApproval],
    },
  ],
  before: ['mixed'],
  of: 'primary site',
  answer({ site: { clientApproval: approval }, clients }) {
    if (!approval.onlyNewClients) return undefined
    const isUnapproved = ({ traits: { activeDirectory, computerAccount } }: AssignedClients): boolean =>
      !approvalMethods[approval.method](activeDirectory && computerAccount === 'trusted')
    return answerOn(clients, isUnapproved, {
      verbs: ['has to be approved by hand', 'have to be approved by hand'],
      toDo: 'approve them after the switch, or they get no policy with sensitive data',
    })
  },
}

export const ofClients: readonly ItemOfSites[] = [
  clientVersion,
  fallbackStatusPoint,
  modeLearned,
  boundaries,
  internetManagementPoint,
  clientsOnInternet,
  clientApproval,
]

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'boundaries, clients on the Internet and approval as items of the checklist before a change of modes: no documented checklist names them',
  },
]
