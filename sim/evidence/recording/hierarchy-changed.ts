import { isCalled } from '../../vocabulary/hosts.ts'
import type { RecordedEvent } from './event.ts'
import type { HierarchyShown } from './hierarchy-shown.ts'

/** The hierarchy after an event; the same one where the event changes nothing that a picture shows. */
export function changed(shown: HierarchyShown, event: RecordedEvent): HierarchyShown {
  switch (event.type) {
    case 'client': {
      const { client } = event
      const known = shown.clients.some(({ name }) => name === client.name)
      const clients = known
        ? shown.clients.map((one) => (one.name === client.name ? client : one))
        : [...shown.clients, client]
      return { ...shown, clients }
    }
    case 'sites': {
      const switched = new Map(event.sites.map((site) => [site.code, site]))
      return { ...shown, sites: shown.sites.map((site) => switched.get(site.code) ?? site) }
    }
    case 'fault':
      return {
        ...shown,
        sites: shown.sites.map((site) => ({
          ...site,
          systems: site.systems.map((system) =>
            isCalled(system, event.system) ? { ...system, fault: event.fault } : system,
          ),
        })),
      }
    default:
      return shown
  }
}
