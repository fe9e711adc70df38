import type { Attempt } from '../evidence/attempt.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import { locationInWords, type Location } from '../model/boundary.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { hasHttpForRoaming } from '../model/http-for-roaming.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { residentSiteOf } from '../rules/resident-site.ts'
import { assignedSiteOf } from '../rules/site-assignment.ts'
import { perform, type ActionResult } from './actions/action.ts'
import { assign } from './actions/assign.ts'
import { getContent } from './actions/get-content.ts'
import { start } from './actions/site-settings.ts'
import { requestPolicy } from './actions/request-policy.ts'
import { scanForUpdates } from './actions/scan-for-updates.ts'
import { sendState } from './actions/send-state.ts'
import { restoreState, storeState } from './actions/user-state.ts'
import { createCertificateStore, createSecureContexts } from './transports/client-certificate.ts'
import type { ClientState, Standing } from './context.ts'
import { contact, type ContactOptions } from './contact.ts'
import type { Surroundings } from './network.ts'

/** A computer or mobile device with the client software: it is somewhere, belongs to a site, and turns to site systems. */
export interface SimulatedClient {
  readonly name: string
  readonly assignedSite: Site | undefined
  /** The site whose boundaries hold the client now. */
  readonly residentSite: Site | undefined
  /** As it is now, for a picture. */
  shown(): ClientShown
  move(location: NewLocation): void
  contact(role: SiteSystemRole, options?: ContactOptions): Promise<Attempt>
  /** Assigns the client to the site of that code, or with `auto` to the one whose boundaries hold it. */
  assign(site: string): Promise<ActionResult>
  /** Finds a package and transfers it. */
  getContent(packageId: string): Promise<ActionResult>
  /** The computer is switched on. */
  start(): Promise<ActionResult>
  requestPolicy(): Promise<ActionResult>
  /** By default that it talks to its management point. */
  sendState(state?: { topic: number; id: number }): Promise<ActionResult>
  scanForUpdates(): Promise<ActionResult>
  /** A user state of so many bytes. */
  storeState(bytes?: number): Promise<ActionResult>
  restoreState(): Promise<ActionResult>
}

/** An intranet address or Active Directory site, or the Internet. */
export type NewLocation = { address?: string; activeDirectorySite?: string } | { internet: true }

/** `known`: the hierarchy as it was when the client last learned of its site, and when that was. */
export function createSimulatedClient(
  client: Client,
  surroundings: Surroundings,
  known: { hierarchy: Hierarchy; at: Date },
): SimulatedClient {
  const { hierarchy } = surroundings
  const assigned = copyOf(assignedSiteOf(known.hierarchy, client))
  const secureContexts = createSecureContexts(surroundings)
  const store = createCertificateStore(client, surroundings)
  const state: ClientState = {
    at: placeOf(client, client.at),
    assigned,
    mode: assigned?.mode ?? client.mode ?? 'mixed',
    httpForRoaming: hasHttpForRoaming(client, assigned),
    assignedDirectly: client.assignedSite !== 'auto',
    settingsRead: known.at.getTime(),
    transfers: new Map(),
    withoutContent: new Map(),
  }
  const resident = (): Site | undefined => residentSiteOf(hierarchy, state.at, state.assigned)
  const standing = (): Standing => ({
    ...state,
    client,
    // Who is asked about it looks at all boundaries.
    get resident() {
      return resident()
    },
    surroundings,
    store,
    secureContexts,
  })

  const shown = (): ClientShown => ({
    name: client.name,
    fqdn: client.fqdn,
    kind: client.kind,
    mode: state.mode,
    at: locationInWords(state.at),
    assignedSite: state.assigned?.code ?? null,
    residentSite: resident()?.code ?? null,
  })
  const tellChange = (): void => surroundings.recorder.tell({ type: 'client', client: shown() })
  const does = async (act: Parameters<typeof perform>[2]): Promise<ActionResult> => {
    const { assigned, mode } = state
    const result = await perform(state, standing, act)
    if (state.assigned?.code !== assigned?.code || state.mode !== mode) tellChange()
    return result
  }

  return {
    name: client.name,
    get assignedSite() {
      return state.assigned
    },
    get residentSite() {
      return resident()
    },
    move(location) {
      state.at = placeOf(client, 'internet' in location ? location : { internet: false, ...location })
      tellChange()
    },
    shown,
    contact: (role, options = {}) => contact(standing(), role, options),
    assign: (site) => does((acting) => assign(acting, site)),
    getContent: (packageId) => does((acting) => getContent(acting, packageId)),
    start: () => does(start),
    requestPolicy: () => does(requestPolicy),
    sendState: (sent) => does((acting) => sendState(acting, sent)),
    scanForUpdates: () => does(scanForUpdates),
    storeState: (bytes) => does((acting) => storeState(acting, bytes)),
    restoreState: () => does(restoreState),
  }
}

/** Where it takes itself to be. */
function placeOf({ alwaysOnInternet }: Client, location: Location): Location {
  return alwaysOnInternet ? { internet: true } : location
}

/** The client learns nothing of what the site becomes later. */
function copyOf(site: Site | undefined): Site | undefined {
  return site && { ...site }
}
