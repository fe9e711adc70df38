import type { SiteSystem } from '../../model/hierarchy.ts'

/** The packages that branch distribution points have fetched on demand: `database.table(createFetchedPackages)`. */
export interface FetchedPackages {
  has(system: SiteSystem, packageId: string): boolean
  add(system: SiteSystem, packageId: string): void
}

export function createFetchedPackages(): FetchedPackages {
  const fetched = new Map<SiteSystem, Set<string>>()
  return {
    has: (system, packageId) => fetched.get(system)?.has(packageId) ?? false,
    add: (system, packageId) =>
      void fetched.set(system, new Set([...(fetched.get(system) ?? []), packageId])),
  }
}
