import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'

/** More clients in one place than a picture shows one by one. */
export const manyKiosks: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      ...{ code: 'CEN', mode: 'mixed', boundaries: [{ subnet: '10.1.0.0/16' }] },
      systems: [{ name: 'mp.cen', roles: ['management-point'] }],
    },
  ],
  groups: [{ name: 'KIOSKS', count: 40, assignedSite: 'CEN', at: { site: 'CEN' } }],
}
