import type { Credential, Holder } from '../../certs/pki.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { CertificateRecipe } from '../model/certificate-recipe.ts'
import type { Hierarchy } from '../model/hierarchy.ts'

/** What a client finds around it on its network. */
export interface Surroundings {
  hierarchy: Hierarchy
  recorder: Recorder
  /** The simulation's clock. */
  now(): Date
  /** The hierarchy's own name service; undefined when nothing has this name. */
  resolve(fqdn: string): string | undefined
  /** The port to connect to for a site system's configured one; undefined when it opened none for it. */
  openPort(fqdn: string, port: number): number | undefined
  /** The address that a client connects from; its own where the platform has one for each. */
  sourceAddress: string
  pki: {
    authorities(): Promise<{ root: string }>
    crls(): Promise<string[]>
    client(holder: Holder, recipe: CertificateRecipe): Promise<Credential>
  }
}
