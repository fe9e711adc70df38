import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'

/** A listener that `npm run fuzz` sends nonsense to. */
export interface FuzzTarget {
  name: string
  open(): Promise<OpenTarget>
  /** Good requests, to be mutated. */
  samples(): Buffer[]
  /** Whether a good request is answered afterwards; `patience` limits the wait in milliseconds. */
  stillAnswers(port: number, patience: number): Promise<boolean>
}

export interface OpenTarget {
  port: number
  transport: 'tcp' | 'udp'
  close(): Promise<void>
}

/** Opens the HTTP port of a site system with one role, in a mixed-mode site. */
export async function openSystem(name: string, role: SiteSystemRole): Promise<OpenTarget> {
  const { hierarchy } = parseHierarchy({
    domain: 'contoso.test',
    sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name, roles: [role] }] }],
  })
  const running = await openHierarchy(hierarchy, { cache: false, addresses: 'shared' })
  const [system] = running.systems
  const url = system?.urls.find((candidate) => candidate.startsWith('http:'))
  if (url === undefined) throw new Error(`the ${role} is not open`)
  return { port: Number(new URL(url).port), transport: 'tcp', close: () => running.close() }
}
