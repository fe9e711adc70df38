import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import * as fallbackStatusPoint from './fallback-status-point.ts'
import * as internetClient from './internet-client.ts'
import * as roaming from './roaming.ts'
import { forbid, type Contact, type Decision, type DecidingRule, type ForbiddingRule } from './rule.ts'
import * as serverLocatorPoint from './server-locator-point.ts'
import * as servingSystem from './serving-system.ts'
import * as unaffectedBySiteMode from './unaffected-by-site-mode.ts'
import * as withinAssignedSite from './within-assigned-site.ts'

/** For systems that a client also uses in the site that it is in. */
const inAnotherSite: readonly DecidingRule[] = [
  roaming.noMobileDevice,
  roaming.sameMode,
  roaming.mixedClientInNativeSite,
  roaming.nativeClientInMixedSite,
]

/** For systems that a client uses only in its assigned site. */
const notInAnotherSite: readonly DecidingRule[] = [roaming.noMobileDevice, roaming.contentOnly]

/** The rules for each role. The first that applies to a contact decides. */
const decidingRules: Readonly<Record<SiteSystemRole, readonly DecidingRule[]>> = {
  'management-point': [withinAssignedSite.siteMode, ...inAnotherSite],
  'standard-distribution-point': [
    withinAssignedSite.distributionPointBySmb,
    withinAssignedSite.siteMode,
    ...inAnotherSite,
  ],
  'branch-distribution-point': [withinAssignedSite.branchDistributionPoint, ...inAnotherSite],
  'software-update-point': [withinAssignedSite.softwareUpdatePoint, ...notInAnotherSite],
  'state-migration-point': [withinAssignedSite.siteMode, ...notInAnotherSite],
  'fallback-status-point': [fallbackStatusPoint.httpInBothModes],
  'server-locator-point': [
    serverLocatorPoint.noMobileDevice,
    serverLocatorPoint.httpInBothModes,
    serverLocatorPoint.nativeClientNeedsHttpOption,
  ],
  'pxe-service-point': [unaffectedBySiteMode.pxeServicePoint],
  'system-health-validator-point': [unaffectedBySiteMode.systemHealthValidatorPoint],
  'reporting-point': [unaffectedBySiteMode.reportingPoint],
}

/** The rules that can overrule a deciding rule. The first that forbids is the reason. */
const forbiddingRules: readonly ForbiddingRule[] = [
  internetClient.noSmb,
  internetClient.noServerLocatorPoint,
  internetClient.assignedSiteOnly,
  internetClient.nativeModeOnly,
  internetClient.notOnTheInternet,
  internetClient.notFromSecondarySites,
  internetClient.internetSystemsOnly,
  servingSystem.deviceManagementPoint,
  servingSystem.protectedSystem,
  internetClient.internetOnlySystem,
]

/** Whether a client may try a site system, by which protocol, and by which rule. */
export function mayContact(contact: Contact): Decision {
  const decided = decide(contact)
  const forbidding = forbiddingRules.find((rule) => rule.forbids(contact, decided))
  if (!forbidding) return decided
  return { rule: forbidding, ...forbid(decided.allowed ? decided.protocol : decided.needed) }
}

function decide(contact: Contact): Decision {
  for (const rule of decidingRules[contact.role]) {
    const verdict = rule.decide(contact)
    if (verdict) return { rule, ...verdict }
  }
  throw new Error(`no rule says whether a client may contact a ${contact.role}`)
}
