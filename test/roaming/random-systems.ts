import type { SiteSystemRole } from '../../sim/index.ts'
import type { Random } from '../fuzz/random.ts'
import type { DescribedSite, DescribedSystem } from './described-hierarchy.ts'

/** A management point mostly, up to two standard distribution points, and now and then one of everything else. */
export function systemsOf(
  random: Random,
  { code, boundaries, kind }: DescribedSite,
  sites: readonly DescribedSite[],
  packages: readonly string[],
): DescribedSystem[] {
  const some = (percent: number): boolean => random.below(100) < percent
  const make = (
    name: string,
    roles: SiteSystemRole[],
    more: Partial<DescribedSystem> = {},
  ): DescribedSystem => ({
    ...{ name: `${name}.${code.toLowerCase()}`, roles, packages: [], protectedBoundaries: [] },
    clientConnections: 'both',
    ...more,
  })
  const held = (): string[] => packages.filter(() => some(70))
  const protection = () => {
    const places = some(65) ? boundaries : sites.flatMap((site) => site.boundaries)
    return some(30) && places.length > 0 ? [random.pick(places)] : []
  }
  const systems: DescribedSystem[] = []
  if (some(93)) systems.push(make('mp', ['management-point']))
  const distributionPoints = some(10) ? 0 : 1 + random.below(2)
  for (let index = 0; index < distributionPoints; index++) {
    systems.push(
      make(`dp${index}`, ['standard-distribution-point'], {
        httpTransfer: some(75),
        packages: held(),
        protectedBoundaries: protection(),
        clientConnections: some(70) ? 'both' : random.pick(['intranet', 'internet']),
      }),
    )
  }
  if (some(25)) systems.push(make('bdp', ['branch-distribution-point'], { packages: held() }))
  const central = sites[0]?.code === code
  const services: SiteSystemRole[] = []
  if (some(central ? 70 : 10)) services.push('server-locator-point')
  if (some(central ? 70 : 15)) services.push('fallback-status-point')
  if (services.length > 0) systems.push(make('ss', services))
  if (some(kind === 'primary' ? 35 : 10))
    systems.push(make('sup', ['software-update-point'], { ssl: some(50) }))
  if (some(25)) systems.push(make('smp', ['state-migration-point']))
  return systems
}
