import type { CertificateRecipe } from '../vocabulary/certificate.ts'
import type { Fault, RevocationListFault } from '../vocabulary/fault.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { ClientEvidence, EndEvidence } from './end-evidence.ts'
import type { HttpSysReason } from './codes/http-sys-reasons.ts'
import type { LookupProtocol, Protocol, Stage } from '../vocabulary/network.ts'
import type { Reached, Span } from './reached.ts'

/** A failure with its id, which is stable. */
export interface CatalogueEntry<Id extends string = string> extends Failure {
  /** `client-certificate-expired`; stable, for programs. */
  id: Id
}

/** Failures that belong together, by their ids. */
export type Chapter = Readonly<Record<string, Failure>>

/** A way in which a connection fails: what happens, what each end sees of it, what to do. */
export interface Failure {
  /** The failure in an administrator's words; written to follow a colon. */
  title: string
  /** Two or three sentences: what happens, and why either end sees what it sees. */
  happens: string
  /** Our judgement, from the failures that the product team's blogs return to. */
  frequency: Frequency
  /** The party that has to act. */
  party: Party
  /** The next step; an imperative sentence. */
  remedy: string
  /** The check that tells it from other failures that look the same to the client; an imperative sentence. */
  look: string
  /** The evidence at both ends: one sighting for each way in which the failure shows. */
  sightings: readonly Sighting[]
  /**
   * The evidence at one end when the other is not our program, so that nothing is known of that end. It makes the
   * entry a candidate, never a diagnosis.
   */
  elsewhere?: {
    /** What a client of ours sees of it at a foreign server. */
    client?: readonly Seen<ClientEvidence>[]
    /** What a server of ours sees of it with a foreign client. */
    server?: readonly Seen[]
  }
  /** How far a connection gets that fails like this. It is a candidate for no other. */
  span?: Span
  /**
   * The client's guess from everything else that it knows, without the server's view: `likely` puts this entry before
   * the others that look the same, `unlikely` after them. Entries with no suspicion are ordered by frequency.
   */
  suspicion?(client: ClientEvidence, reached: Reached): Suspicion | undefined
  /**
   * The server's guess from its own certificate, without the client's view. `found`: what a client that trusts the server's
   * root and goes by the server's clock finds wrong with that certificate. Only of failures for which a client leaves
   * without the server seeing why.
   */
  suspicionAtServer?(found: readonly EndEvidence[]): Suspicion | undefined
  /** The real client's error; null where the server answers, or the client does not get that far. */
  winHttp: WinHttpError | null
  /** The real client's own error code: `0x87D00282`. */
  clientError?: string
  /** The answer and log line of a web server of that time; null where it logs no line, or one of success. */
  webServer: WebServerLog | null
  /** The reasons by which it stands in the error log of HTTP.sys; absent where it never does. */
  httpSys?: readonly HttpSysReason[]
  /** null where no wording is known. */
  clientLog: ClientLogLine | null
  /** The state message that reaches the fallback status point. */
  stateMessage: {
    /** The message's topic type, as the product numbers it. */
    topic: number
    /** The state's number within its topic. */
    id: number
  } | null
  /** Title of the page, or page and section, that documents it. */
  reference: string
  /** Our confidence in the real product's reports above; the sightings at our own ends are measured. */
  confidence: Confidence
  /** The recipe by which `sitemode lab` provokes it. */
  provocation: Provocation
}

/** Who has to act. */
type Party =
  'scenario' | 'client' | 'site system' | 'certification authority' | 'name service' | 'network' | 'site'

/** How often administrators meet a failure, by our judgement. */
type Frequency = 'frequent' | 'occasional' | 'rare'

/** Whether an end has a reason to think of a failure, or not to. */
export type Suspicion = 'likely' | 'unlikely'

/** How we know what the real product does: from its documentation, by inference, or not at all. */
type Confidence = 'documented' | 'inferred' | 'our choice'

