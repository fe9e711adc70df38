// Made by npm run schemas from the schemas of the files that people write.
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { ScriptedProtocol, ScriptedOperation } from '../../vocabulary/misbehaviour.ts'
import type { AnswerFault } from '../../vocabulary/fault.ts'
import type { CertificateRecipe } from '../../vocabulary/certificate.ts'
import type { UnusualBehaviour } from '../../vocabulary/unusual.ts'

/** A boundary: exactly one of subnet, range, ipv6Prefix and activeDirectorySite. */
export interface BoundaryInput {
  /** An IPv4 subnet such as 10.1.0.0/16. */
  subnet?: string | undefined
  /** Addresses from the first to the last, both included: 10.9.0.10-10.9.0.99. */
  range?: string | undefined
  /** An IPv6 prefix such as fd00:1::/64. */
  ipv6Prefix?: string | undefined
  /** Name of an Active Directory site. */
  activeDirectorySite?: string | undefined
  /**
   * How well this network is connected to its site: fast (LAN), or slow or
   * unreliable.
   * @defaultValue "fast"
   */
  connection?: 'fast' | 'slow' | undefined
}

/**
 * Something that the system does amiss from the start, until the step behave ends
 * it.
 */
export interface SystemMisbehaviourInput {
  /** The name by which attempts tell of it, and by which it ends. */
  name: string
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

/** A site system: a server with roles. */
export interface SystemInput {
  /** Name of the server; with the domain of the hierarchy it is its FQDN. */
  name: string
  /** The site system roles that it has. */
  roles: SiteSystemRole[]
  /**
   * The option "Allow clients to transfer content from this distribution point using
   * BITS, HTTP, and HTTPS".
   * @defaultValue true
   */
  httpTransfer?: boolean | undefined
  /**
   * A software update point's own SSL setting, which counts in mixed mode only;
   * native is always HTTPS. A reporting point's setting counts in both modes.
   * @defaultValue false
   */
  ssl?: boolean | undefined
  /**
   * Place of a distribution point: clients turn to one in their own subnet or Active
   * Directory site first.
   */
  at?:
    | {
        /** IP address of the server. */
        address?: string | undefined
        /** Name of its Active Directory site. */
        activeDirectorySite?: string | undefined
      }
    | undefined
  /**
   * The option "Allow clients to connect anonymously (Required for mobile device
   * clients)" of a distribution point, for mixed mode. Without it a client signs in
   * with a Windows account. Its share follows it; our choice.
   * @defaultValue false
   */
  anonymousAccess?: boolean | undefined
  /** Ids of the packages on this distribution point. */
  packages?: string[] | undefined
  /**
   * Only clients in these boundaries may use it. For distribution points and state
   * migration points.
   */
  protectedBoundaries?: BoundaryInput[] | undefined
  /**
   * Where clients may connect from: intranet, internet or both. In the console a
   * setting of native-mode systems, intranet by default; here the default is both,
   * so that a short file also serves clients on the Internet.
   * @defaultValue "both"
   */
  clientConnections?: 'intranet' | 'internet' | 'both' | undefined
  /**
   * Whether an administrator has entered this server locator point in WINS, as
   * SMS_SLP.
   * @defaultValue false
   */
  winsEntry?: boolean | undefined
  /**
   * Throttle settings of a fallback status point: the rate at which it passes state
   * messages on to its site. Further messages wait for a later interval. 10000 in
   * 3600 seconds by default.
   */
  fallbackStatus?:
    | {
        /**
         * Number of messages passed on to the site in one throttle interval.
         * @defaultValue 10000
         */
        messages?: number | undefined
        /**
         * Throttle interval (in seconds).
         * @defaultValue 3600
         */
        seconds?: number | undefined
      }
    | undefined
  /** A state migration point. */
  stateMigration?:
    | {
        /**
         * Capacity of its folder, such as 64 MiB: a request for a state store larger than
         * the remaining space is refused. No limit by default.
         */
        quota?: number | string | undefined
        /**
         * Restore-only mode: stored states can be restored; new states are refused.
         * @defaultValue false
         */
        restoreOnly?: boolean | undefined
        /**
         * How long a user state is kept once it has been restored, such as 1 d or 30 min.
         * @defaultValue "1 d"
         */
        deletionDelay?: string | undefined
      }
    | undefined
  /** A PXE service point. */
  pxe?:
    | {
        /**
         * Unknown computer support: whether a computer that the site does not know may
         * boot.
         * @defaultValue false
         */
        unknownComputers?: boolean | undefined
      }
    | undefined
  /** A management point. */
  managementPoint?:
    | {
        /**
         * Treatment of message signatures. verified: a wrong signature is refused, and a
         * missing one only on reports in native mode; required: a missing signature is
         * refused on everything but location requests; ignored: signatures are not
         * checked. Not a setting of the product.
         * @defaultValue "verified"
         */
        signatures?: 'verified' | 'required' | 'ignored' | undefined
        /**
         * Whether the body of a message must have exactly the length that its header
         * states; clients of that time differ. Not a setting of the product.
         * @defaultValue false
         */
        strictLengths?: boolean | undefined
        /**
         * "Allow devices to use this management point".
         * @defaultValue true
         */
        devices?: boolean | undefined
        /**
         * How long a registration stays pending, such as 30 s or 5 min, until a
         * confirmation request finds the client registered. By default it is registered at
         * once. Not a setting of the product, where it depends on the load.
         */
        registrationWait?: string | undefined
      }
    | undefined
  /** A branch distribution point. */
  branchDistributionPoint?:
    | {
        /**
         * How many connections its operating system accepts at a time: 10 for Windows XP
         * and Vista, 20 for Windows 7.
         * @defaultValue 10
         */
        connections?: number | undefined
      }
    | undefined
  /** Listener settings that deviate from the mode of its site: a misconfiguration. */
  listen?:
    | {
        /** Protocol that it really speaks. */
        protocol?: 'http' | 'https' | undefined
        /** Recipe of the web server certificate that it really presents. */
        certificate?: CertificateRecipe | undefined
        /**
         * How a bad client certificate is refused: handshake (the TLS connection itself)
         * or iis (HTTP 403 with a substatus, as web servers of that time answer).
         */
        refusal?: 'handshake' | 'iis' | undefined
        /** How it really treats client certificates. */
        clientCertificate?: 'require' | 'accept' | 'ignore' | undefined
        /**
         * Fault of the authorities that its web server trusts, or names to clients, as
         * break has it: one among its trusted roots is not self-signed, or its list of
         * acceptable authorities lacks the clients' own.
         */
        trust?: 'root-store-mixed' | 'issuer-list-incomplete' | undefined
      }
    | undefined
  /** Things that it does amiss from the start, as the step misbehave has them. */
  misbehave?: SystemMisbehaviourInput[] | undefined
}

/** A site. */
export interface SiteInput {
  /** Site code: three of the letters A to Z and the digits 0 to 9. */
  code: string
  /**
   * Primary or secondary site.
   * @defaultValue "primary"
   */
  kind?: 'primary' | 'secondary' | undefined
  /**
   * Site mode. Required for a primary site; a secondary site has its parent's and
   * states none.
   */
  mode?: SiteMode | undefined
  /**
   * Version of Configuration Manager at the site.
   * @defaultValue "4.00.6487.2000"
   */
  version?: string | undefined
  /** Code of the parent site, a primary. Absent at the central site. */
  parent?: string | undefined
  /** The site's ports for client requests, 8080 and 8443 by default. */
  ports?:
    | {
        /**
         * Port for HTTP.
         * @defaultValue 8080
         */
        http?: number | undefined
        /**
         * Port for HTTPS.
         * @defaultValue 8443
         */
        https?: number | undefined
      }
    | undefined
  /** Ports of the site's software update points, 8530 and 8531 by default. */
  softwareUpdatePorts?:
    | {
        /**
         * Port for HTTP.
         * @defaultValue 8530
         */
        http?: number | undefined
        /**
         * Port for HTTPS.
         * @defaultValue 8531
         */
        https?: number | undefined
      }
    | undefined
  /** Ports of systems that do not speak HTTP. */
  otherPorts?:
    | {
        /**
         * SMB port of distribution points and state migration points; 445 in a real
         * network.
         * @defaultValue 8445
         */
        smb?: number | undefined
        /**
         * DHCP port of a PXE service point; 67 in a real network.
         * @defaultValue 8067
         */
        dhcp?: number | undefined
        /**
         * Port of the boot information negotiation layer (BINL) of a PXE service point.
         * @defaultValue 4011
         */
        binl?: number | undefined
        /**
         * TFTP port of a PXE service point; 69 in a real network.
         * @defaultValue 8069
         */
        tftp?: number | undefined
        /**
         * RADIUS port of a system health validator point.
         * @defaultValue 1812
         */
        radius?: number | undefined
      }
    | undefined
  /**
   * Whether the site publishes itself to Active Directory Domain Services, which
   * needs the extended schema.
   * @defaultValue true
   */
  publishToActiveDirectory?: boolean | undefined
  /**
   * Whether the site publishes its default management point in DNS, for clients with
   * a dnsSuffix.
   * @defaultValue false
   */
  publishToDns?: boolean | undefined
  /**
   * Native mode: "HTTP communication for roaming and site assignment", which clients
   * inherit. False by default.
   */
  httpForRoaming?: boolean | undefined
  /**
   * Native mode: whether clients check the revocation of server certificates. True
   * by default.
   */
  crlChecking?: boolean | undefined
  /** Native mode: how clients choose among several certificates. */
  certificateSelection?:
    | {
        /**
         * Selection criteria: Subject:x (the whole name, in this case), SubjectStr:x (a
         * part of it, in any case), SubjectAttr:OU = x or SubjectAttr:2.5.4.11 = x (one
         * attribute, in this case); or none.
         * @defaultValue "none"
         */
        criteria?: string | undefined
        /**
         * Whether a certificate is chosen when several match; otherwise none is.
         * @defaultValue false
         */
        selectFirst?: boolean | undefined
      }
    | undefined
  /**
   * How often clients ask for policy, such as 60 min or 4 h; 60 min by default.
   * Those that read Active Directory take over a new mode of the site within two
   * such cycles, and not sooner for one below 60 min.
   */
  policyPollingInterval?: string | undefined
  /** Mixed mode: the approval of clients. */
  clientApproval?:
    | {
        /**
         * Whose registration is approved by itself: nobody (manual), computers of trusted
         * domains, or all. The step approve does the rest.
         * @defaultValue "trusted-domains"
         */
        method?: 'manual' | 'trusted-domains' | 'all' | undefined
        /**
         * "This site contains only ConfigMgr 2007 clients": policy with sensitive data is
         * for approved clients alone. What the product's default is, is not documented
         * where we looked; our choice is true.
         * @defaultValue true
         */
        onlyNewClients?: boolean | undefined
      }
    | undefined
  /**
   * The site's Network Access Account in the domain, with which clients sign in to
   * distribution points where they have no computer account, or it is refused. None
   * by default.
   */
  networkAccessAccount?: string | undefined
  /**
   * How a bad client certificate is refused: handshake (the TLS connection itself)
   * or iis (HTTP 403 with a substatus, as web servers of that time answer).
   */
  refusal?: 'handshake' | 'iis' | undefined
  /** The networks that belong to the site. */
  boundaries?: BoundaryInput[] | undefined
  /** The site's systems. */
  systems?: SystemInput[] | undefined
}
