// Made by npm run schemas from the schemas of the files that people write.
import type { AcceptableCode } from '../../vocabulary/finding-codes.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { ScriptedProtocol, ScriptedOperation } from '../../vocabulary/misbehaviour.ts'
import type { AnswerFault } from '../../vocabulary/fault.ts'
import type { UnusualBehaviour } from '../../vocabulary/unusual.ts'
import type { SiteInput } from './site-input.ts'
import type { ClientInput, ImportInput, GroupInput } from './client-input.ts'

/** A package of content. */
export interface PackageInput {
  /** Package id: eight letters and digits; the first three are a site code. */
  id: string
  /**
   * Source version.
   * @defaultValue 1
   */
  version?: number | undefined
  /**
   * Size, such as 64 KiB, 1 MiB or 4096 (bytes).
   * @defaultValue "64 KiB"
   */
  size?: number | string | undefined
  /**
   * On-demand distribution: a branch distribution point fetches it when a client
   * within its protected boundaries first asks for it. Otherwise it has the package
   * from the start.
   * @defaultValue false
   */
  onDemand?: boolean | undefined
  /** Settings of the advertisement of the package's program. */
  advertisement?:
    | {
        /**
         * Behaviour of clients within a slow boundary, outside all boundaries, or in
         * another site when the content is in their assigned site: download, or do not run
         * the program.
         * @defaultValue "do-not-run"
         */
        whenSlow?: 'download' | 'do-not-run' | undefined
        /**
         * Whether the program is run from the distribution point, always by SMB, instead
         * of being downloaded.
         * @defaultValue false
         */
        runFromDistributionPoint?: boolean | undefined
        /**
         * Whether clients may fall back to unprotected distribution points when the
         * content is not available on the protected distribution point.
         * @defaultValue true
         */
        fallBackToUnprotected?: boolean | undefined
        /**
         * Whether its policy holds sensitive data, as that of a task sequence does: in
         * mixed mode it is for approved clients.
         * @defaultValue false
         */
        sensitive?: boolean | undefined
      }
    | undefined
}

/** A software update, which software update points offer. */
export interface UpdateInput {
  /** Unique id of the update: a GUID, which is its configuration item's as well. */
  id: string
  /**
   * Title.
   * @defaultValue "Software update"
   */
  title?: string | undefined
  /**
   * Revision.
   * @defaultValue 1
   */
  version?: number | undefined
  /**
   * Size of its file, such as 64 KiB, 1 MiB or 4096 (bytes).
   * @defaultValue "64 KiB"
   */
  size?: number | string | undefined
  /**
   * Id of the deployment package in which distribution points hold it: list that id
   * under their packages.
   */
  package?: string | undefined
  /**
   * Settings of the deployment of the update. Without a deployment no client
   * installs it.
   */
  deployment?:
    | {
        /**
         * Behaviour of clients within a slow boundary, outside all boundaries, or in
         * another site when the update is in their assigned site: download and install it,
         * or do not install it.
         * @defaultValue "do-not-install"
         */
        whenSlow?: 'download' | 'do-not-install' | undefined
        /**
         * Whether clients may fall back to unprotected distribution points when no
         * protected one has the update.
         * @defaultValue true
         */
        fallBackToUnprotected?: boolean | undefined
      }
    | undefined
}

/**
 * A hierarchy of Configuration Manager 2007 sites. Fields that begin with x- are
 * the author's own.
 */
