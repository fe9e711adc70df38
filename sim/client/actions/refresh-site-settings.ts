import { isTimeToReadSettings, settingsReadAgain } from '../../rules/site-settings.ts'
import type { Acting, Ending } from './action.ts'
import { managementPointInDirectory } from './site-settings.ts'
import { takeOver } from './take-over.ts'

/** Reads the settings of its site in Active Directory again, when it is time. */
export async function refreshSiteSettings(acting: Acting): Promise<void> {
  const now = acting.standing().surroundings.clock.now().getTime()
  if (isTimeToReadSettings(now, acting.state.settingsRead)) await readSiteSettings(acting)
}

/** The computer is switched on: the client looks what has become of its site. */
export async function start(acting: Acting): Promise<Ending> {
  const { client } = acting.standing()
  if (await readSiteSettings(acting))
    return { outcome: 'answered', rule: settingsReadAgain, by: 'active-directory' }
  acting.tell('starts, and learns nothing of its site', settingsReadAgain)
  return { outcome: client.activeDirectory ? 'failed' : 'withheld', rule: settingsReadAgain }
}

/** Whether there was anything to read. */
async function readSiteSettings(acting: Acting): Promise<boolean> {
  const { assigned, surroundings } = acting.standing()
  const settings = assigned && (await managementPointInDirectory(acting, assigned.code))
  if (!settings) return false
  acting.state.settingsRead = surroundings.clock.now().getTime()
  takeOver(acting, assigned.code, settings)
  const { mode } = settings.settings
  if (mode !== assigned.mode) acting.tell(`goes into ${mode} mode, as its site has`, settingsReadAgain)
  return true
}
