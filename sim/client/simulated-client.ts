import type { Attempt } from '../evidence/attempt.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import { knownLocation, locationInWords, type Location } from '../vocabulary/location.ts'
import { defaultSiteMode } from '../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { perform, type ActionContext, type ActionResult, type Ending } from './actions/action.ts'
import { assign } from './actions/assign.ts'
import { contactSystem, type ContactOrder } from './actions/contact-system.ts'
import { getContent, type ContentData } from './actions/get-content.ts'
import type { Content } from './actions/find-content.ts'
import { installUpdate } from './actions/install-update.ts'
import { requestPolicy, type PolicyData } from './actions/request-policy.ts'
import { scanForUpdates, type UpdateData } from './actions/scan-for-updates.ts'
import { sendState } from './actions/send-state.ts'
import { start } from './actions/site-settings.ts'
import { restoreState, storeState, type UserStateData } from './actions/user-state.ts'
import type { ClientContext, ClientState } from './context.ts'
import type { Installation } from './installation.ts'
import { toldAtInstallation, type KnownSite } from './knowledge.ts'
import type { ClientNetwork } from './network.ts'
import { converse, firstRequest } from './purpose.ts'
import { createClientCertificates } from './transports/certificates.ts'
import type { Conversation } from './transports/http.ts'

/** A computer or mobile device with the client software, which belongs to a site and contacts site systems. */
export interface ClientSoftware {
  readonly name: string
  /** Its site, as it last learned of it. */
  readonly assignedSite: KnownSite | undefined
  readonly at: Location
  /** The client as it is now, for reports; only others know where it is. */
  shown(): Omit<ClientShown, 'residentSite'>
  move(location: NewLocation): void
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(role: SiteSystemRole, order: ContactOrder, conversation?: Conversation<unknown>): Promise<Attempt>
  /** Assigns the client to the site of that code, or with `auto` to the one whose boundaries hold it. */
  assign(site: string): Promise<ActionResult>
  /** Finds a package and transfers it. */
  getContent(content: Content): Promise<ActionResult<ContentData>>
  /** Switches the computer on. */
  start(): Promise<ActionResult>
  requestPolicy(): Promise<ActionResult<PolicyData>>
  /** By default the state that it communicates with its management point. */
  sendState(state?: { topic: number; id: number }): Promise<ActionResult>
  scanForUpdates(): Promise<ActionResult<UpdateData>>
  /** Scans, downloads an update, installs it, and reports that. */
  installUpdate(update: Content): Promise<ActionResult<ContentData>>
  /** Stores a user state of this many bytes. */
  storeState(bytes?: number): Promise<ActionResult<UserStateData>>
  restoreState(): Promise<ActionResult<UserStateData>>
}

/** An intranet address or Active Directory site, or the Internet. */
export type NewLocation = { address?: string; activeDirectorySite?: string } | { internet: true }

/** `changed` is called after changes of what `shown` tells. */
export function createClientSoftware(
  client: Installation,
  network: ClientNetwork,
  changed: () => void,
): ClientSoftware {
  const certificates = createClientCertificates(client, network)
  const told = toldAtInstallation(client)
  const { site, requestPorts, assignedDirectly } = client
  const state: ClientState = {
    at: placeOf(client, client.at),
    assigned: site && { ...site, told },
    mode: site?.mode ?? client.mode ?? defaultSiteMode,
    ports: site?.ports ?? requestPorts,
    httpForRoaming:
      client.httpForRoaming === 'inherit' ? (site?.httpForRoaming ?? false) : client.httpForRoaming,
    assignedDirectly,
    settingsRead: Date.parse(client.installedAt),
    modeRead: Date.parse(client.installedAt),
    neighbours: new Map(),
    transfers: new Map(),
    withoutContent: new Map(),
    cache: new Map(),
    installed: new Set(),
    waitingForRoom: new Map(),
    advertised: new Set(),
  }
  const context = (): ClientContext => ({ ...state, client, network, certificates })
  const does = async <Data>(
    act: (action: ActionContext) => Promise<Ending<Data>>,
  ): Promise<ActionResult<Data>> => {
    const { assigned, mode } = state
    const result = await perform(state, context, act)
    if (state.assigned?.code !== assigned?.code || state.mode !== mode) changed()
    return result
  }

  return {
    name: client.name,
    get assignedSite() {
      return state.assigned
    },
    get at() {
      return state.at
    },
    move(location) {
      state.at = placeOf(client, 'internet' in location ? location : { internet: false, ...location })
      changed()
    },
    shown: () => ({
      name: client.name,
      fqdn: client.fqdn,
      kind: client.kind,
      mode: state.mode,
      at: locationInWords(state.at),
      assignedSite: state.assigned?.code ?? null,
    }),
    async contact(role, order, conversation) {
      const purpose = conversation ? converse(conversation) : firstRequest
      const made: Attempt[] = []
      await perform(state, context, async (action) => {
        const { attempt } = await contactSystem(action, role, order, purpose)
        made.push(attempt)
        return { outcome: attempt.outcome, rule: null, attempt }
      })
      const [attempt] = made
      if (!attempt) throw new RangeError('a contact makes an attempt')
      return attempt
    },
    assign: (site) => does((action) => assign(action, site)),
    getContent: (content) => does((action) => getContent(action, content)),
    start: () => does(start),
    requestPolicy: () => does(requestPolicy),
    sendState: (sent) => does((action) => sendState(action, sent)),
    scanForUpdates: () => does(scanForUpdates),
    installUpdate: (update) => does((action) => installUpdate(action, update)),
    storeState: (bytes) => does((action) => storeState(action, bytes)),
    restoreState: () => does(restoreState),
  }
}

/** The location where the client takes itself to be. */
function placeOf(client: Installation, location: Location): Location {
  return client.alwaysOnInternet ? { internet: true } : knownLocation(client, location)
}
