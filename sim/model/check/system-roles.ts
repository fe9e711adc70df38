import { roleInWords, type SiteSystemRole } from '../site-system-role.ts'
import { hasRole, lacksRole, modeOf, warning, type Check, type PlacedSystem } from './subject.ts'

const distributionPoints = [
  'standard-distribution-point',
  'branch-distribution-point',
] as const satisfies readonly SiteSystemRole[]

const rolesWithListener: readonly SiteSystemRole[] = [
  'management-point',
  'standard-distribution-point',
  'software-update-point',
  'state-migration-point',
  'fallback-status-point',
  'server-locator-point',
  'reporting-point',
]

export const repeatedRoles: Check = function* ({ systems }) {
  for (const { value, path } of systems) {
    for (const [index, role] of (value.roles ?? []).entries()) {
      if (role === undefined || value.roles?.indexOf(role) === index) continue
      const message = `the role ${role} stands here twice`
      yield warning('repeated-role', [...path, 'roles', index], message, 'remove one')
    }
  }
}

/** In native mode a software update point is always HTTPS (the source text's table); a reporting point never need be. */
export const sslWithoutEffect: Check = function* (subject) {
  for (const system of subject.systems) {
    if (system.value.ssl === undefined || hasRole(system, 'reporting-point')) continue
    if (lacksRole(system, 'software-update-point')) {
      yield withoutEffect(system, 'ssl', 'ssl is a setting of software update points and reporting points')
    } else if (hasRole(system, 'software-update-point') && modeOf(system.site, subject) === 'native') {
      yield withoutEffect(system, 'ssl', 'in a native site a software update point is always HTTPS')
    }
  }
}

export const httpTransferWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.httpTransfer === undefined || !lacksRole(system, 'standard-distribution-point')) continue
    yield withoutEffect(system, 'httpTransfer', 'httpTransfer is an option of standard distribution points')
  }
}

export const fallbackStatusWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.fallbackStatus === undefined || !lacksRole(system, 'fallback-status-point')) continue
    yield withoutEffect(system, 'fallbackStatus', 'it is a setting of fallback status points')
  }
}

export const stateMigrationWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.stateMigration === undefined || !lacksRole(system, 'state-migration-point')) continue
    yield withoutEffect(system, 'stateMigration', 'it is a setting of state migration points')
  }
}

export const managementPointWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    if (system.value.managementPoint === undefined || !lacksRole(system, 'management-point')) continue
    yield withoutEffect(system, 'managementPoint', 'it is a setting of management points')
  }
}

/** "Affects only distribution point and state migration point roles" ("How Protected Distribution Points Work", in short). */
export const protectionWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    const isStated = (system.value.protectedBoundaries ?? []).length > 0
    if (!isStated || !lacksRole(system, ...distributionPoints, 'state-migration-point')) continue
    const reason = 'only distribution points and state migration points can be protected'
    yield withoutEffect(system, 'protectedBoundaries', reason)
  }
}

export const listenWithoutEffect: Check = function* ({ systems }) {
  for (const system of systems) {
    const isStated = Object.keys(system.value.listen ?? {}).length > 0
    if (!isStated || !lacksRole(system, ...rolesWithListener)) continue
    yield withoutEffect(system, 'listen', 'none of its roles opens a listener')
  }
}

function withoutEffect({ path }: PlacedSystem, field: string, reason: string) {
  return warning(
    'setting-without-effect',
    [...path, field],
    `${field} has no effect: ${reason}`,
    `remove ${field}`,
  )
}

/** A branch distribution point takes its content from a BITS-enabled standard one ("Choose Between a Standard and Branch Distribution Point", bb932184). */
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

const notSimulatedYet: readonly SiteSystemRole[] = ['branch-distribution-point', 'pxe-service-point']

export const rolesNotSimulatedYet: Check = function* ({ systems }) {
  const remedy = 'expect no listener for it'
  for (const system of systems) {
    for (const [index, role] of (system.value.roles ?? []).entries()) {
      if (role === undefined || !notSimulatedYet.includes(role)) continue
      const message = `the role ${roleInWords(role)} is not simulated yet`
      yield warning('role-not-simulated-yet', [...system.path, 'roles', index], message, remedy)
    }
    if (hasRole(system, 'standard-distribution-point') && system.value.httpTransfer === false) {
      const message =
        'a standard distribution point without httpTransfer speaks SMB, which is not simulated yet'
      yield warning('role-not-simulated-yet', [...system.path, 'httpTransfer'], message, remedy)
    }
  }
}
