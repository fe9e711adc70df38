import type { Client, Site } from '../model/hierarchy.ts'
import type { OwnedCertificate } from './transports/client-certificate.ts'
import type { ClientState } from './client-state.ts'
import type { SecureContexts } from './transports/secure-contexts.ts'
import type { Surroundings } from './network.ts'

/** A client as it stands at the moment of a contact. */
export interface Standing extends ClientState {
  client: Client
  resident: Site | undefined
  surroundings: Surroundings
  /** What is in its certificate store now. */
  store(): Promise<OwnedCertificate[]>
  secureContexts: SecureContexts
}
