import { types } from 'node:util'
import * as z from 'zod'
import { EnvironmentError } from '../errors.ts'
import { checkGiven, optionsOf } from '../model/source/options.ts'
import { refuse } from '../model/source/source.ts'
import type { ProbeCredentials } from '../probe/probe.ts'
import type { ProbeResult } from '../report/command-results.ts'
import { probedVersions, type ProbedVersion } from '../vocabulary/network.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { CredentialFile, CredentialRemedies } from './credentials.ts'

/** A prober's own certificate. */
interface OwnCredential {
  /**
   * The certificate and the chain to send with it: PEM, or the bytes of a file in PEM, DER, PKCS#7 (.p7b) or PKCS#12 (.pfx), whose
   * contents tell which. PEM and PKCS#12 may hold the key as well.
   */
  certificate: string | Uint8Array
  /** Its private key, if that is not beside the certificate: PEM, or the bytes of a file in PEM, DER or PKCS#12. */
  key?: string | Uint8Array
}

/** Options of `probe`. */
export interface ProbeOptions {
  /** The client certificate; by default none is presented. */
  own?: OwnCredential
  /** The authorities to trust, in the same formats; by default the machine's own list. */
  authorities?: string | Uint8Array
  /** Opens what is encrypted of these. */
  passphrase?: string
  /** Only this version of TLS; by default any from 1.2 that both ends share. */
  tls?: ProbedVersion
  /** Makes this role's basic request; by default GET of the URL. */
  role?: SiteSystemRole
  /** Address of the host, used instead of the machine's name service. */
  address?: string
  /** Milliseconds of silence until it is given up; 10,000 by default. */
  timeout?: number
}

/** Jest runs tests where `Uint8Array` is another one. */
const bytes = z.custom<Uint8Array>(types.isUint8Array, { error: 'PEM, or the bytes of a file' })
const textOrBytes = z.union([z.string(), bytes])

const checkProbe = optionsOf<ProbeOptions>('probe', {
  own: z.strictObject({ certificate: textOrBytes, key: textOrBytes.exactOptional() }),
  authorities: textOrBytes,
  passphrase: z.string(),
  tls: z.enum(probedVersions),
  role: z.enum(siteSystemRoleNames),
  address: z.string(),
  timeout: z.number().positive(),
})

/**
 * Makes one attempt at any HTTP or HTTPS endpoint, step by step, and says what it can be that failed. It contacts the host of the
 * URL and nobody else: it fetches no revocation list and follows no redirect. The result is that of `probe --json`; an attempt that
 * fails rejects nothing: `outcome` tells. Throws an `InputError` for another URL, or for a certificate or a key that cannot be used,
 * or an `EnvironmentError` where this Node.js does not speak the version of `tls`, or the machine lacks what a connection needs.
 */
export async function probe(url: string | URL, options: ProbeOptions = {}): Promise<ProbeResult> {
  const wanted = { what: 'a URL', remedy: 'give an http: or https: URL without a password' }
  checkGiven('probe', url, wanted, (one) => typeof one === 'string' || one instanceof Object)
  checkProbe(options)
  const { own, authorities, passphrase, ...asked } = options
  const at = urlOf(String(url))
  const { credentialsOf } = await import('./credentials.ts')
  const credentials = await credentialsOf(
    {
      certificate: fileOf('own.certificate', own?.certificate),
      key: fileOf('own.key', own?.key),
      authorities: fileOf('authorities', authorities),
      passphrase,
    },
    byOptions,
  )
  return probeEndpoint(at, { ...asked, ...credentials })
}

/** What is asked of an endpoint, with credentials that were read. */
type Asked = Omit<ProbeOptions, keyof ProbeCredentials | 'passphrase'> & ProbeCredentials

/** The attempt itself, of `probe` and of the command. Throws an `EnvironmentError`. */
export async function probeEndpoint(url: URL, asked: Asked): Promise<ProbeResult> {
  const { role, timeout = 10_000, ...rest } = asked
  const [endpoint, { roleRequest }] = await Promise.all([
    import('../probe/probe.ts'),
    import('../client/purpose.ts'),
  ])
  const asker = { name: 'PROBE', at: { internet: false as const }, now: new Date() }
  const request = role
    ? roleRequest(role, { site: { code: '' }, packages: [] }, asker)
    : { method: 'GET' as const, path: url.pathname + url.search }
  const result = await endpoint.probe({ ...rest, url, request, timeout })
  if (rest.tls && result.client_end?.code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE') {
    throw new EnvironmentError(
      `OpenSSL ${process.versions.openssl} of this Node.js does not speak TLS ${rest.tls}`,
    )
  }
  return result
}

const byOptions: CredentialRemedies = {
  giveKey: 'give own.key',
  givePassphrase: 'give its passphrase: passphrase',
  giveOtherPassphrase: 'give the passphrase that it was exported with',
  convert: (_, command) => `convert its file: openssl ${command} -in FILE -out FILE.pem`,
}

function fileOf(name: string, given: string | Uint8Array | undefined): CredentialFile | undefined {
  return given === undefined ? undefined : { name, contents: Buffer.from(given) }
}

function urlOf(written: string): URL {
  const wrong = wrongWithUrl(written)
  if (wrong === undefined) return new URL(written)
  throw refuse('url', 'unusable-url', wrong, 'give an http: or https: URL without a password')
}

/** Why a URL cannot be probed. */
export function wrongWithUrl(written: string): string | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'it is no http: or https: URL'
  return url.username !== '' || url.password !== '' ? 'no password is sent' : undefined
}
