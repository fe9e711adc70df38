import type { Rule } from './rule.ts'
import { globalRoamingNeeds, pages, roamingServesContent, systemsForInternet } from './sources.ts'
import type { Basis } from '../vocabulary/basis.ts'

export const globalRoaming: Rule = {
  id: 'roaming-scope/global',
  sentence:
    'A client that reads Active Directory finds the site that it is in, above, beside or below its own, if that site ' +
    'publishes there: global roaming.',
  sources: [globalRoamingNeeds],
}

export const regionalRoaming: Rule = {
  id: 'roaming-scope/regional',
  sentence:
    'A client without Active Directory learns of other sites only from its assigned site, which knows those below ' +
    'it: regional roaming.',
  sources: [
    {
      says: 'Where roaming is not global, it is regional: to sites below the assigned site.',
      pages: [pages.clientRoaming],
    },
  ],
}

export const addressesAloneInWorkgroup: Rule = {
  id: 'resident-site/addresses-alone-in-a-workgroup',
  sentence:
    'A computer in no domain of the forest does not know its Active Directory site: it is only within boundaries that are ' +
    'made of addresses. One of the forest knows it even where the schema is not extended.',
  sources: [
    {
      says: 'Workgroup clients are within boundaries of addresses alone, since they cannot ask for their Active Directory site.',
      pages: [pages.workgroupClients],
    },
  ],
}

export const managementPointByServiceLocation: Rule = {
  id: 'roaming-scope/management-point-by-service-location',
  sentence:
    'A management point tells a client in which sites it is, but names no management point of theirs; the client finds ' +
    'that one as it finds its own: in Active Directory, in DNS, by a server locator point or in WINS.',
  sources: [
    {
      says: 'The reply to a client that asks for local management points names sites, by code, master site and locality.',
      pages: [pages.localManagementPoints],
    },
    {
      says: 'Where Active Directory does not tell, a server locator point helps clients find management points.',
      pages: [pages.needForServerLocatorPoint],
    },
  ],
}

export const noRoamingOnTheInternet: Rule = {
  id: 'roaming-scope/not-on-the-internet',
  sentence: 'A client on the Internet does not roam: it keeps to the Internet systems of its assigned site.',
  sources: [systemsForInternet],
}

export const outsideAllBoundaries: Rule = {
  id: 'resident-site/outside-all-boundaries',
  sentence: 'A client outside all boundaries has no resident site; it keeps to its assigned site.',
  sources: [roamingServesContent],
}

export const basis: readonly Basis[] = [
  {
    certainty: 'inferred',
    about: 'A client outside all boundaries keeps to its assigned site.',
  },
]
