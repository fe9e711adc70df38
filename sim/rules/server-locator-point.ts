import type { SiteMode } from '../vocabulary/site-mode.ts'
import { allow, forbid, type DecidingRule } from './rule.ts'
import { pages, withoutServerLocatorPoint } from './sources.ts'

/** By the client's mode: the note under table 1 of the source text. */
const needsHttpOption: Readonly<Record<SiteMode, boolean>> = { mixed: false, native: true }

export const noMobileDevice: DecidingRule = {
  id: 'server-locator-point/no-mobile-device',
  sentence: 'Mobile device clients do not talk to server locator points.',
  sources: [withoutServerLocatorPoint],
  decide: ({ client }) => (client.kind === 'mobile-device' ? forbid('http') : undefined),
}

export const httpInBothModes: DecidingRule = {
  id: 'server-locator-point/http-in-both-modes',
  sentence: 'Clients talk to a server locator point by HTTP, in mixed mode and in native mode.',
  sources: [
    {
      says: 'Clients contact server locator points by HTTP in both modes.',
      pages: [pages.clientCommunication],
    },
  ],
  decide: ({ client }) => (needsHttpOption[client.mode] ? undefined : allow('http')),
}

export const nativeClientNeedsHttpOption: DecidingRule = {
  id: 'server-locator-point/native-client-needs-http-option',
  sentence:
    'A native-mode client computer can talk to a server locator point only when HTTP communication for roaming and ' +
    'site assignment is configured.',
  sources: [
    {
      says: 'Native-mode clients use server locator points only with the option.',
      pages: [pages.serverLocatorPoints],
    },
  ],
  decide: ({ client }) => (client.httpForRoaming ? allow('http') : forbid('http')),
}
