import type { X509Certificate } from 'node:crypto'
import { isIP, type LookupFunction } from 'node:net'
import type { Credential, Holder } from '../../certs/pki.ts'
import type { RevocationChecker } from '../../certs/revocation/revocation-checker.ts'
import type { CertificateEvidence, EndEvidence } from '../evidence/attempt.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { CertificateRecipe } from '../model/certificate-recipe.ts'
import type { Hierarchy } from '../model/hierarchy.ts'

/** What a client finds around it on its network. */
export interface ClientNetwork {
  hierarchy: Hierarchy
  recorder: Recorder
  clock: Clock
  /** Milliseconds of silence until a client gives a try up. */
  timeout: number
  /** Where the sites that publish themselves are found in the forest. */
  domainController: { fqdn: string; port: number }
  /** DNS and WINS, as far as clients look for management points there; `nameAt`: what has an address that WINS tells. */
  nameServer: {
    fqdn: string
    ports: { dns: number; wins: number }
    nameAt(address: string): string | undefined
  }
  /** The hierarchy's own name service; undefined when nothing has this name. */
  resolve(fqdn: string): string | undefined
  /** The port to connect to for a site system's configured one; undefined when it opened none for it. */
  openPort(fqdn: string, port: number): number | undefined
  /** What one sees at a site system's own end of a port that nobody could connect to; null: nothing wrong. */
  refuses(fqdn: string, port: number): EndEvidence | null
  /** Waits until a site system has what it needs to answer: its certificate is made when it is first asked for. */
  ready(fqdn: string, port: number): Promise<void>
  /** The address that a client connects from; its own where the platform has one for each. */
  sourceAddress: string
  pki: {
    authorities(): Promise<{ root: string }>
    client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  }
  /** This client's own look at revocation lists. */
  revocation: RevocationChecker
  /** A certificate as evidence, dated by the simulation's clock. */
  describe(certificate: X509Certificate): CertificateEvidence
}

/** The simulation's time, which starts with the machine's or elsewhere, goes on with it, and can be moved ahead. */
export interface Clock {
  now(): Date
  /** The machine's time, by which TLS libraries go. */
  machine(): Date
  /** Milliseconds from the machine's time to the simulation's. */
  ahead(): number
}

/** Loopback addresses only ever come out of the hierarchy's own name service: nothing is asked of the machine's. */
export function lookupBy(resolve: (fqdn: string) => string | undefined): LookupFunction {
  return (hostname, { all }, callback) => {
    const address = resolve(hostname)
    if (address === undefined) {
      const error = Object.assign(new Error(`nothing is called ${hostname}`), { code: 'ENOTFOUND' })
      callback(error, [])
    } else if (all) callback(null, [{ address, family: isIP(address) }])
    else callback(null, address, isIP(address))
  }
}
