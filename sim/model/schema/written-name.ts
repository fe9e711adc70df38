import * as z from 'zod'

/**
 * Names as people write them in files. They become DNS labels, certificate names and file names, so the patterns
 * are those of RFC 1123 host names.
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

export const packageId = z
  .string()
  .regex(/^[A-Z0-9]{8}$/, 'eight of the letters A to Z and the digits 0 to 9')

/** The console takes at most 63 characters for an Active Directory site ("New Site Boundary Dialog Box"). */
export const activeDirectorySiteName = z.string().min(1).max(63)

/** `ss.osl` of `ss.osl.contoso.test`: a system may be named either way. */
export function nameWithoutDomain(name: string, domain: string): string {
  const suffix = `.${domain}`.toLowerCase()
  return name.toLowerCase().endsWith(suffix) ? name.slice(0, -suffix.length) : name
}
