import { allow, forbid, type Contact, type Decision, type Rule } from './rule.ts'

/** The note under table 1 of the source text. */
export const httpInBothModes: Rule = {
  id: 'server-locator-point/http-in-both-modes',
  sentence: 'Clients talk to a server locator point by HTTP, in mixed mode and in native mode.',
}

export const nativeClientNeedsHttpOption: Rule = {
  id: 'server-locator-point/native-client-needs-http-option',
  sentence:
    'A native-mode client computer can talk to a server locator point only when HTTP communication for roaming and ' +
    'site assignment is configured.',
}

export const noMobileDevice: Rule = {
  id: 'server-locator-point/no-mobile-device',
  sentence: 'Mobile device clients do not talk to server locator points.',
}

export function serverLocatorPoint({ client }: Contact): Decision {
  if (client.kind === 'mobile-device') return forbid(noMobileDevice, 'http')
  if (client.mode === 'mixed') return allow(httpInBothModes, 'http')
  return client.httpForRoaming
    ? allow(nativeClientNeedsHttpOption, 'http')
    : forbid(nativeClientNeedsHttpOption, 'http')
}
