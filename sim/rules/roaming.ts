import type { Protocol } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
import { allow, forbid, protocolOfMode, type Contact, type DecidingRule } from './rule.ts'
import { pages, roamingServesContent } from './sources.ts'

/** "Client communication when roaming between sites of different modes", with table 2 of the source text. */
type Encounter = 'same mode' | 'mixed client in native site' | 'native client in mixed site'

/** By the client's mode, then by the mode of the site that it is in. */
const encounters: Readonly<Record<SiteMode, Readonly<Record<SiteMode, Encounter>>>> = {
  mixed: { mixed: 'same mode', native: 'mixed client in native site' },
  native: { mixed: 'native client in mixed site', native: 'same mode' },
}

export const noMobileDevice: DecidingRule = {
  id: 'roaming/no-mobile-device',
  sentence: 'Mobile device clients do not support roaming.',
  sources: [{ says: 'Mobile devices do not roam.', pages: [pages.clientCommunication] }],
  decide: ({ client, ...system }) =>
    client.kind === 'mobile-device' ? forbid(protocolAbroad(system)) : undefined,
}

export const contentOnly: DecidingRule = {
  id: 'roaming/content-only',
  sentence:
    'Roaming is for finding content nearby: only the resident management point and distribution points are used.',
  sources: [roamingServesContent],
  decide: (contact) => forbid(protocolAbroad(contact)),
}

export const sameMode: DecidingRule = {
  id: 'roaming/same-mode',
  sentence: "A client in another site of its own mode talks to the resident systems by that mode's protocol.",
  sources: [
    {
      says: 'In another site of its own mode, a client speaks the protocol of that mode, as it does in its assigned site.',
      pages: [pages.clientCommunication],
      inferred: true,
    },
  ],
  decide: (contact) => (encounterOf(contact) === 'same mode' ? allow(protocolAbroad(contact)) : undefined),
}

export const mixedClientInNativeSite: DecidingRule = {
  id: 'roaming/mixed-client-in-native-site',
  sentence:
    'A mixed-mode client in a native-mode site can talk neither to the resident management point nor to any ' +
    'distribution point there; it keeps to its assigned site.',
  sources: [
    {
      says: 'A mixed-mode client in a native-mode site uses neither the resident management point nor distribution points there.',
      pages: [pages.clientCommunication],
    },
  ],
  decide: (contact) =>
    encounterOf(contact) === 'mixed client in native site' ? forbid(protocolAbroad(contact)) : undefined,
}

export const nativeClientInMixedSite: DecidingRule = {
  id: 'roaming/native-client-in-mixed-site',
  sentence:
    'A native-mode client in a mixed-mode site talks to the resident management point and to distribution points ' +
    'there by HTTP when HTTP communication for roaming and site assignment is configured, and otherwise not at all.',
  sources: [
    {
      says: 'A native-mode client in a mixed-mode site uses the resident management point and distribution points there by HTTP with the option HTTP communication for roaming and site assignment, and not at all without.',
      pages: [pages.clientCommunication],
    },
  ],
  decide(contact) {
    if (encounterOf(contact) !== 'native client in mixed site') return undefined
    const needed = protocolAbroad(contact)
    return contact.client.httpForRoaming ? allow(needed) : forbid(needed)
  },
}

function encounterOf({ client, siteMode }: Contact): Encounter {
  return encounters[client.mode][siteMode]
}

/** The protocol that a system in another site would take, whether or not a rule allows it. */
function protocolAbroad({
  role,
  siteMode,
  httpTransfer,
}: Pick<Contact, 'role' | 'siteMode' | 'httpTransfer'>): Protocol {
  const { speaks } = siteSystemRoles[role]
  return speaks === 'smb' || (speaks === 'web-or-smb' && !httpTransfer) ? 'smb' : protocolOfMode(siteMode)
}
