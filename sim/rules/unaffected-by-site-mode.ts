import type { SiteSystemRole } from '../model/site-system-role.ts'
import { allow, type Contact, type Decision, type Rule } from './rule.ts'

/**
 * The source text's list of site systems whose communication is started by the Windows operating system or by a
 * browser, not by the Configuration Manager client, and does not change with the site's mode.
 */
export const systemHealthValidatorPoint: Rule = {
  id: 'unaffected-by-site-mode/system-health-validator-point',
  sentence:
    'Statements of health reach the system health validator point by Network Access Protection of the operating ' +
    'system, in either mode.',
}

export const pxeServicePoint: Rule = {
  id: 'unaffected-by-site-mode/pxe-service-point',
  sentence:
    'A computer boots from a PXE service point by its firmware, before there is a client, in either mode.',
}

export const reportingPoint: Rule = {
  id: 'unaffected-by-site-mode/reporting-point',
  sentence:
    'A browser opens the reporting point by HTTP or HTTPS, as the reporting point is configured, in either mode.',
}

/** undefined for a role that the mode does concern. */
export function unaffectedBySiteMode({ role, ssl }: Contact): Decision | undefined {
  switch (role satisfies SiteSystemRole) {
    case 'system-health-validator-point':
      return allow(systemHealthValidatorPoint, 'soh')
    case 'pxe-service-point':
      return allow(pxeServicePoint, 'pxe')
    case 'reporting-point':
      return allow(reportingPoint, ssl ? 'https' : 'http')
    default:
      return undefined
  }
}
