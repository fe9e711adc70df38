import { settingsReadAgain } from '../../rules/site-settings.ts'
import type { Acting } from './action.ts'
import { managementPointInDirectory } from './find-site-settings.ts'
import { takeOver } from './take-over.ts'

const interval = 25 * 3_600_000

/** Reads the settings of its site in Active Directory again, when it is time. */
export async function refreshSiteSettings(acting: Acting): Promise<void> {
  const { assigned, surroundings } = acting.standing()
  const now = surroundings.clock.now().getTime()
  if (!assigned || now - acting.state.settingsRead < interval) return
  const before = assigned.mode
  const settings = await managementPointInDirectory(acting, assigned.code)
  if (!settings) return
  acting.state.settingsRead = now
  takeOver(acting, assigned.code, settings)
  const { mode } = settings.settings
  if (mode !== before) acting.tell(`goes into ${mode} mode, as its site has`, settingsReadAgain)
}
