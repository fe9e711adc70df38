import { keysOf } from './keys-of.ts'
import type { WebProtocol } from './network.ts'
import type { Basis } from './basis.ts'

/** Everything that depends on the mode of a site. Code elsewhere reads it here, or has a `Record<SiteMode, …>`. */
interface SiteModeTraits {
  /** The protocol between clients and most systems of the site. */
  protocol: WebProtocol
  /** How web listeners treat client certificates by default. */
  clientCertificate: 'require' | 'ignore'
  /** Clients present certificates of the PKI, so the site's settings for certificates and for HTTP while roaming apply. */
  clientsPresentCertificates: boolean
  /** The site server signs policies with a certificate of the PKI. */
  signedPolicies: boolean
  /** Reports have to be signed by their client (2007 SDK, "Message Flags": NATIVE and SIGN). */
  signedReports: boolean
  /** A registration may take over an SMSID by a hint that proves it (cc144367). */
  registrationHints: boolean
  /** Clients have to be approved to get policy with sensitive data. */
  approvesClients: boolean
  /** Its default management point is found in WINS. */
  publishedInWins: boolean
  /** Its site systems serve clients on the Internet. */
  managesInternetClients: boolean
  /** The mode bit of messages that have only one. Clients take a value that several modes share for the first of them. */
  calledNative: boolean
}

export const siteModes = {
  mixed: {
    protocol: 'http',
    clientCertificate: 'ignore',
    clientsPresentCertificates: false,
    signedPolicies: false,
    signedReports: false,
    registrationHints: false,
    approvesClients: true,
    publishedInWins: true,
    managesInternetClients: false,
    calledNative: false,
  },
  native: {
    protocol: 'https',
    clientCertificate: 'require',
    clientsPresentCertificates: true,
    signedPolicies: true,
    signedReports: true,
    registrationHints: true,
    approvesClients: false,
    publishedInWins: false,
    managesInternetClients: true,
    calledNative: true,
  },
} as const satisfies Record<string, SiteModeTraits>

/** How the clients of a site speak to its site systems: plain HTTP, or HTTPS with mutual TLS. */
export type SiteMode = keyof typeof siteModes

export const siteModeNames = keysOf(siteModes)

/** The mode of a client or a site without a configured one. */
export const defaultSiteMode: SiteMode = 'mixed'

/** The mode meant by a message that has one bit for it. */
export function siteModeCalled(native: boolean): SiteMode {
  return siteModeNames.find((mode) => siteModes[mode].calledNative === native) ?? defaultSiteMode
}

/** What a client's SSL options say of its site. */
export interface SslSettings {
  /** Mode that the client takes its site to be in. */
  mode: SiteMode
  /** It looks certificates up in revocation lists. */
  crlChecking: boolean
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean
}

/** Bits of `HttpsStateFlags` as public administrators' scripts list them: 0 mixed, 31 native, 63 with CRL, 95 with HTTP. */
const native = 0x1f
const checksRevocation = 0x20
const fallsBackToHttp = 0x40

/** The number that a site publishes for its clients, and that a client's log shows as `Options`. */
export function sslOptions({ mode, crlChecking, httpForRoaming }: SslSettings): number {
  if (!siteModes[mode].calledNative) return 0
  return native + (crlChecking ? checksRevocation : 0) + (httpForRoaming ? fallsBackToHttp : 0)
}

export function parseSslOptions(options: number): SslSettings {
  return {
    mode: siteModeCalled((options & 1) !== 0),
    crlChecking: (options & checksRevocation) !== 0,
    httpForRoaming: (options & fallsBackToHttp) !== 0,
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'inferred',
    about: 'A mixed-mode client presents no certificate.',
  },
]
