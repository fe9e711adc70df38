/** As the field writes them in a picture. */
const acronyms: Readonly<Record<string, string>> = {
  'management-point': 'MP',
  'standard-distribution-point': 'DP',
  'branch-distribution-point': 'BDP',
  'software-update-point': 'SUP',
  'state-migration-point': 'SMP',
  'fallback-status-point': 'FSP',
  'server-locator-point': 'SLP',
  'pxe-service-point': 'PXE',
  'system-health-validator-point': 'SHV',
  'reporting-point': 'RP',
}

export function roleAcronym(role: string): string {
  return acronyms[role] ?? role
}
