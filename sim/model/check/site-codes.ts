import { formatFieldPath } from '../source/finding.ts'
import { error, warning, type Check } from './subject.ts'

/** "Site codes should be used only once in a Configuration Manager 2007 hierarchy" ("Site Codes and Site Names"). */
export const duplicateSiteCodes: Check = function* ({ sites, siteByCode }) {
  for (const site of sites) {
    const { code } = site.value
    const first = code === undefined ? undefined : siteByCode.find(code)
    if (code === undefined || first === undefined || first === site) continue
    const message = `the site code ${code} is taken by ${formatFieldPath(first.path)}`
    yield error('duplicate-site-code', [...site.path, 'code'], message, 'give each site a code of its own')
  }
}

/** The same page, and KB 279868 for SMS. Setup accepts them all the same: hence a warning. */
const reservedCodes = ['AUX', 'CON', 'NUL', 'PRN', 'SMS']

export const reservedSiteCodes: Check = function* ({ sites }) {
  for (const { value, path } of sites) {
    if (value.code === undefined || !reservedCodes.includes(value.code.toUpperCase())) continue
    const message = `${value.code} is a reserved name, and the product makes folders that bear the site code`
    yield warning('reserved-site-code', [...path, 'code'], message, 'choose another code')
  }
}