export interface HierarchyInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /**
   * Display name.
   * @defaultValue "hierarchy"
   */
  name?: string | undefined
  /**
   * DNS suffix of every site system and client.
   * @defaultValue "sitemode.test"
   */
  domain?: string | undefined
  /**
   * Codes of warnings that are meant to be so in this file, and are not told.
   * docs/findings.md lists them.
   */
  accepts?: AcceptableCode[] | undefined
  /** TLS of all listeners and clients. */
  tls?:
    | {
        /**
         * TLS version, in quotes.
         * @defaultValue "1.2"
         */
        version?: '1.2' | '1.3' | undefined
        /**
         * Type of every key: ECDSA P-256 or RSA-2048.
         * @defaultValue "ec"
         */
        keys?: 'ec' | 'rsa' | undefined
      }
    | undefined
  /**
   * All servers do what their standards allow and servers seldom do, by chance: a
   * client that fails at it relied on luck.
   */
  unusual?:
    | {
        /** The same seed has the same chances. */
        seed: number
        /** The kinds that may happen; all by default. docs/unusual.md lists them. */
        only?: UnusualBehaviour[] | undefined
      }
    | undefined
  /**
   * Things that servers do amiss from the start, as the step misbehave has them: dc,
   * the domain controller, ns, the DNS and WINS server, crl, and any site system, or
   * all with a role.
   */
  misbehave?: MisbehaviourInput[] | undefined
  /**
   * Whether the forest's Active Directory schema is extended for Configuration
   * Manager. If not, no site can publish.
   * @defaultValue true
   */
  schemaExtended?: boolean | undefined
  /** Ports of the services that every hierarchy has beside its site systems. */
  servicePorts?:
    | {
        /**
         * LDAP port of the domain controller; 389 in a real network.
         * @defaultValue 8389
         */
        ldap?: number | undefined
        /**
         * DNS port of the name server, by UDP and TCP; 53 in a real network.
         * @defaultValue 8053
         */
        dns?: number | undefined
        /**
         * WINS port of the name server; 137 in a real network.
         * @defaultValue 8137
         */
        wins?: number | undefined
        /**
         * HTTP port of the point that publishes the revocation lists, as the certificates
         * name it.
         * @defaultValue 8080
         */
        revocationLists?: number | undefined
      }
    | undefined
  /** The sites; the central site has no parent. */
  sites: SiteInput[]
  /** The clients, one by one, or the table from which they are read. */
  clients?: ClientInput[] | ImportInput | undefined
  /** Groups of clients that are alike, each described once. */
  groups?: GroupInput[] | undefined
  /** The packages that distribution points may hold. */
  packages?: PackageInput[] | undefined
  /** The software updates that software update points offer; two examples by default. */
  updates?: UpdateInput[] | undefined
}

/** What site systems are to do wrong, and with which requests. */
export interface MisbehaviourInput {
  /** The name by which attempts tell of it, and by which it ends. */
  name: string
  /**
   * Name or FQDN of a site system; or dc, the domain controller, ns, the DNS and
   * WINS server, or crl.
   */
  system?: string | undefined
  /**
   * In place of a system: every one with this role, each of which counts its own
   * requests.
   */
  role?: SiteSystemRole | undefined
  /** The protocol of the requests; by default HTTP and HTTPS, of a web server. */
  protocol?: ScriptedProtocol | undefined
  /**
   * SMB, LDAP, DHCP: the kind of request, as create, search or discover. Every kind
   * by default.
   */
  operation?: ScriptedOperation | undefined
  /**
   * HTTP, SMB, TFTP: path without its query, in a share behind the name of the share
   * (/SMSPKGC$/OSL00001/*), by TFTP with slashes (/smsboot/x86/*); * stands for any
   * characters, and case does not count. Every path by default.
   */
  path?: string | undefined
  /**
   * LDAP: the entry that a search begins at, with * as in path. Every one by
   * default.
   */
  base?: string | undefined
  /**
   * LDAP: the filter of a search as RFC 4515 writes it, (mSSMSSiteCode=OSL), with *
   * as in path. Every one by default.
   */
  filter?: string | undefined
  /**
   * DNS, WINS: the name that is asked for, with * as in path; in WINS without its
   * last byte. Every one by default.
   */
  question?: string | undefined
  /**
   * Which of the requests that match misbehave; all by default. No other request is
   * counted.
   */
  requests?:
    | {
        /** This one alone, counted from 1. */
        nth: number
      }
    | {
        /** This one and all after it, counted from 1. */
        from: number
      }
    | {
        /** A share of them: 10%, or 0.1. */
        share: string | number
        /**
         * The same seed chooses the same requests; 1 by default.
         * @defaultValue 1
         */
        seed?: number | undefined
      }
    | undefined
  /** Milliseconds, by the clock of the machine, before the request is answered. */
  delayMs?: number | undefined
  /** The answer that the request gets in place of the one of the role. */
  answer?:
    | {
        /** HTTP status, from 200 to 599, of an answer that can have a body. */
        status: number
        /** Header fields, without those that frame the message. */
        headers?: Record<string, string> | undefined
        /**
         * The body; empty by default.
         * @defaultValue ""
         */
        body?: string | undefined
      }
    | undefined
  /**
   * SMB, LDAP, DNS, WINS, TFTP, statements of health: in place of an answer, an
   * error: the name that its standard gives it (STATUS_SHARING_VIOLATION, busy,
   * SERVFAIL, SRV_ERR, accessViolation, Access-Reject), or its number.
   */
  error?: string | number | undefined
  /** In place of an answer: a fault, as break has it, for this request alone. */
  fault?: AnswerFault | undefined
  /** An answer in a legal and unusual way, as docs/unusual.md lists them. */
  unusual?: UnusualBehaviour | undefined
}
