import envPaths from 'env-paths'

/** Where the platform keeps caches; on Linux `$XDG_CACHE_HOME/sitemode` or `~/.cache/sitemode`. */
export function defaultCacheDirectory(): string {
  return envPaths('sitemode', { suffix: '' }).cache
}
