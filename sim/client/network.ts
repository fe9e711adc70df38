import type { X509Certificate } from 'node:crypto'
import type { Credential, Holder } from '../../certs/credential.ts'
import type { SigningIdentity } from '../../certs/issue.ts'
import type { RevocationChecker } from '../../certs/revocation-checker.ts'
import type { CertificateEvidence, CertificateRecipe } from '../vocabulary/certificate.ts'
import type { EndEvidence, SiteModeSeen } from '../evidence/end-evidence.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Patience } from '../net/other-end.ts'
import type { Protocol, TlsVersion, WebProtocol } from '../vocabulary/network.ts'

/** Everything around a client: the services of its network, its PKI and the clock. */
export interface ClientNetwork {
  /** The version of TLS that its operating system speaks. */
  tlsVersion: TlsVersion
  recorder: Recorder
  /** The code of a system's site, to label attempts in the recording: no decision depends on it. */
  siteOf(fqdn: string): string | null
  /** The mode of a system's site, as evidence of the site's own end: no decision depends on it. */
  siteModeOf(fqdn: string): SiteModeSeen | null
  clock: Clock
  /** Milliseconds of silence until a client gives up an attempt. */
  timeout: number
  /** How long a client waits for a site system. */
  patienceWith(fqdn: string, port: number): Patience
  /** The directory in which the sites of the forest publish themselves. */
  domainController: { fqdn: string; port: number }
  /** DNS and WINS, to find management points. `nameAt`: the FQDN of the system at an address that WINS returned. */
  nameServer: {
    fqdn: string
    ports: { dns: number; wins: number }
    nameAt(address: string): string | undefined
  }
  /** The address of a name, by the hierarchy's own name service; undefined when nothing has this name. */
  resolve(fqdn: string): string | undefined
  /** Where a site system has the port that its site configures. */
  openPort(fqdn: string, port: number): OpenPort
  /**
   * The port of a service that has a well-known one, which no message names (SMB: 445): on loopback the simulator puts
   * another in its place.
   */
  servicePort(fqdn: string, protocol: Exclude<Protocol, WebProtocol>): number
  /** Evidence at a site system's own end of why a port refuses connections; null: nothing is wrong there. */
  refuses(fqdn: string, port: number): EndEvidence | null
  /**
   * Names of the authorities to which a site system keeps its clients when it asks for their certificates, which Node does
   * not show to a client; empty: any authority will do.
   */
  acceptableAuthorities(fqdn: string, port: number): readonly string[]
  /** Waits until a site system can answer: its certificate is issued on first use. */
  ready(fqdn: string, port: number): Promise<void>
  /** The address that the client connects from: one of its own where the platform has enough. */
  sourceAddress: string
  pki: {
    /** PEM of the root certificate that the client trusts. */
    authorities(): Promise<{ root: string }>
    client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  }
  /** Makes the key and the certificate with which the client signs its messages. */
  signingIdentity(): Promise<SigningIdentity>
  /** Checks revocation with lists that this client has fetched. */
  revocation: RevocationChecker
  /** A certificate as evidence, dated by the simulation's clock. */
  describe(certificate: X509Certificate): CertificateEvidence
}

/** Where all systems share one address, their ports differ from those that their sites configure. */
export interface OpenPort {
  /** The port to connect to; one that refuses connections if the system opened none. */
  port: number
  /** The port in URLs: the open one, or else the configured one. */
  inUrl: number
}

/**
 * The simulation's time, by which everything is decided: it has its own start, and can be moved ahead. In a scenario it stands
 * still otherwise, or else it runs as fast as the machine's.
 */
export interface Clock {
  now(): Date
  /** When something happens, for the record: ISO 8601. What is later on the machine has a later moment, even if time stands still. */
  moment(): string
  /** The machine's time, which TLS libraries use. */
  machine(): Date
  /** Milliseconds from the machine's time to the simulation's. */
  ahead(): number
}
