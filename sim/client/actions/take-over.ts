import type { Acting } from './action.ts'
import type { SiteSettings } from './site-settings.ts'

/** The client becomes what the settings of a site ask for. undefined where nobody can be assigned to that site. */
export function takeOver(
  { state, standing }: Acting,
  code: string,
  { assignmentSite, settings, by }: SiteSettings,
): string | undefined {
  const { client, surroundings } = standing()
  const site = surroundings.hierarchy.sites.find((known) => known.code === code)
  if (!site || assignmentSite !== code) return undefined
  state.assigned = { ...site, ...settings }
  state.mode = settings.mode
  state.settingsRead = surroundings.clock.now().getTime()
  // Who cannot read Active Directory has of the option what CCMSetup was told ("How to Configure HTTP Communication for Roaming and Site Assignment").
  const inherited = by === 'active-directory' ? (settings.httpForRoaming ?? false) : false
  state.httpForRoaming = client.httpForRoaming === 'inherit' ? inherited : client.httpForRoaming
  return code
}
