import { allow, forbid, protocolOfMode, type Contact, type Decision, type Rule } from './rule.ts'

/** "Client communication when roaming between sites of different modes", with table 2 of the source text. */
export const mixedClientInNativeSite: Rule = {
  id: 'roaming/mixed-client-in-native-site',
  sentence:
    'A mixed-mode client in a native-mode site can talk neither to the resident management point nor to any ' +
    'distribution point there; it keeps to its assigned site.',
}

export const nativeClientInMixedSite: Rule = {
  id: 'roaming/native-client-in-mixed-site',
  sentence:
    'A native-mode client in a mixed-mode site talks to the resident management point and to distribution points ' +
    'there by HTTP when HTTP communication for roaming and site assignment is configured, and otherwise not at all.',
}

export const sameMode: Rule = {
  id: 'roaming/same-mode',
  sentence: "A client in another site of its own mode talks to the resident systems by that mode's protocol.",
}

export const contentOnly: Rule = {
  id: 'roaming/content-only',
  sentence:
    'Roaming serves to find content near by: only the resident management point and distribution points are used.',
}

export const noMobileDevice: Rule = {
  id: 'roaming/no-mobile-device',
  sentence: 'Mobile device clients do not support roaming.',
}

export function roaming({ client, role, siteMode, httpTransfer }: Contact): Decision {
  const isBranch = role === 'branch-distribution-point'
  const bySmb = isBranch || (role === 'standard-distribution-point' && !httpTransfer)
  const needed = bySmb ? 'smb' : protocolOfMode(siteMode)
  if (client.kind === 'mobile-device') return forbid(noMobileDevice, needed)
  if (role !== 'management-point' && role !== 'standard-distribution-point' && !isBranch)
    return forbid(contentOnly, needed)
  if (client.mode === siteMode) return allow(sameMode, needed)
  if (client.mode === 'mixed') return forbid(mixedClientInNativeSite, needed)
  return client.httpForRoaming
    ? allow(nativeClientInMixedSite, needed)
    : forbid(nativeClientInMixedSite, needed)
}
