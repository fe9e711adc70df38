// Made by npm run schemas from the schemas of the files that people write.
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { CertificateRecipe } from '../../vocabulary/certificate.ts'

/** Location of the client; by default on the intranet, outside all boundaries. */
export interface LocationInput {
  /** IP address of the client on the intranet. */
  address?: string | undefined
  /** Name of its Active Directory site. */
  activeDirectorySite?: string | undefined
  /**
   * Code of a site, in whose boundaries it gets a place of its own, in place of an
   * address.
   */
  site?: string | undefined
  /** True: the client is on the Internet, not on the intranet. */
  internet?: boolean | undefined
}

/** A client. */
export interface ClientInput {
  /** Computer name; with the domain of the hierarchy it is its FQDN. */
  name: string
  /**
   * Computer or mobile device.
   * @defaultValue "computer"
   */
  kind?: 'computer' | 'mobile-device' | undefined
  /**
   * Version of its client software.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /**
   * Code of a primary site; auto: the site whose boundaries contain the client;
   * none: not assigned yet.
   * @defaultValue "auto"
   */
  assignedSite?: (string & {}) | 'auto' | 'none' | undefined
  /**
   * Mode that the client is installed for (CCMSetup's /native); once assigned, it
   * takes the mode of its site.
   */
  mode?: SiteMode | undefined
  /**
   * Whether it is in a domain of the forest: it signs in, knows its Active Directory
   * site, and reads what sites publish, which is global roaming. False: a workgroup,
   * or a domain elsewhere.
   * @defaultValue true
   */
  activeDirectory?: boolean | undefined
  /**
   * broken: its computer account has another password in the domain, as after a
   * restore from an old copy, and no server lets it sign in. Of a computer in Active
   * Directory only.
   * @defaultValue "trusted"
   */
  computerAccount?: 'trusted' | 'broken' | undefined
  /**
   * "HTTP communication for roaming and site assignment": its own setting, or that
   * of its site.
   * @defaultValue "inherit"
   */
  httpForRoaming?: boolean | 'inherit' | undefined
  /**
   * The management point that SMSMP= names, to which it keeps where it is told of no
   * other. By default that of its site, if it has no other way to find one.
   */
  managementPoint?: string | undefined
  /** The server locator point that SMSSLP= names. */
  serverLocatorPoint?: string | undefined
  /** The fallback status point that FSP= names. */
  fallbackStatusPoint?: string | undefined
  /**
   * DNS suffix under which it looks for its management point (DNSSUFFIX=). Without
   * it, it does not look in DNS.
   */
  dnsSuffix?: string | undefined
  /**
   * Whether it looks for management points and server locator points in WINS. Real
   * clients look unless installed with SMSDIRECTORYLOOKUP=NOWINS; here the default
   * is false.
   * @defaultValue false
   */
  wins?: boolean | undefined
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string | undefined
  /**
   * Whether it always behaves as on the Internet, wherever it is (CCMALWAYSINF=1).
   * @defaultValue false
   */
  alwaysOnInternet?: boolean | undefined
  /**
   * Size of its cache of downloaded packages; a mobile device has none.
   * @defaultValue "5 GiB"
   */
  cacheSize?: number | string | undefined
  /**
   * Contents of its certificate store: the name of a recipe, a list of names,
   * several-matching (two good certificates), none, or unknown, with which it acts
   * as without one.
   * @defaultValue "good"
   */
  certificate?: CertificateRecipe | 'several-matching' | 'none' | 'unknown' | CertificateRecipe[] | undefined
  /**
   * Whether the root of the hierarchy's certificates is among the trusted roots of
   * the computer. Boot media and computers in a perimeter network often lack it.
   * @defaultValue true
   */
  trustsRoot?: boolean | undefined
  /**
   * How far its clock is wrong, by which it judges certificates and revocation
   * lists; right by default.
   */
  clock?:
    | {
        /** How far it is behind, such as 100 d. */
        behind?: string | undefined
        /** How far it is ahead, such as 2 h. */
        ahead?: string | undefined
      }
    | undefined
  /**
   * State of the computer at its site when it boots from the network: advertised (a
   * task sequence is advertised to it), not-advertised (known, without a task
   * sequence), or unknown.
   * @defaultValue "advertised"
   */
  pxeBoot?: 'advertised' | 'not-advertised' | 'unknown' | undefined
  /** Location of the client; by default on the intranet, outside all boundaries. */
  at?: LocationInput | undefined
  /**
   * Command line of CCMSetup, or its properties alone, as in SMSSITECODE=OSL
   * /native:FALLBACK FSP=ss.osl; it fills in the fields that it speaks of.
   */
  install?: string | undefined
}

/** Clients as exported from the product. */
export interface ImportInput {
  /** Path of a table of clients (CSV), relative to this file. */
  from: string
  /**
   * Headings of the columns; by default the product's, such as Name and
   * SMSAssignedSites.
   */
  columns?:
    | {
        /** Of computer names; by default Name. */
        name?: string | undefined
        /** Of the codes of assigned sites; by default SMSAssignedSites. */
        assignedSite?: string | undefined
        /** Of addresses; by default IPAddresses. */
        address?: string | undefined
        /** Of Active Directory sites; by default ADSiteName. */
        activeDirectorySite?: string | undefined
        /** Of versions of the client software; by default ClientVersion. */
        version?: string | undefined
        /** Of domains and workgroups; by default ResourceDomainORWorkgroup. */
        domain?: string | undefined
        /**
         * Of states of topic 1100: 2 for ready, 1 for not ready, nothing where nobody
         * knows; by default NativeModeReady or StateID.
         */
        readiness?: string | undefined
      }
    | undefined
  /**
   * Domains of the forest as the table names them; clients of others do not read
   * Active Directory. By default the first part of the domain of the hierarchy, or
   * all of it.
   */
  domains?: string[] | undefined
}