/** How a client came to take a site for one of the other mode. */
export type ToldOfMode = 'never' | 'not-yet' | 'otherwise'

/** One way in which a failure shows. Without a condition it shows in either case. */
export interface Sighting {
  /** Only under this version of TLS. */
  tls?: '1.2' | '1.3'
  /** The web server refuses a client in the handshake, or like IIS by a status after it. */
  refusal?: 'handshake' | 'iis'
  /** How the client came to take the site for one of the other mode; absent where they agree, or nothing is known of it. */
  told?: ToldOfMode
  /** What the client sees. */
  client: Seen<ClientEvidence>
  /** null: the server sees nothing wrong, sees nothing at all, or sees only that the client went away. */
  server: Seen | null
}

/** The evidence at one end. */
export interface Seen<End extends EndEvidence = EndEvidence> {
  /** Where the connection ends, or one of these. */
  stage: Stage | readonly Stage[]
  /** Any one of these: codes differ between versions of Node, and with the order in which packets arrive. */
  codes: readonly string[]
  /** A further condition, where the code says too little. */
  where?: ((end: End) => boolean) | undefined
  /** How far the connection gets, where that differs from the entry's span. */
  span?: Span
}

/** An error of WinHTTP, the library by which the real client speaks HTTP; the numbers are those of winhttp.h. */
export interface WinHttpError {
  /** `12175`. */
  code: number
  /** `ERROR_WINHTTP_SECURE_FAILURE`. */
  name: string
  /** WINHTTP_CALLBACK_STATUS_FLAG_* in the callback. */
  flags?: readonly string[]
}

/** What stands in the log of a web server of that time, by the fields of the W3C format of IIS. */
export interface WebServerLog {
  /** sc-status. */
  status: number
  /** sc-substatus. */
  substatus?: number
  /** sc-win32-status. */
  win32?: number
}

/** A line of the real client's log. */
export interface ClientLogLine {
  /** `CcmExec.log`. */
  file: string
  /** `…` stands for each part that varies. */
  line: string
  /** How its wording is known. */
  confidence: Confidence
}

/** Changes to a healthy client and a healthy native-mode management point that provoke a failure. */
export interface Provocation {
  /** Protocol of the attempt, which decides what system it goes to; HTTPS by default, and a management point. */
  protocol?: Protocol | LookupProtocol
  /** The other protocols over which the same fault shows as the same failure. */
  also?: readonly (Protocol | LookupProtocol)[]
  /** Requests of the conversation by HTTP or HTTPS; 1 by default. */
  requests?: 2
  /** Mode of the site; native by default. */
  mode?: SiteMode
  /** The site switches to native mode, of which the client is not told; or CCMSetup told it of another mode (`otherwise`). */
  switched?: ToldOfMode
  /** Certificate recipe of the site system. */
  systemCertificate?: CertificateRecipe
  /** Certificate recipes in the client's store. */
  clientCertificates?: readonly CertificateRecipe[]
  /** How far the client's clock is wrong, as in the hierarchy file. */
  clientClock?:
    | {
        /** A duration: `400 d`. */
        behind: string
      }
    | {
        /** A duration: `400 d`. */
        ahead: string
      }
  /** The site's certificate selection. */
  certificateSelection?: {
    /** As the hierarchy file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the client takes the first. */
    selectFirst: boolean
  }
  /** The site has no record of the computer that boots. */
  computer?: 'unknown'
  /** The client asks a distribution point for content, and cannot sign in there. */
  signsIn?: 'without-account' | 'wrong-password'
  /** Fault of the site system. */
  fault?: Fault
  /** The status with which the site system answers by a script. */
  scriptedAnswer?: number
  /** Fault of the point that publishes the revocation lists. */
  revocationListFault?: Fault | RevocationListFault
  /** The versions of TLS under which it can be provoked; all by default. */
  tls?: readonly ('1.2' | '1.3')[]
  /** The ways of refusing a client under which it can be provoked; all by default. */
  refusal?: readonly ('handshake' | 'iis')[]
}
