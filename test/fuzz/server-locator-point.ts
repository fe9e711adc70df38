import { managementPointLookupPath, siteLookupPath } from '../../sim/wire/server-locator-point/site-lookup.ts'
import { pointTarget } from './point-target.ts'

export const serverLocatorPoint = pointTarget('server-locator-point', [
  { method: 'GET', path: siteLookupPath({ addresses: [{ address: '10.1.0.7', subnet: '10.1.0.0' }] }) },
  {
    method: 'GET',
    path: siteLookupPath({ addresses: [{ address: 'fd00::7' }], activeDirectorySite: 'Oslo' }),
  },
  { method: 'GET', path: managementPointLookupPath('ABC') },
])