/** Clients that are alike. None exists before a step has to do with it. */
export interface GroupInput {
  /**
   * Name of the group. Its clients are called by it with a number: KIOSKS-1,
   * KIOSKS-2 and so on.
   */
  name: string
  /** Number of clients in the group. */
  count: number
  /**
   * Computer or mobile device.
   * @defaultValue "computer"
   */
  kind?: 'computer' | 'mobile-device' | undefined
  /**
   * Version of its client software.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /**
   * Code of a primary site; auto: the site whose boundaries contain the client;
   * none: not assigned yet.
   * @defaultValue "auto"
   */
  assignedSite?: (string & {}) | 'auto' | 'none' | undefined
  /**
   * Mode that the client is installed for (CCMSetup's /native); once assigned, it
   * takes the mode of its site.
   */
  mode?: SiteMode | undefined
  /**
   * Whether it is in a domain of the forest: it signs in, knows its Active Directory
   * site, and reads what sites publish, which is global roaming. False: a workgroup,
   * or a domain elsewhere.
   * @defaultValue true
   */
  activeDirectory?: boolean | undefined
  /**
   * broken: its computer account has another password in the domain, as after a
   * restore from an old copy, and no server lets it sign in. Of a computer in Active
   * Directory only.
   * @defaultValue "trusted"
   */
  computerAccount?: 'trusted' | 'broken' | undefined
  /**
   * "HTTP communication for roaming and site assignment": its own setting, or that
   * of its site.
   * @defaultValue "inherit"
   */
  httpForRoaming?: boolean | 'inherit' | undefined
  /**
   * The management point that SMSMP= names, to which it keeps where it is told of no
   * other. By default that of its site, if it has no other way to find one.
   */
  managementPoint?: string | undefined
  /** The server locator point that SMSSLP= names. */
  serverLocatorPoint?: string | undefined
  /** The fallback status point that FSP= names. */
  fallbackStatusPoint?: string | undefined
  /**
   * DNS suffix under which it looks for its management point (DNSSUFFIX=). Without
   * it, it does not look in DNS.
   */
  dnsSuffix?: string | undefined
  /**
   * Whether it looks for management points and server locator points in WINS. Real
   * clients look unless installed with SMSDIRECTORYLOOKUP=NOWINS; here the default
   * is false.
   * @defaultValue false
   */
  wins?: boolean | undefined
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string | undefined
  /**
   * Whether it always behaves as on the Internet, wherever it is (CCMALWAYSINF=1).
   * @defaultValue false
   */
  alwaysOnInternet?: boolean | undefined
  /**
   * Size of its cache of downloaded packages; a mobile device has none.
   * @defaultValue "5 GiB"
   */
  cacheSize?: number | string | undefined
  /**
   * Contents of its certificate store: the name of a recipe, a list of names,
   * several-matching (two good certificates), none, or unknown, with which it acts
   * as without one.
   * @defaultValue "good"
   */
  certificate?: CertificateRecipe | 'several-matching' | 'none' | 'unknown' | CertificateRecipe[] | undefined
  /**
   * Whether the root of the hierarchy's certificates is among the trusted roots of
   * the computer. Boot media and computers in a perimeter network often lack it.
   * @defaultValue true
   */
  trustsRoot?: boolean | undefined
  /**
   * How far its clock is wrong, by which it judges certificates and revocation
   * lists; right by default.
   */
  clock?:
    | {
        /** How far it is behind, such as 100 d. */
        behind?: string | undefined
        /** How far it is ahead, such as 2 h. */
        ahead?: string | undefined
      }
    | undefined
  /**
   * State of the computer at its site when it boots from the network: advertised (a
   * task sequence is advertised to it), not-advertised (known, without a task
   * sequence), or unknown.
   * @defaultValue "advertised"
   */
  pxeBoot?: 'advertised' | 'not-advertised' | 'unknown' | undefined
  /** Location of the client; by default on the intranet, outside all boundaries. */
  at?: LocationInput | undefined
  /**
   * Command line of CCMSetup, or its properties alone, as in SMSSITECODE=OSL
   * /native:FALLBACK FSP=ss.osl; it fills in the fields that it speaks of.
   */
  install?: string | undefined
  /** The sites that clients of the group visit. */
  visits?:
    | {
        /** Code of the site that they visit. */
        site: string
        /** Share of the group that does, such as 10%: the first clients of it. */
        share: string
      }[]
    | undefined
}

/**
 * Instead of client: all clients, those of a group, or those of a site. What is
 * expected is expected of each.
 */
export type SelectionInput =
  | 'all'
  | {
      /** Name of a group: all of its clients. */
      group: string
      /** Code of a site that a part of the group visits: that part alone. */
      visiting?: string | undefined
    }
  | {
      /** Code of a primary site: all clients assigned to it in the file. */
      site: string
    }
