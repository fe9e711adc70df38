import { join } from 'node:path'
import type { Test } from 'tap'

/** Three sites, one of which has every role that a client contacts. */
export const hierarchy = `
sites:
  - code: NAT
    mode: native
    boundaries: [{ subnet: 10.1.0.0/16 }]
    systems:
      - { name: mp.nat, roles: [management-point] }
      - { name: dp.nat, roles: [standard-distribution-point], packages: [NAT00001] }
      - { name: sup.nat, roles: [software-update-point] }
      - { name: smp.nat, roles: [state-migration-point] }
      - { name: fsp.nat, roles: [fallback-status-point] }
      - { name: pxe.nat, roles: [pxe-service-point] }
  - code: MIX
    mode: mixed
    parent: NAT
    boundaries: [{ subnet: 10.2.0.0/16 }]
    systems:
      - { name: mp.mix, roles: [management-point] }
  - code: LOW
    mode: mixed
    parent: MIX
    systems:
      - { name: mp.low, roles: [management-point] }
clients:
  - { name: LAPTOP-1, assignedSite: NAT, fallbackStatusPoint: fsp.nat, at: { address: 10.1.0.1 } }
packages:
  - { id: NAT00001, size: 4 KiB }
`

/** A scenario's file with these steps, on that hierarchy. */
export function written(t: Test, ...steps: string[]): string {
  return writtenOn(t, hierarchy, steps)
}

/** The same on another hierarchy; `fields` are further lines at the file's top. */
export function writtenOn(t: Test, hierarchy: string, steps: readonly string[], fields = ''): string {
  const list = steps.map((step) => `  - ${step}\n`).join('')
  const directory = t.testdir({
    'hierarchy.yaml': hierarchy,
    'scenario.yaml': `name: A scenario\nhierarchy: hierarchy.yaml\n${fields}steps:\n${list}`,
  })
  return join(directory, 'scenario.yaml')
}
