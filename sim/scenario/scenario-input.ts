// Made by npm run schemas from the schemas of the files that people write.
import type { DiagnosisId } from '../evidence/catalogue.ts'
import type { RuleId, OpenId } from '../vocabulary/ids.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Protocol, TcpProtocol } from '../vocabulary/network.ts'
import type { Fault, RevocationListFault } from '../vocabulary/fault.ts'
import type { LocationInput, SelectionInput } from '../model/schema/client-input.ts'
import type { HierarchyInput, MisbehaviourInput } from '../model/schema/hierarchy-input.ts'

/** The result that a step must have. Only the fields that are given are compared. */
export interface ExpectationInput {
  /**
   * How the deciding attempt ended. For setMode: answered if the site took the mode,
   * otherwise failed.
   */
  outcome?: 'answered' | 'failed' | 'withheld' | undefined
  /** The protocol of the attempt. */
  protocol?: Protocol | undefined
  /** Name or FQDN of the site system. */
  system?: string | undefined
  /** Code of the site that the system belongs to. */
  site?: string | undefined
  /** Whether the system belongs to the assigned or the resident site. */
  relation?: 'assigned' | 'resident' | undefined
  /**
   * The source that told the client of the site or the system, such as
   * active-directory; null if it knew already, or if the scenario told it (contact).
   */
  by?: string | null | undefined
  /** Id of an entry of the failure catalogue, or null. */
  diagnosis?: OpenId<DiagnosisId> | null | undefined
  /** Id of the rule that led to the attempt or withheld it. */
  rule?: OpenId<RuleId> | undefined
  /** HTTP status, or null when there was none. */
  status?: number | null | undefined
}

/** A step: one action of a client, or one change to the hierarchy. */
export interface StepInput {
  /** Purpose of the step; by default a sentence that describes it. */
  name?: string | undefined
  /** Name of the client that takes the step. */
  client?: string | undefined
  /**
   * Instead of client: all clients, those of a group, or those of a site. What is
   * expected is expected of each.
   */
  clients?: SelectionInput | undefined
  /** New location of the client. */
  move?: LocationInput | undefined
  /**
   * Code of the site to assign the client to; auto: the client finds its site. A
   * site that does not exist can be named with expect: { outcome: failed }.
   */
  assign?: OpenId<'auto'> | undefined
  /**
   * True: the computer is switched on, and the client reads the settings of its site
   * again.
   */
  start?: true | undefined
  /** True: ask the management point for policy, and fetch what it assigns. */
  requestPolicy?: true | undefined
  /**
   * Send a state message: true for one that the client chooses, or this topic and
   * state id.
   */
  sendState?:
    | true
    | {
        /** Topic type of the state message, such as 500. */
        topic: number
        /** Id of the state within its topic. */
        id: number
      }
    | undefined
  /** True: scan against a software update point for the updates that apply. */
  scanForUpdates?: true | undefined
  /**
   * Install the software update of this unique id: scan, download it from a
   * distribution point, and report the installation.
   */
  installUpdate?: string | undefined
  /** Find the package of this id, and transfer it from a distribution point. */
  getContent?: string | undefined
  /**
   * Store a user state in the share of a state migration point, by SMB: true, or a
   * state of this size. The requests go by HTTP or HTTPS.
   */
  storeState?:
    | true
    | {
        /** Size of the state, such as 64 KiB or 4096 (bytes). */
        bytes?: number | string | undefined
      }
    | undefined
  /** True: restore the user state that was stored. */
  restoreState?: true | undefined
  /** Contact a site system of this role. */
  contact?: SiteSystemRole | undefined
  /**
   * Switch a site to the other mode: to native from the top down, back from the
   * bottom up.
   */
  setMode?:
    | {
        /** Code of the primary site. */
        site: string
        /** The new mode. */
        mode: SiteMode
      }
    | undefined
  /** Switch on a fault of a site system, instead of an earlier one. */
  break?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
        /** The fault. */
        fault: Fault | RevocationListFault
        /**
         * The protocol whose port breaks; by default the web server breaks, or every port
         * where there is none.
         */
        protocol?: TcpProtocol | undefined
      }
    | undefined
  /**
   * Close the listeners of a site system, for a program of your own to listen in
   * their place.
   */
  replace?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
        /**
         * The protocol whose port is closed; by default the web server closes, or every
         * port.
         */
        protocol?: TcpProtocol | undefined
      }
    | undefined
  /** Switch off the fault of a site system, or put its own listeners back in place. */
  repair?:
    | {
        /**
         * Name or FQDN of a site system; or crl, the point that publishes the revocation
         * lists, dc, the domain controller, or ns, the DNS and WINS server.
         */
        system: string
      }
    | undefined
  /**
   * A site system, or a server beside them, misbehaves for the requests that match,
   * until behave ends it.
   */
  misbehave?: MisbehaviourInput | undefined
  /** Name of a misbehaviour that ends; true ends all. */
  behave?: true | string | undefined
  /** Revoke a certificate and publish a new list. */
  revoke?:
    | {
        /** Name of the client whose certificates are revoked. */
        client?: string | undefined
        /** Name or FQDN of the site system whose certificate is revoked. */
        system?: string | undefined
        /**
         * drop (default): clients and servers fetch the new list at once; keep: they keep
         * the old list until its next update.
         * @defaultValue "drop"
         */
        cachedLists?: 'drop' | 'keep' | undefined
      }
    | undefined
  /**
   * Name of a client that has registered: the administrator approves it at its
   * mixed-mode site.
   */
  approve?: string | undefined
  /**
   * Move the clock of the simulation ahead, by 400 d or 25 h for example. In a
   * scenario time stands still otherwise.
   */
  advance?: string | undefined
  /**
   * With contact, or instead of it: one particular system, by name or FQDN. The
   * scenario tells the client where it is and what site it belongs to, but not the
   * mode of that site. Without it, the client goes where a documented way leads it;
   * where none does, the scenario tells it of a system of the site that serves it.
   */
  system?: string | undefined
  /**
   * The site that the system belongs to: the assigned site (default) or the resident
   * site. For a management point, the one that the client finds itself there.
   */
  relation?: 'assigned' | 'resident' | undefined
  /** Make the attempt even if the rules forbid it. */
  force?: boolean | undefined
  /** With force: the protocol; by default the protocol of the client's own mode. */
  protocol?: 'http' | 'https' | undefined
  /**
   * The expected result of the step; fields that are left out may have any value.
   * Steps that can have one: assign, start, requestPolicy, sendState,
   * scanForUpdates, installUpdate, getContent, storeState, restoreState and contact;
   * of setMode the outcome alone. The others have none: move, break, replace,
   * repair, misbehave, behave, revoke, approve and advance.
   */
  expect?: ExpectationInput | undefined
}

/** Actions of clients and sites, step by step, with their expected results. */
export interface ScenarioInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /** Title of the scenario. */
  name: string
  /** The sentence of the source text that it exercises. */
  cites?: string | undefined
  /** Sentences of the source text in its own words, for reports. */
  quotes?:
    | {
        /** Language of the sentence, as a language tag: ja. */
        lang: string
        /** The sentence. */
        text: string
      }[]
    | undefined
  /** Path of a hierarchy file, relative to this file, or the hierarchy itself. */
  hierarchy: string | HierarchyInput
  /** The steps, in order. */
  steps: StepInput[]
}
