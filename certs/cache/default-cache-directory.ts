import { homedir } from 'node:os'
import { join } from 'node:path'

/** Where the platform keeps caches; on Linux `$XDG_CACHE_HOME/sitemode` or `~/.cache/sitemode`. */
export function defaultCacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  const { HOME = '', USERPROFILE = '', LOCALAPPDATA = '', XDG_CACHE_HOME = '' } = env
  const windows = process.platform === 'win32'
  const home = (windows ? USERPROFILE : HOME) || homedir()
  if (windows) return join(LOCALAPPDATA || join(home, 'AppData', 'Local'), 'sitemode', 'Cache')
  if (process.platform === 'darwin') return join(home, 'Library', 'Caches', 'sitemode')
  return join(XDG_CACHE_HOME || join(home, '.cache'), 'sitemode')
}
