import type { Journal } from '../evidence/recording/event.ts'

/** How a hierarchy is put on loopback. */
export interface OpenOptions {
  /** Directory for keys and certificates; false for none. By default the user's cache directory. */
  cache?: string | false
  /** A directory that `sitemode certs` wrote, instead of certificates made for the run. */
  pki?: string
  /** When the simulation begins; now by default. Its clock goes on with the machine's. */
  startsAt?: Date
  /** Milliseconds of silence until a client gives a try up; 10,000 by default, so that only silence is cut off. */
  patience?: number
  /** `shared`: everything on 127.0.0.1, as on a platform that has only that. */
  addresses?: 'own' | 'shared'
  /** Number of the first attempt's id, where several hierarchies make one recording. */
  firstAttempt?: number
  /** Is told of everything that happens, as it happens. */
  journal?: Journal
  /** Is given the secrets of every TLS connection to a site system, as lines of an NSS key log: Wireshark decrypts with them. */
  keyLog?: (line: Buffer) => void
}
