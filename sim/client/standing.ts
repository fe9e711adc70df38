import type { Location } from '../model/boundary.ts'
import type { Client, Site } from '../model/hierarchy.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { OwnedCertificate } from './certificate-store.ts'
import type { SecureContexts } from './secure-contexts.ts'
import type { Surroundings } from './surroundings.ts'

/** A client as it stands at the moment of a contact. */
export interface Standing {
  client: Client
  /** That of its assigned site; mixed while it has none. */
  mode: SiteMode
  at: Location
  assigned: Site | undefined
  resident: Site | undefined
  httpForRoaming: boolean
  surroundings: Surroundings
  /** What is in its certificate store now. */
  store(): Promise<OwnedCertificate[]>
  secureContexts: SecureContexts
}
