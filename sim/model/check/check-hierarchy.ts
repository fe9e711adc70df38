import { formatFieldPath, type Finding } from '../source/finding.ts'
import {
  bitsBeyondMasks,
  duplicateBoundaries,
  overlappingBoundaries,
  supernetBoundaries,
} from './boundaries.ts'
import * as clients from './clients.ts'
import { draftOf } from './draft.ts'
import { contradictoryInstallation } from './installation.ts'
import * as misbehaviours from './misbehaviours.ts'
import * as names from './names.ts'
import * as populations from './populations.ts'
import * as sites from './sites.ts'
import * as settings from './site-settings.ts'
import { subjectOf, type Check } from './subject.ts'
import * as roles from './system-roles.ts'

/** Every rule that looks at more than one field. To add one, write a function and list it here. */
const checks: readonly Check[] = [
  sites.duplicateSiteCodes,
  sites.reservedSiteCodes,
  sites.unknownParents,
  sites.secondarySitesWithoutParent,
  sites.secondarySitesAsParents,
  sites.ancestorCycles,
  sites.severalCentralSites,
  settings.primarySitesWithoutMode,
  settings.secondarySitesWithSettings,
  settings.nativeUnderMixed,
  settings.nativeSettingsInMixedSites,
  settings.unreadableCriteria,
  settings.publishingWithoutSchema,
  settings.approvalInNativeSites,
  settings.portsWithTwoProtocols,
  settings.sharedOtherPorts,
  names.duplicateSystems,
  names.duplicateClients,
  names.duplicateGroups,
  names.clientsNamedAsMembers,
  names.duplicatePackages,
  names.duplicateUpdates,
  names.updatesInOtherPackages,
  names.clientsNamedAsSystems,
  names.reservedNames,
  names.longFqdns,
  names.systemsWithoutAddress,
  names.clientsWithoutAddress,
  roles.repeatedRoles,
  roles.sslWithoutEffect,
  roles.httpTransferWithoutEffect,
  roles.anonymousAccessWithoutEffect,
  roles.protectionWithoutEffect,
  roles.placeWithoutEffect,
  roles.roleSettingsWithoutEffect,
  roles.listenWithoutEffect,
  roles.trustWithoutEffect,
  roles.branchesWithoutSource,
  roles.onDemandInVain,
  roles.unknownPackages,
  roles.packagesElsewhere,
  misbehaviours.unspokenScripts,
  misbehaviours.duplicateMisbehaviours,
  populations.placesInSites,
  populations.repeatedVisits,
  clients.assignedSites,
  clients.clientsWithoutCertificate,
  clients.clientsWithoutAccount,
  clients.sitesOfOtherForests,
  clients.pointsOfClients,
  contradictoryInstallation,
  bitsBeyondMasks,
  duplicateBoundaries,
  overlappingBoundaries,
  supernetBoundaries,
]

/** Every finding beyond the schema's. A field that already has a finding of the schema gets no second one. */
export function checkHierarchy(value: unknown, schemaFindings: readonly Finding[]): Finding[] {
  const subject = subjectOf(draftOf(value, schemaFindings))
  const reported = new Set(schemaFindings.map(({ path }) => formatFieldPath(path)))
  return checks
    .flatMap((check) => [...check(subject)])
    .filter(({ path }) => !reported.has(formatFieldPath(path)))
}
