import type { Attempt } from '../evidence/attempt.ts'
import type { Location } from '../model/boundary.ts'
import type { Client, Site } from '../model/hierarchy.ts'
import { hasHttpForRoaming } from '../model/http-for-roaming.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { residentSiteOf } from '../rules/resident-site.ts'
import { assignedSiteOf } from '../rules/site-assignment.ts'
import { createCertificateStore } from './certificate-store.ts'
import { contact } from './contact.ts'
import type { ContactOptions } from './contact-options.ts'
import { createSecureContexts } from './secure-contexts.ts'
import type { Surroundings } from './surroundings.ts'

/** A computer or mobile device with the client software: it is somewhere, belongs to a site, and turns to site systems. */
export interface SimulatedClient {
  readonly name: string
  readonly assignedSite: Site | undefined
  /** The site whose boundaries hold the client now. */
  readonly residentSite: Site | undefined
  move(location: NewLocation): void
  contact(role: SiteSystemRole, options?: ContactOptions): Promise<Attempt>
}

/** An intranet address or Active Directory site, or the Internet. */
export type NewLocation = { address?: string; activeDirectorySite?: string } | { internet: true }

export function createSimulatedClient(client: Client, surroundings: Surroundings): SimulatedClient {
  const { hierarchy } = surroundings
  const assigned = assignedSiteOf(hierarchy, client)
  const secureContexts = createSecureContexts(surroundings)
  const store = createCertificateStore(client, surroundings)
  const mode = assigned?.mode ?? 'mixed'
  const httpForRoaming = hasHttpForRoaming(client, assigned)
  let at: Location = client.at
  const resident = (): Site | undefined => residentSiteOf(hierarchy, at, assigned)

  return {
    name: client.name,
    assignedSite: assigned,
    get residentSite() {
      return resident()
    },
    move(location) {
      at = 'internet' in location ? location : { internet: false, ...location }
    },
    contact: (role, options = {}) =>
      contact(
        {
          client,
          mode,
          at,
          assigned,
          resident: resident(),
          httpForRoaming,
          surroundings,
          store,
          secureContexts,
        },
        role,
        options,
      ),
  }
}
