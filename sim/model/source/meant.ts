import { findingCodes } from '../../vocabulary/finding-codes.ts'
import { parseAddress, parsePrefix, parseRange } from '../../vocabulary/location.ts'
import { roleInWords, siteSystemRoleNames, siteSystemRoles } from '../../vocabulary/site-system-role.ts'
import { siteCode } from '../schema/written-values.ts'
import type { FieldPath, Fix, FlowValue } from './source.ts'

/** What somebody meant by a value that the schema refuses, and the mend where nothing else can be meant. */
export interface Meant {
  remedy: string
  fix?: Fix
}

/** By what the place wants and how the value looks; undefined where that tells nothing. `allowed`: values of the field. */
export function meantBy(path: FieldPath, found: unknown, allowed: readonly string[]): Meant | undefined {
  if (typeof found !== 'string') return undefined
  return inOtherCase(found, allowed) ?? roleMeant(found, allowed) ?? byPlace(path, found)
}

function inOtherCase(found: string, allowed: readonly string[]): Meant | undefined {
  const same = allowed.find((value) => value.toLowerCase() === found.toLowerCase())
  return same === undefined ? undefined : write(same)
}

/** Roles by their abbreviations (MP, SUP) and in words with blanks. */
function roleMeant(found: string, allowed: readonly string[]): Meant | undefined {
  const word = found
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ')
    .trim()
  const roles = siteSystemRoleNames.filter((role) => allowed.includes(role))
  const called = roles.find(
    (role) => siteSystemRoles[role].acronym.toLowerCase() === word || roleInWords(role) === word,
  )
  if (called) return write(called)
  const kinds = roles.filter((role) => roleInWords(role).endsWith(` ${word}`))
  return kinds.length > 0 ? { remedy: `write ${kinds.join(' or ')}` } : undefined
}

function byPlace(path: FieldPath, found: string): Meant | undefined {
  const field = path.findLast((step) => typeof step === 'string')
  const isEntry = typeof path.at(-1) === 'number'
  if (isEntry && (field === 'boundaries' || field === 'protectedBoundaries')) return boundaryMeant(found)
  if (isEntry && field === 'accepts' && findingCodes.has(found))
    return { remedy: 'take it out: only what a hierarchy is warned of can be accepted' }
  if (isEntry) return undefined
  if (field === 'at' || field === 'move') return locationMeant(found)
  if (field === 'subnet' && parseAddress(found)) {
    return {
      remedy: `add the length of its mask: ${found}/16 for 255.255.0.0, ${found}/24 for 255.255.255.0`,
    }
  }
  if (field === 'contact' && found.includes('.')) {
    return {
      remedy: `name a role here, such as management-point, and the system beside it: system: ${found}`,
    }
  }
  if (siteFields.has(field ?? '') && isSiteCode(found.toUpperCase())) return write(found.toUpperCase())
  if (field === 'kind' && found.toLowerCase() === 'central') {
    return { remedy: 'write primary: the central site is the primary site without a parent' }
  }
  return (field === 'name' || field === 'domain') && found.includes('_') ? nameMeant(found) : sizeMeant(found)
}

/** Fields that hold a site's code. */
const siteFields: ReadonlySet<string> = new Set(['code', 'parent', 'assignedSite', 'site'])

function isSiteCode(text: string): boolean {
  return siteCode.safeParse(text).success
}

function locationMeant(found: string): Meant | undefined {
  if (parseAddress(found)) return write({ address: found })
  return isSiteCode(found) ? write({ site: found }) : undefined
}

/** DNS has no underscore in names of hosts, and the product goes by it (RFC 1123). */
function nameMeant(found: string): Meant {
  return {
    remedy: `write hyphens, which host names have instead of underscores: ${found.replaceAll('_', '-')}`,
  }
}

function boundaryMeant(found: string): Meant {
  const version = parsePrefix(found)?.version
  if (version !== undefined) return write({ [version === 4 ? 'subnet' : 'ipv6Prefix']: found })
  if (parseRange(found)) return write({ range: found })
  return { remedy: 'write { subnet: … }, { range: … }, { ipv6Prefix: … } or { activeDirectorySite: … }' }
}

/** Windows counts a megabyte as 2^20 bytes, and others do not: only a unit that is written in other letters is certain. */
function sizeMeant(found: string): Meant | undefined {
  const [, number, letter = '', i] = /^([1-9]\d{0,5}) ?([kmg])(i?)b$/i.exec(found) ?? []
  if (number === undefined) return undefined
  const size = `${number} ${letter.toUpperCase()}iB`
  return i ? write(size) : { remedy: `did you mean ${size}?` }
}

function write(value: FlowValue): Meant {
  const shown =
    typeof value === 'string'
      ? value
      : `{ ${Object.entries(value)
          .map(([name, text]) => `${name}: ${text}`)
          .join(', ')} }`
  return {
    remedy: typeof value === 'string' ? `did you mean ${shown}?` : `write ${shown}`,
    fix: { kind: 'replace', value },
  }
}

/** Names under which people look for fields, by the field. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  activeDirectorySite: ['adSite', 'adsite', 'ad_site'],
  address: ['ip', 'ipAddress'],
  assignedSite: ['site', 'siteCode'],
  code: ['siteCode'],
  parent: ['parentSite'],
}

/** The field that is meant by a name that is not near to it in its letters. */
export function fieldCalled(name: string, known: readonly string[]): string | undefined {
  return known.find((field) => otherNames[field]?.includes(name))
}
