import { didYouMean } from '../../vocabulary/did-you-mean.ts'
import { roleInWords, rolesThat, type SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { nameWithoutDomain } from '../schema/written-values.ts'
import { siteModes, type SiteMode } from '../../vocabulary/site-mode.ts'
import { isUnreadable } from './draft.ts'
import {
  error,
  isPrimary,
  isSecondary,
  lacksRole,
  modeOf,
  warning,
  type Check,
  type PlacedSite,
  type PlacedSystem,
  type Subject,
  codesOf,
} from './subject.ts'

/** Clients are assigned to primary sites only ("About Client Site Assignment"). */
export const assignedSites: Check = function* ({ described, sites, siteByCode }) {
  for (const { value, path } of described) {
    const { assignedSite } = value
    if (assignedSite === undefined || assignedSite === 'auto' || assignedSite === 'none') continue
    const field = [...path, 'assignedSite']
    const site = siteByCode.find(assignedSite)
    if (!siteByCode.mayHold(assignedSite)) {
      yield error(
        'unknown-site',
        field,
        `there is no site ${assignedSite}`,
        didYouMean(assignedSite, codesOf(sites)) ?? 'name a primary site, or auto',
      )
    } else if (site && isSecondary(site)) {
      const { parent } = site.value
      const message = `clients are never assigned to a secondary site, and ${assignedSite} is one`
      const primary = parent !== undefined && siteByCode.find(parent) ? parent : 'a primary site'
      yield error('assigned-to-secondary', field, message, `assign it to ${primary}`)
    }
  }
}

/** A client without a certificate cannot authenticate where mutual TLS is required: a warning, as it may be intended. */
export const clientsWithoutCertificate: Check = function* (subject) {
  for (const { value, path } of subject.described) {
    const site = value.assignedSite === undefined ? undefined : subject.siteByCode.find(value.assignedSite)
    const isEmpty = Array.isArray(value.certificate) && value.certificate.length === 0
    const mode = site && modeOf(site, subject)
    const isNeeded = mode !== undefined && siteModes[mode].clientsPresentCertificates
    if (!isNeeded || (value.certificate !== 'none' && !isEmpty)) continue
    const message = `a client without a certificate reaches no management point of ${value.assignedSite ?? ''}, a ${mode} site`
    const remedy = 'give it a certificate, unless that is what you want to see'
    yield warning('no-certificate-for-native-site', [...path, 'certificate'], message, remedy)
  }
}

/**
 * A computer in no domain signs in to distribution points with the Network Access Account of its site ("About the Network
 * Access Account"). All such clients of a site are warned of at the first of them, as one setting helps them all.
 */
export const clientsWithoutAccount: Check = function* (subject) {
  for (const site of subject.sites.filter(isPrimary)) {
    const [first, ...others] = subject.described.filter(
      ({ value: { kind, activeDirectory, assignedSite } }) =>
        kind !== 'mobile-device' &&
        activeDirectory === false &&
        subject.siteByCode.find(assignedSite ?? '') === site,
    )
    const mode = modeOf(site, subject)
    if (!first || !mode || !canSignInNowhere(site, mode, subject)) continue
    const { code = '' } = site.value
    const name = first.value.name ?? 'a client'
    const more = clientsIn([first, ...others]) - 1
    const isGroup = 'count' in first.value
    const who = isGroup
      ? `${more + 1} clients have`
      : more > 0
        ? `${name} and ${more} more have`
        : `${name} has`
    const message = `${who} no account of the domain, and every distribution point of ${code} asks for one`
    const anonymously = siteModes[mode].clientsPresentCertificates
      ? 'let a standard distribution point transfer by HTTPS'
      : 'set anonymousAccess on a standard distribution point'
    const remedy = `give ${code} a networkAccessAccount, or ${anonymously}`
    yield warning('no-account-to-sign-in', [...first.path, 'activeDirectory'], message, remedy)
  }
}

function clientsIn(described: Subject['described']): number {
  return described.reduce((sum, { value }) => sum + (('count' in value ? value.count : undefined) ?? 1), 0)
}

const distributionPoints = rolesThat(({ holdsPackages }) => holdsPackages)

/** Whether the site has distribution points, and none of them lets a client in without an account. */
function canSignInNowhere(site: PlacedSite, mode: SiteMode, subject: Subject): boolean {
  const { code, networkAccessAccount } = site.value
  if (networkAccessAccount !== undefined || isUnreadable(site.value, 'networkAccessAccount')) return false
  const points = subject.systems.filter(
    (system) =>
      (system.site === site || (isSecondary(system.site) && system.site.value.parent === code)) &&
      !lacksRole(system, ...distributionPoints),
  )
  return points.length > 0 && points.every((point) => asksForAccount(point, mode))
}

/** A standard distribution point takes certificates in native mode, but for its share; in mixed mode it can let in everybody. */
function asksForAccount(system: PlacedSystem, mode: SiteMode): boolean {
  if (lacksRole(system, 'standard-distribution-point')) return true
  const { httpTransfer, anonymousAccess } = system.value
  return siteModes[mode].clientsPresentCertificates ? httpTransfer === false : anonymousAccess !== true
}

/** Only computers of the forest learn their Active Directory site ("Managing Workgroup Clients", July 2014). */
export const sitesOfOtherForests: Check = function* ({ described }) {
  for (const { value, path } of described) {
    if (value.activeDirectory !== false || value.at?.activeDirectorySite === undefined) continue
    const message =
      'a client in no domain of the forest does not know its Active Directory site, and no such boundary holds it'
    const remedy = 'remove it, or activeDirectory: false'
    yield warning('active-directory-site-unknown', [...path, 'at', 'activeDirectorySite'], message, remedy)
  }
}

const pointFields = [
  ['managementPoint', 'management-point'],
  ['serverLocatorPoint', 'server-locator-point'],
  ['fallbackStatusPoint', 'fallback-status-point'],
  ['internetManagementPoint', 'management-point'],
] as const satisfies readonly (readonly [string, SiteSystemRole])[]

/** A field may hold a point's name or its FQDN. */
export const pointsOfClients: Check = function* ({ described, systems, systemByName, domain }) {
  for (const { value, path } of described) {
    for (const [field, role] of pointFields) {
      const written = value[field]
      if (written === undefined) continue
      const name = nameWithoutDomain(written, domain)
      const system = systemByName.find(name)
      const others = systems.filter((one) => !lacksRole(one, role)).flatMap((one) => one.value.name ?? [])
      const remedy = didYouMean(name, others) ?? `name a system that is a ${roleInWords(role)}`
      if (!systemByName.mayHold(name)) {
        yield error('unknown-system', [...path, field], `there is no system ${written}`, remedy)
      } else if (system && lacksRole(system, role)) {
        const message = `${written} is not a ${roleInWords(role)}`
        yield error('system-without-role', [...path, field], message, remedy)
      }
    }
  }
}
