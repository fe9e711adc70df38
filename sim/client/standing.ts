import type { Client, Site } from '../model/hierarchy.ts'
import type { OwnedCertificate } from './certificate-store.ts'
import type { ClientState } from './client-state.ts'
import type { SecureContexts } from './secure-contexts.ts'
import type { Surroundings } from './surroundings.ts'

/** A client as it stands at the moment of a contact. */
export interface Standing extends ClientState {
  client: Client
  resident: Site | undefined
  surroundings: Surroundings
  /** What is in its certificate store now. */
  store(): Promise<OwnedCertificate[]>
  secureContexts: SecureContexts
}
