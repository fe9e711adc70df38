import type { X509Certificate } from 'node:crypto'
import { isIP, type LookupFunction } from 'node:net'
import type { Credential, Holder } from '../../certs/credential.ts'
import type { RevocationChecker } from '../../certs/revocation-checker.ts'
import type { CertificateEvidence, CertificateRecipe } from '../vocabulary/certificate.ts'
import type { EndEvidence } from '../evidence/attempt.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Hierarchy } from '../model/hierarchy.ts'

/** The services, the clock and the authorities that a client finds on its network. */
export interface ClientNetwork {
  hierarchy: Hierarchy
  recorder: Recorder
  clock: Clock
  /** Milliseconds of silence until a client gives up. */
  timeout: number
  /** The directory in which the sites of the forest publish themselves. */
  domainController: { fqdn: string; port: number }
  /** DNS and WINS, for names of management points. `nameAt`: the FQDN of an address that WINS returned. */
  nameServer: {
    fqdn: string
    ports: { dns: number; wins: number }
    nameAt(address: string): string | undefined
  }
  /** The address of a name, by the hierarchy's own name service; undefined when nothing has this name. */
  resolve(fqdn: string): string | undefined
  /** The port that a site system opened in place of a configured one; undefined when it opened none. */
  openPort(fqdn: string, port: number): number | undefined
  /** Evidence at a site system's own end for a port that could not be connected to; null: nothing is wrong there. */
  refuses(fqdn: string, port: number): EndEvidence | null
  /** Waits until a site system can answer: its certificate is made when it is first asked for. */
  ready(fqdn: string, port: number): Promise<void>
  /** The address that the client connects from: one of its own where the platform has enough. */
  sourceAddress: string
  pki: {
    authorities(): Promise<{ root: string }>
    client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  }
  /** Checks revocation with lists that this client has fetched. */
  revocation: RevocationChecker
  /** A certificate as evidence, dated by the simulation's clock. */
  describe(certificate: X509Certificate): CertificateEvidence
}

/** The simulation's time. It runs as fast as the machine's, from its own start, and can be moved ahead. */
export interface Clock {
  now(): Date
  /** The machine's time, by which TLS libraries go. */
  machine(): Date
  /** Milliseconds from the machine's time to the simulation's. */
  ahead(): number
}

/** Resolves names by the hierarchy's own name service alone, so that only loopback addresses come out. */
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
