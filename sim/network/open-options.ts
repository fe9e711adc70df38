/** How a hierarchy is put on loopback. */
export interface OpenOptions {
  /** Directory for keys and certificates; false for none. By default the user's cache directory. */
  cache?: string | false
  /** A directory that `sitemode certs` wrote, instead of certificates made for the run. */
  pki?: string
  /** The simulation's clock; the real one by default. */
  now?: () => Date
  /** `shared`: everything on 127.0.0.1, as on a platform that has only that. */
  addresses?: 'own' | 'shared'
  /** Number of the first attempt's id, where several hierarchies make one recording. */
  firstAttempt?: number
}
