import type { AcceptableCode } from '../vocabulary/finding-codes.ts'
import type { Basis } from '../vocabulary/basis.ts'
import { nearest } from '../vocabulary/did-you-mean.ts'
import type { Finding } from './source/finding.ts'
import type { FieldPath } from './source/source.ts'

/**
 * A command line of CCMSetup, read into the fields of a client ("About Configuration Manager Client Installation
 * Properties", bb680980). Properties without effect in the simulation are accepted, so that lines can be pasted.
 */

type Fields = Readonly<Record<string, unknown>>

/** The fields that a property or a switch fills in; `site`: its site states it here, for all clients; `none`: no effect here. */
type Reading = ((value: string) => Fields) | 'site' | 'none'

const properties: Readonly<Record<string, Reading>> = {
  SMSSITECODE: (code) => ({ assignedSite: code.toUpperCase() === 'AUTO' ? 'auto' : code.toUpperCase() }),
  SMSSLP: (serverLocatorPoint) => ({ serverLocatorPoint }),
  SMSMP: (managementPoint) => ({ managementPoint }),
  FSP: (fallbackStatusPoint) => ({ fallbackStatusPoint }),
  DNSSUFFIX: (dnsSuffix) => ({ dnsSuffix }),
  CCMHOSTNAME: (internetManagementPoint) => ({ internetManagementPoint }),
  CCMALWAYSINF: (value) => ({ alwaysOnInternet: value === '1' }),
  SMSDIRECTORYLOOKUP: (value) => (value.toUpperCase() === 'NOWINS' ? { wins: false } : {}),
  // In megabytes.
  SMSCACHESIZE: (megabytes) => ({ cacheSize: `${megabytes} MiB` }),
  CCMCERTSEL: 'site',
  CCMFIRSTCERT: 'site',
  CCMHTTPPORT: 'site',
  CCMHTTPSPORT: 'site',
  CCMADMINS: 'none',
  CCMCERTSTORE: 'none',
  CCMDEBUGLOGGING: 'none',
  CCMENABLELOGGING: 'none',
  CCMINSTALLDIR: 'none',
  CCMLOGLEVEL: 'none',
  CCMLOGMAXHISTORY: 'none',
  CCMLOGMAXSIZE: 'none',
  DISABLECACHEOPT: 'none',
  DISABLESITEOPT: 'none',
  RESETKEYINFORMATION: 'none',
  SMSCACHEDIR: 'none',
  SMSCACHEFLAGS: 'none',
  SMSCONFIGSOURCE: 'none',
  SMSPUBLICROOTKEY: 'none',
  SMSROOTKEYPATH: 'none',
  SMSSIGNCERT: 'none',
}

const switches: Readonly<Record<string, Reading>> = {
  '/NATIVE': native,
  '/BITSPRIORITY': 'none',
  '/CONFIG': 'none',
  '/DOWNLOADTIMEOUT': 'none',
  '/FORCEREBOOT': 'none',
  '/LOGON': 'none',
  '/MP': 'none',
  '/NOSERVICE': 'none',
  '/RETRY': 'none',
  '/SERVICE': 'none',
  '/SOURCE': 'none',
}

const nativeOptions = ['', 'CRL', 'FALLBACK', 'CRLANDFALLBACK']

function native(option: string): Fields {
  return { mode: 'native', ...(option.toUpperCase().endsWith('FALLBACK') && { httpForRoaming: true }) }
}

interface ReadLine {
  /** By the field, the property that speaks of it and what it says. */
  fields: ReadonlyMap<string, { by: string; value: unknown }>
  findings: Finding[]
}

/** `path`: that of the line. */
export function readInstallationLine(line: string, path: FieldPath): ReadLine {
  const fields = new Map<string, { by: string; value: unknown }>()
  const findings: Finding[] = []
  const warn = (code: AcceptableCode, message: string, remedy: string): void => {
    findings.push({ severity: 'warning', code, path, message, remedy })
  }
  for (const word of wordsOf(line)) {
    const [name, value] = partsOf(word)
    const known = name.startsWith('/') ? switches : properties
    const reading = Object.hasOwn(known, name) ? known[name] : undefined
    if (reading === undefined) {
      if (/(^|[\\/])(ccmsetup|client)(\.exe|\.msi)?$/i.test(word)) continue
      const meant = nearest(name, Object.keys(known))
      const remedy = meant === undefined ? 'check it' : `did you mean ${meant}?`
      warn('unknown-property', `CCMSetup documents no property ${name}`, remedy)
    } else if (reading === 'site') {
      const message = `${name} has no effect on a single client here`
      warn('property-of-the-site', message, 'state it of the site, for all its clients')
    } else if (reading === native && !nativeOptions.includes(value.toUpperCase())) {
      const remedy = 'write /native, /native:CRL, /native:FALLBACK or /native:CRLANDFALLBACK'
      warn('unknown-property', `/native has no option ${value}`, remedy)
    } else if (reading !== 'none') {
      for (const [field, says] of Object.entries(reading(value))) fields.set(field, { by: name, value: says })
    }
  }
  return { fields, findings }
}

/** Words between blanks; quotation marks hold a value with blanks together, and are not part of it. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? []).map((word) => word.replaceAll('"', ''))
}

/** `FSP=ss.osl` and `/native:CRL` in their name, in capitals, and their value. */
function partsOf(word: string): [name: string, value: string] {
  const at = word.search(word.startsWith('/') ? /:/ : /=/)
  return at < 0 ? [word.toUpperCase(), ''] : [word.slice(0, at).toUpperCase(), word.slice(at + 1)]
}

/**
 * Fills in the fields of a client, or a group, that its installation line speaks of. A line that contradicts a field is an
 * error. A native-mode client that was not installed with FALLBACK, and reads no setting of its site from Active
 * Directory, has no HTTP for roaming.
 */
export function withInstallation(
  client: Fields,
  path: FieldPath,
): { client: Fields; findings: readonly Finding[] } {
  if (typeof client.install !== 'string') return { client, findings: [] }
  const { fields, findings } = readInstallationLine(client.install, [...path, 'install'])
  const filled: Record<string, unknown> = { ...client }
  for (const [field, { by, value }] of fields) {
    const stated = client[field]
    if (stated === undefined) filled[field] = value
    else if (stated !== value) {
      findings.push({
        severity: 'error',
        code: 'installed-otherwise',
        path: [...path, field],
        message: `${by} in the installation line says ${JSON.stringify(value)}, and ${field} says ${JSON.stringify(stated)}`,
        remedy: 'remove one of them',
      })
    }
  }
  // /native alone says a mode.
  if (client.activeDirectory === false && fields.has('mode')) filled.httpForRoaming ??= false
  return { client: filled, findings }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      "CRL in an installation line's `/native:`, which is accepted and without effect: checking revocation lists is a setting " +
      'of the site here',
  },
]
