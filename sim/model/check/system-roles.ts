import { siteModes, type SiteMode } from '../../vocabulary/site-mode.ts'
import {
  hasWebServer,
  roleInWords,
  rolesThat,
  siteSystemRoleNames,
  siteSystemRoles,
} from '../../vocabulary/site-system-role.ts'
import { hasRole, lacksRole, modeOf, warning, type Check, type PlacedSystem, error } from './subject.ts'

const rolesWithListener = rolesThat(hasWebServer)
const distributionPoints = rolesThat(({ holdsPackages }) => holdsPackages)
const protectableRoles = rolesThat(({ protectable }) => protectable)

export const repeatedRoles: Check = function* ({ systems }) {
  for (const { value, path } of systems) {
    for (const [index, role] of (value.roles ?? []).entries()) {
      if (role === undefined || value.roles?.indexOf(role) === index) continue
      const message = `the role ${role} is listed twice`
      const remove = { kind: 'remove' } as const
      yield { ...warning('repeated-role', [...path, 'roles', index], message, 'remove one'), fix: remove }
    }
  }
}

/**
 * In native mode a software update point is always HTTPS (the source text's table); a reporting point has its own
 * setting in any mode.
 */
export const sslWithoutEffect: Check = function* (subject) {
  for (const system of subject.systems) {
    if (system.value.ssl === undefined || hasRole(system, 'reporting-point')) continue
    if (lacksRole(system, 'software-update-point')) {
      yield withoutEffect(system, 'ssl', 'ssl is a setting of software update points and reporting points')
    } else if (hasRole(system, 'software-update-point') && isAlwaysHttps(modeOf(system.site, subject))) {
      yield withoutEffect(system, 'ssl', 'in a native site a software update point is always HTTPS')
    }
  }
}

function isAlwaysHttps(mode: SiteMode | undefined): boolean {
  return mode !== undefined && siteModes[mode].protocol === 'https'
}

export const httpTransferWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.httpTransfer === undefined || !lacksRole(system, 'standard-distribution-point')) continue
    yield withoutEffect(system, 'httpTransfer', 'httpTransfer is an option of standard distribution points')
  }
}

/** "This option is not configurable when the site is in native mode" (the General tab of a distribution point). */
export const anonymousAccessWithoutEffect: Check = function* (subject) {
  for (const system of subject.systems) {
    if (system.value.anonymousAccess === undefined) continue
    if (lacksRole(system, 'standard-distribution-point')) {
      yield withoutEffect(system, 'anonymousAccess', 'it is an option of standard distribution points')
    } else if (isAlwaysHttps(modeOf(system.site, subject))) {
      yield withoutEffect(system, 'anonymousAccess', 'it cannot be set in a native site')
    }
  }
}

export const roleSettingsWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    for (const role of siteSystemRoleNames) {
      const field = siteSystemRoles[role].settings
      if (field === null || system.value[field] === undefined || !lacksRole(system, role)) continue
      yield withoutEffect(system, field, `it is a setting of ${roleInWords(role)}s`)
    }
  }
}

/** "Affects only distribution point and state migration point roles" ("How Protected Distribution Points Work", in short). */
export const protectionWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    const isStated = (system.value.protectedBoundaries ?? []).length > 0
    if (!isStated || !lacksRole(system, ...protectableRoles)) continue
    const reason = 'only distribution points and state migration points can be protected'
    yield withoutEffect(system, 'protectedBoundaries', reason)
  }
}

export const placeWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.at === undefined || !lacksRole(system, ...distributionPoints)) continue
    yield withoutEffect(system, 'at', 'only distribution points are chosen by their place')
  }
}

export const listenWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    const isStated = Object.keys(system.value.listen ?? {}).length > 0
    if (!isStated || !lacksRole(system, ...rolesWithListener)) continue
    yield withoutEffect(system, 'listen', 'none of its roles opens a listener')
  }
}

export const trustWithoutEffect: Check = function* ({ systems }) {
  for (const { value, path } of systems) {
    const { trust, protocol, clientCertificate } = value.listen ?? {}
    if (trust === undefined || (protocol !== 'http' && clientCertificate !== 'ignore')) continue
    const reason = 'its web server asks for no client certificate'
    yield withoutEffect({ path: [...path, 'listen'] }, 'trust', reason)
  }
}

function withoutEffect({ path }: Pick<PlacedSystem, 'path'>, field: string, reason: string) {
  return warning(
    'setting-without-effect',
    [...path, field],
    `${field} has no effect: ${reason}`,
    `remove ${field}`,
  )
}

/**
 * A branch distribution point takes its content from a BITS-enabled standard one ("Choose Between a Standard and
 * Branch Distribution Point", bb932184).
 */
export const branchesWithoutSource: Check = function* ({ systems }) {
  const supplied = new Set(
    systems
      .filter(
        (system) => hasRole(system, 'standard-distribution-point') && system.value.httpTransfer !== false,
      )
      .map(({ site }) => site),
  )
  for (const system of systems) {
    if (!hasRole(system, 'branch-distribution-point') || supplied.has(system.site)) continue
    const message =
      'its site has no standard distribution point with httpTransfer that it could take content from'
    const remedy = 'add such a distribution point to the site'
    yield warning('branch-without-source', [...system.path, 'roles'], message, remedy)
  }
}

/** "If the branch distribution point is not protected, on-demand distribution will fail" ("About On-Demand Package Distribution", in short). */
export const onDemandInVain: Check = function* ({ systems, packageById }) {
  const suppliers = systems.filter(
    (system) => hasRole(system, 'standard-distribution-point') && system.value.httpTransfer !== false,
  )
  for (const system of systems) {
    if (!hasRole(system, 'branch-distribution-point') || hasRole(system, 'standard-distribution-point'))
      continue
    const isProtected = (system.value.protectedBoundaries ?? []).length > 0
    for (const [index, id] of (system.value.packages ?? []).entries()) {
      if (id === undefined || packageById.find(id)?.value.onDemand !== true) continue
      const path = [...system.path, 'packages', index]
      if (!isProtected) {
        const message = `no client gets ${id} here on demand: the branch distribution point is not protected`
        yield warning('on-demand-without-protection', path, message, 'give it protectedBoundaries')
      } else if (!suppliers.some(({ value }) => value.packages?.includes(id))) {
        const message = `there is no standard distribution point with httpTransfer from which to fetch ${id} on demand`
        yield warning('on-demand-without-source', path, message, `add ${id} to the packages of such a one`)
      }
    }
  }
}

export const unknownPackages: Check = function* ({ systems, packageById, updateByPackage }) {
  for (const { value, path } of systems) {
    for (const [index, id] of (value.packages ?? []).entries()) {
      if (id === undefined || packageById.mayHold(id) || updateByPackage.mayHold(id)) continue
      const remedy = 'add it to packages, or remove it here'
      yield error('unknown-package', [...path, 'packages', index], `there is no package ${id}`, remedy)
    }
  }
}

export const packagesElsewhere: Check = function* ({ systems }) {
  for (const system of systems) {
    const holdsPackages = (system.value.packages ?? []).length > 0
    if (!holdsPackages || !lacksRole(system, ...distributionPoints)) continue
    const message = 'only distribution points hold packages, and this system is not one'
    const remedy = 'give it the role of a distribution point, or remove packages'
    yield error('packages-without-distribution-point', [...system.path, 'packages'], message, remedy)
  }
}
