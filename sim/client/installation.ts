import type { Account, ComputerAccountState } from '../vocabulary/computer-identity.ts'
import type { CertificateRecipe } from '../vocabulary/certificate.ts'
import type { Location } from '../vocabulary/location.ts'
import type { Ports } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Basis } from '../vocabulary/basis.ts'

/** A computer, and everything that it was given when its client software was installed. Systems are named by FQDN. */
export interface Installation {
  name: string
  fqdn: string
  kind: 'computer' | 'mobile-device'
  /** The version of its client software: `4.00.6487.2000`. */
  version: string
  /** The DNS name of the Active Directory domain around it. */
  domain: string
  /** It is in a domain of the forest. */
  activeDirectory: boolean
  computerAccount: ComputerAccountState
  /** The mode that it was installed for; once assigned, it takes the mode of its site. */
  mode?: SiteMode
  /** Its ports for requests: CCMHTTPPORT= and CCMHTTPSPORT=. */
  requestPorts: Ports
  /** The site that it was assigned to, as that site was at the time; absent while it is assigned to none. */
  site?: SiteSettings
  /** The site was named by CCMSetup or an administrator, and not found by the client's location. */
  assignedDirectly: boolean
  httpForRoaming: boolean | 'inherit'
  /** SMSMP=. */
  managementPoint?: string
  /** SMSSLP=. */
  serverLocatorPoint?: string
  /** FSP=. */
  fallbackStatusPoint?: string
  /** DNSSUFFIX=. */
  dnsSuffix?: string
  /** Absence of SMSDIRECTORYLOOKUP=NOWINS. */
  wins: boolean
  /** CCMHOSTNAME=. */
  internetManagementPoint?: string
  /** CCMALWAYSINF=1. */
  alwaysOnInternet: boolean
  /** Bytes that its cache holds. */
  cacheSize: number
  /** ISO 8601, by the simulation's clock. */
  installedAt: string
  /** The root of the hierarchy's certificates is among its trusted roots. */
  trustsRoot: boolean
  /** Milliseconds by which its clock is ahead of everybody else's; negative: behind. */
  clockAhead: number
  /** Names of the recipes of the certificates in its store. */
  certificates: CertificateRecipe[]
  at: Location
}

/** The settings of a site that concern its clients. */
export interface SiteSettings {
  /** Three characters. */
  code: string
  /** Mode of the site. */
  mode: SiteMode
  /** Of its web servers. */
  ports: Ports
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean
  /** Clients look certificates up in revocation lists. */
  crlChecking: boolean
  /** How clients choose among their certificates. */
  certificateSelection: {
    /** As the hierarchy file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the first is taken; otherwise the client has none. */
    selectFirst: boolean
  }
  /** The account for distribution points that do not take the computer's own. */
  networkAccessAccount?: Account | undefined
  /** How often clients ask for policy, in milliseconds. */
  policyPollingInterval: number
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the wrong clock of a client, which counts for certificates and revocation lists alone, and ' +
      'not for its messages and intervals',
  },
]
