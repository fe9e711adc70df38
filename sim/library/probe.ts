import * as z from 'zod'
import { EnvironmentError } from '../errors.ts'
import { optionsOf } from '../model/source/options.ts'
import { refuse } from '../model/source/source.ts'
import type { ProbeCredentials } from '../probe/probe.ts'
import type { ProbeResult } from '../report/command-results.ts'
import { probedVersions, type ProbedVersion } from '../vocabulary/network.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../vocabulary/site-system-role.ts'

/** Options of `probe`. */
export interface ProbeOptions extends ProbeCredentials {
  /** Only this version of TLS; by default any from 1.2 that both ends share. */
  tls?: ProbedVersion
  /** Makes this role's basic request; by default GET of the URL. */
  role?: SiteSystemRole
  /** Address of the host, used instead of the machine's name service. */
  address?: string
  /** Milliseconds of silence until it is given up; 10,000 by default. */
  timeout?: number
}

const checkProbe = optionsOf<ProbeOptions>('probe', {
  own: z.strictObject({ certificate: z.string(), key: z.string() }),
  authorities: z.string(),
  tls: z.enum(probedVersions),
  role: z.enum(siteSystemRoleNames),
  address: z.string(),
  timeout: z.number().positive(),
})

/**
 * Makes one attempt at any HTTP or HTTPS endpoint, step by step, and says what it can be that failed. It contacts the host of the
 * URL and nobody else: it fetches no revocation list and follows no redirect. The result is that of `probe --json`; an attempt that
 * fails rejects nothing: `outcome` tells. Throws an `InputError` for another URL, or an `EnvironmentError` where this Node.js does
 * not speak the version of `tls`, or the machine lacks what a connection needs.
 */
export async function probe(url: string | URL, options: ProbeOptions = {}): Promise<ProbeResult> {
  checkProbe(options)
  const { role, timeout = 10_000, ...rest } = options
  const asked = urlOf(String(url))
  const [endpoint, { roleRequest }] = await Promise.all([
    import('../probe/probe.ts'),
    import('../client/purpose.ts'),
  ])
  const asker = { name: 'PROBE', at: { internet: false as const }, now: new Date() }
  const request = role
    ? roleRequest(role, { site: { code: '' }, packages: [] }, asker)
    : { method: 'GET' as const, path: asked.pathname + asked.search }
  const result = await endpoint.probe({ ...rest, url: asked, request, timeout })
  if (rest.tls && result.client_end?.code === 'ERR_SSL_NO_PROTOCOLS_AVAILABLE') {
    throw new EnvironmentError(
      `OpenSSL ${process.versions.openssl} of this Node.js does not speak TLS ${rest.tls}`,
    )
  }
  return result
}

function urlOf(written: string): URL {
  const wrong = wrongWithUrl(written)
  if (wrong === undefined) return new URL(written)
  throw refuse('url', 'unusable-url', wrong, 'give an http: or https: URL without a password')
}

/** Why a URL cannot be probed, as a sentence. */
export function wrongWithUrl(written: string): string | undefined {
  const url = URL.canParse(written) ? new URL(written) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) return 'It is no http: or https: URL.'
  return url.username !== '' || url.password !== '' ? 'No password is sent.' : undefined
}
