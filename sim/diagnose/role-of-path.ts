import { siteSystemRoleNames, type SiteSystemRole } from '../vocabulary/site-system-role.ts'

/** How the paths of requests to each role begin; an administrator's own drive letter or site code follows some of them. */
const beginnings: Readonly<Record<SiteSystemRole, readonly string[]>> = {
  'management-point': ['/sms_mp', '/ccm_system', '/ccm_incoming', '/ccm_client'],
  'standard-distribution-point': ['/sms_dp_', '/nocert_sms_dp_'],
  'branch-distribution-point': [],
  'software-update-point': [
    '/clientwebservice',
    '/simpleauthwebservice',
    '/reportingwebservice',
    '/dssauthwebservice',
    '/serversyncwebservice',
    '/apiremoting30',
    '/inventory',
    '/content',
    '/selfupdate',
    '/iuident.cab',
  ],
  'state-migration-point': ['/smssmp'],
  'fallback-status-point': ['/sms_fsp'],
  'server-locator-point': ['/sms_slp'],
  'pxe-service-point': [],
  'system-health-validator-point': [],
  'reporting-point': ['/smsreporting_'],
}

/** The role that answers a path; undefined for a path of no role. */
export function roleOfPath(path: string): SiteSystemRole | undefined {
  const asked = path.toLowerCase()
  return siteSystemRoleNames.find((role) => beginnings[role].some((beginning) => asked.startsWith(beginning)))
}
