import * as z from 'zod'
import type { Basis } from '../../vocabulary/basis.ts'
import { parseAddress } from '../../vocabulary/location.ts'

/**
 * Names as people write them in files. They become DNS labels, certificate names and file names, so the patterns
 * are those of RFC 1123 host names, which is what the product supports for site systems: ASCII letters, digits and hyphens
 * ("Determine If You Will Use FQDN Server Names"). That clients have no others is our choice: Windows takes an underscore in a
 * computer name.
 */
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
const labels = new RegExp(`^${label}(?:\\.${label})*$`)

/** DNS names have at most 253 characters (RFC 1035, section 2.3.4, less the root label). */
export const longestFqdn = 253

/** "Only the letters A through Z, numbers 0 through 9, or combinations of the two" ("Site Codes and Site Names"). */
export const siteCode = z.string().regex(/^[A-Z0-9]{3}$/, 'three of the letters A to Z and the digits 0 to 9')

export const systemName = z
  .string()
  .max(longestFqdn)
  .regex(labels, 'letters, digits and hyphens, in parts of at most 63 between dots')

export const domainName = systemName

export const clientName = z.string().regex(new RegExp(`^${label}$`), 'at most 63 letters, digits and hyphens')

/** Without its domain, in the characters that Windows allows, up to the 20 of a name before Windows 2000. */
export const accountName = z
  .string()
  .regex(/^[\w.-]{1,20}$/, 'at most 20 letters, digits, dots, underscores and hyphens, without a domain')

/** A number that decides what happens by chance. */
export const seed = z.int().min(0).max(0xffff_ffff)

export const packageId = z
  .string()
  .regex(/^[A-Z0-9]{8}$/, 'eight of the letters A to Z and the digits 0 to 9')

export const updateId = z
  .string()
  .regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/, 'a GUID in lower case, without braces')

/** The console takes at most 63 characters for an Active Directory site ("New Site Boundary Dialog Box"). */
export const activeDirectorySiteName = z.string().min(1).max(63)

export const hostAddress = z
  .string()
  .refine((text) => parseAddress(text) !== undefined, 'an IP address such as 10.1.4.20')

/** `ss.osl` for `ss.osl.contoso.test`: files may name a system by either. */
export function nameWithoutDomain(name: string, domain: string): string {
  const suffix = `.${domain}`.toLowerCase()
  return name.toLowerCase().endsWith(suffix) ? name.slice(0, -suffix.length) : name
}

/** Service pack 2 of Configuration Manager 2007. */
const servicePack2 = '4.00.6487.2000'

/** The version of a site or a client; that of SMS 2003 with service pack 3 is `2.50.4253.3000`. */
export const productVersion = z
  .string()
  .regex(/^\d{1,5}(?:\.\d{1,5}){3}$/, 'a version such as 4.00.6487.2000')
  .default(servicePack2)

const unitBytes: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** `64 KiB`, `1 MiB` or a number of bytes; parsed into bytes. */
export const writtenSize = z
  .union([
    z.int().min(1),
    z.string().regex(/^[1-9][0-9]{0,5} ?(?:B|KiB|MiB|GiB)$/, 'a size such as 64 KiB, 1 MiB or 4096'),
  ])
  .transform(toBytes)

function toBytes(written: number | string): number {
  if (typeof written === 'number') return written
  const unit = written.replace(/^[0-9]+ ?/, '')
  return parseInt(written, 10) * (unitBytes[unit] ?? 1)
}

const unitMilliseconds: Readonly<Record<string, number>> = {
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}

/** `400 d`, `25 h`, `30 min` or `10 s`; parsed into milliseconds. */
export const writtenDuration = z
  .string()
  .regex(/^[1-9][0-9]{0,5} ?(?:s|min|h|d)$/, 'a duration such as 400 d, 25 h, 30 min or 10 s')
  .transform((written) => parseInt(written, 10) * (unitMilliseconds[written.replace(/^[0-9]+ ?/, '')] ?? 0))

/** `10%` or `0.5%`; parsed into a part of one. */
export const writtenShare = z
  .string()
  .regex(/^(?:100|[1-9]?[0-9](?:\.[0-9]{1,3})?)%$/, 'a share such as 10%')
  .transform((written) => parseFloat(written) / 100)

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'names of clients that DNS can have as well: without underscores and letters outside ASCII',
  },
]
