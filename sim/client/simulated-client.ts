import type { Attempt } from '../evidence/attempt.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { locationInWords, type Location } from '../vocabulary/location.ts'
import { hasHttpForRoaming, residentSiteOf, assignedSiteOf } from '../model/sites.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { defaultSiteMode } from '../vocabulary/site-mode.ts'
import { perform, type ActionContext, type ActionResult, type Ending } from './actions/action.ts'
import { assign } from './actions/assign.ts'
import { getContent, type ContentData } from './actions/get-content.ts'
import { requestPolicy, type PolicyData } from './actions/request-policy.ts'
import { scanForUpdates, type UpdateData } from './actions/scan-for-updates.ts'
import { sendState } from './actions/send-state.ts'
import { start } from './actions/site-settings.ts'
import { restoreState, storeState, type UserStateData } from './actions/user-state.ts'
import { contact, type ContactOptions } from './contact.ts'
import type { ClientContext, ClientState } from './context.ts'
import type { ClientNetwork } from './network.ts'
import { converse, firstRequest } from './purpose.ts'
import { createClientCertificates } from './transports/certificates.ts'
import type { Conversation } from './transports/http.ts'

/** A computer or mobile device with the client software, which belongs to a site and contacts site systems. */
export interface SimulatedClient {
  readonly name: string
  readonly assignedSite: Site | undefined
  /** The site whose boundaries hold the client now. */
  readonly residentSite: Site | undefined
  /** The client as it is now, for reports. */
  shown(): ClientShown
  move(location: NewLocation): void
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(
    role: SiteSystemRole,
    options?: ContactOptions & { conversation?: Conversation<unknown> },
  ): Promise<Attempt>
  /** Assigns the client to the site of that code, or with `auto` to the one whose boundaries hold it. */
  assign(site: string): Promise<ActionResult>
  /** Finds a package and transfers it. */
  getContent(packageId: string): Promise<ActionResult<ContentData>>
  /** Switches the computer on. */
  start(): Promise<ActionResult>
  requestPolicy(): Promise<ActionResult<PolicyData>>
  /** By default the state that it communicates with its management point. */
  sendState(state?: { topic: number; id: number }): Promise<ActionResult>
  scanForUpdates(): Promise<ActionResult<UpdateData>>
  /** Stores a user state of this many bytes. */
  storeState(bytes?: number): Promise<ActionResult<UserStateData>>
  restoreState(): Promise<ActionResult<UserStateData>>
}

/** An intranet address or Active Directory site, or the Internet. */
export type NewLocation = { address?: string; activeDirectorySite?: string } | { internet: true }

/** `known`: the hierarchy as it was when the client last learned of its site, and when that was. */
export function createSimulatedClient(
  client: Client,
  network: ClientNetwork,
  known: { hierarchy: Hierarchy; at: Date },
): SimulatedClient {
  const { hierarchy } = network
  const assigned = copyOf(assignedSiteOf(known.hierarchy, client))
  const certificates = createClientCertificates(client, network)
  const state: ClientState = {
    at: placeOf(client, client.at),
    assigned,
    mode: assigned?.mode ?? client.mode ?? defaultSiteMode,
    httpForRoaming: hasHttpForRoaming(client, assigned),
    assignedDirectly: client.assignedSite !== 'auto',
    settingsRead: known.at.getTime(),
    transfers: new Map(),
    withoutContent: new Map(),
  }
  const resident = (): Site | undefined => residentSiteOf(hierarchy, state.at, state.assigned)
  const context = (): ClientContext => ({
    ...state,
    client,
    network,
    certificates,
    // Looked up on demand, since it compares every boundary.
    get resident() {
      return resident()
    },
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
  const tellChange = (): void => network.recorder.tell({ type: 'client', client: shown() })
  const does = async <Data>(
    act: (action: ActionContext) => Promise<Ending<Data>>,
  ): Promise<ActionResult<Data>> => {
    const { assigned, mode } = state
    const result = await perform(state, context, act)
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
    async contact(role, { conversation, ...options } = {}) {
      const purpose = conversation ? converse(conversation) : firstRequest
      return (await contact(context(), role, options, purpose)).attempt
    },
    assign: (site) => does((action) => assign(action, site)),
    getContent: (packageId) => does((action) => getContent(action, packageId)),
    start: () => does(start),
    requestPolicy: () => does(requestPolicy),
    sendState: (sent) => does((action) => sendState(action, sent)),
    scanForUpdates: () => does(scanForUpdates),
    storeState: (bytes) => does((action) => storeState(action, bytes)),
    restoreState: () => does(restoreState),
  }
}

/** The location where the client takes itself to be. */
function placeOf({ alwaysOnInternet }: Client, location: Location): Location {
  return alwaysOnInternet ? { internet: true } : location
}

/** Copies a site, so that the client learns of later changes only by reading its settings. */
function copyOf(site: Site | undefined): Site | undefined {
  return site && { ...site }
}
