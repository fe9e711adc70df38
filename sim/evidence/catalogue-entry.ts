import type { ClientEvidence, EndEvidence, Stage } from './attempt.ts'

/** A failure with its id, which is stable. */
export interface CatalogueEntry<Id extends string = string> extends Failure {
  id: Id
}

/** Failures that belong together, by their ids. */
export type Chapter = Readonly<Record<string, Failure>>

/** A way in which a connection fails: what happens, what each end sees of it, what to do. */
export interface Failure {
  /** What went wrong, in an administrator's words; reads on after a colon. */
  title: string
  /** Two or three sentences: what happens, and why it looks as it does from either end. */
  happens: string
  /** Our judgement, after what the product team's blogs return to. */
  frequency: Frequency
  /** Who has to act. */
  party: Party
  /** The next step; an imperative sentence. */
  remedy: string
  /** What to look at to tell it from other failures that look the same from the client; an imperative sentence. */
  look: string
  /** What each end sees: one for each way in which it shows. */
  sightings: readonly Sighting[]
  /**
   * What one end sees where the other is a program that is not ours, and nobody knows what that one saw. It makes the
   * entry a candidate, never a diagnosis.
   */
  elsewhere?: { client?: readonly Seen<ClientEvidence>[]; server?: readonly Seen[] }
  /**
   * What the client, which may not know what the server saw, makes of it by what else it knows: `likely` puts this
   * entry before the others that look the same, `unlikely` after them. By default it is neither, and the more frequent
   * comes first.
   */
  suspicion?(client: ClientEvidence): Suspicion | undefined
  /** What the real client reports; null where the server answers, or the client does not get as far. */
  winHttp: WinHttpError | null
  /** The real client's own error code: `0x87D00282`. */
  clientError?: string
  /** What the web server of that age answers and logs; null where the failure lies below it, and it logs no line. */
  webServer: WebServerLog | null
  /** null where no wording is known. */
  clientLog: ClientLogLine | null
  /** The state message that reaches the fallback status point. */
  stateMessage: { topic: number; id: number } | null
  /** Title of the page, or page and section, that says so. */
  reference: string
  /** How sure we are of what the real product reports. What our own ends see is measured. */
  confidence: Confidence
  /** How to bring it about. */
  provocation: Provocation
}

export type Party = 'client' | 'site system' | 'certification authority' | 'name service' | 'network' | 'site'

export type Frequency = 'frequent' | 'occasional' | 'rare'

export type Suspicion = 'likely' | 'unlikely'

export type Confidence = 'documented' | 'inferred' | 'our choice'

/** One way in which a failure shows. Absent conditions hold always. */
export interface Sighting {
  tls?: '1.2' | '1.3'
  refusal?: 'handshake' | 'iis'
  client: Seen<ClientEvidence>
  /** null: the server sees nothing wrong, nothing at all, or only that the client went away. */
  server: Seen | null
}

/** What one end sees. */
export interface Seen<End extends EndEvidence = EndEvidence> {
  stage: Stage | readonly Stage[]
  /** Any of these; they differ between versions of Node, and by which of two packets comes first. */
  codes: readonly string[]
  /** What else has to be so, where the code says too little. */
  where?: ((end: End) => boolean) | undefined
}

export interface WinHttpError {
  /** `12175`. */
  code: number
  /** `ERROR_WINHTTP_SECURE_FAILURE`. */
  name: string
  /** WINHTTP_CALLBACK_STATUS_FLAG_* in the callback. */
  flags?: readonly string[]
}

export interface WebServerLog {
  status: number
  substatus?: number
  /** sc-win32-status. */
  win32?: number
}

export interface ClientLogLine {
  /** `CcmExec.log`. */
  file: string
  /** With … where it names what is different each time. */
  line: string
  confidence: Confidence
}

/** What the lab does to see it, apart from a client and a native-mode management point that are as they should be. */
export interface Provocation {
  /** Protocol of the (forced) try; HTTPS unless said otherwise. By PXE it is to a PXE service point. */
  protocol?: 'http' | 'https' | 'pxe'
  /** Mode of the site; native unless said otherwise. */
  mode?: 'mixed' | 'native'
  /** Certificate recipe of the site system. */
  systemCertificate?: string
  /** Certificate recipes in the client's store. */
  clientCertificates?: readonly string[]
  /** The site's certificate selection. */
  certificateSelection?: { criteria: string; selectFirst: boolean }
  /** What the site has for the computer that boots. */
  computer?: 'unknown'
  /** Fault of the site system. */
  fault?: string
  /** Fault of the point that publishes the revocation lists. */
  revocationListFault?: string
  /** Only under these; all where it is left out. */
  tls?: readonly ('1.2' | '1.3')[]
  refusal?: readonly ('handshake' | 'iis')[]
}
