/** The site system roles that the source text names, in the words of the product's documentation. */
export const siteSystemRoles = [
  'management-point',
  'standard-distribution-point',
  'branch-distribution-point',
  'software-update-point',
  'state-migration-point',
  'fallback-status-point',
  'server-locator-point',
  'pxe-service-point',
  'system-health-validator-point',
  'reporting-point',
] as const

/** What a site system is for. One system may have several roles. */
export type SiteSystemRole = (typeof siteSystemRoles)[number]

/** `management-point` as people write it. */
export function roleInWords(role: string): string {
  return role.replaceAll('-', ' ')
}
