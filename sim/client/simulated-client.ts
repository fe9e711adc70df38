import type { Attempt } from '../evidence/attempt.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import { locationInWords, type Location } from '../vocabulary/location.ts'
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
import { copyOf, installedState, placeOf, type ClientContext, type ClientState } from './context.ts'
import type { Installation } from './installation.ts'
import type { KnownSite } from './knowledge.ts'
import type { ClientNetwork } from './network.ts'
import { converse, firstRequest } from './purpose.ts'
import { createClientCertificates, type ClientCertificates } from './transports/certificates.ts'
import type { Conversation } from './transports/http.ts'

/** A computer or mobile device with the client software, which belongs to a site and contacts site systems. */
export interface ClientSoftware {
  /** As in the hierarchy. */
  readonly name: string
  /** Its site, as it last learned of it. */
  readonly assignedSite: KnownSite | undefined
  /** Where it is now. */
  readonly at: Location
  /** The client as it is now, for reports; only others know where it is. */
  shown(): Omit<ClientShown, 'residentSite'>
  /** Takes the computer to another place at once; it finds out about its surroundings when it acts next. */
  move(location: NewLocation): void
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(role: SiteSystemRole, order: ContactOrder, conversation?: Conversation<unknown>): Promise<Attempt>
  /** Assigns the client to the site of that code, or with `auto` to the one whose boundaries hold it. */
  assign(site: string): Promise<ActionResult>
  /** Finds a package and transfers it. */
  getContent(content: Content): Promise<ActionResult<ContentData>>
  /** Switches the computer on. */
  start(): Promise<ActionResult>
  /** Asks the management point for policy that is new since the last time. */
  requestPolicy(): Promise<ActionResult<PolicyData>>
  /** By default the state that it communicates with its management point. */
  sendState(state?: {
    /** The message's topic type, as the product numbers it. */
    topic: number
    /** The state's number within its topic. */
    id: number
  }): Promise<ActionResult>
  /** Asks the software update point what there is for this computer. */
  scanForUpdates(): Promise<ActionResult<UpdateData>>
  /** Scans, downloads an update, installs it, and reports that. */
  installUpdate(update: Content): Promise<ActionResult<ContentData>>
  /** Stores a user state of this many bytes. */
  storeState(bytes?: number): Promise<ActionResult<UserStateData>>
  /** Gets the user state back that it stored last. */
  restoreState(): Promise<ActionResult<UserStateData>>
  /** The same computer with the same knowledge, to try something that the client itself is to know nothing of. */
  copy(): ClientSoftware
}

/** An intranet address or Active Directory site, or the Internet. */
export type NewLocation =
  | {
      /** IP address on the intranet. */
      address?: string
      /** Name of the Active Directory site. */
      activeDirectorySite?: string
    }
  | {
      /** Outside of the intranet, where only Internet-based systems are reached. */
      internet: true
    }

/** `changed` is called after changes of what `shown` tells. */
export function createClientSoftware(
  client: Installation,
  network: ClientNetwork,
  changed: () => void,
): ClientSoftware {
  const certificates = createClientCertificates(client, network)
  return softwareIn(installedState(client), client, network, certificates, changed)
}

function softwareIn(
  state: ClientState,
  client: Installation,
  network: ClientNetwork,
  certificates: ClientCertificates,
  changed: () => void,
): ClientSoftware {
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
    copy: () => softwareIn(copyOf(state), client, network, certificates, () => undefined),
  }
}
