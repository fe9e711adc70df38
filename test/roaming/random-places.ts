import type { Random } from '../fuzz/random.ts'
import type { DescribedBoundary, DescribedSite, Place } from './described-hierarchy.ts'

/** A kind of boundary that the site of that number may have, and a place in it. Those of two sites never meet. */
const kinds: readonly ((site: number) => {
  boundary: Omit<DescribedBoundary, 'connection'>
  place: Place
})[] = [
  (site) => ({ boundary: { subnet: `10.${site}.0.0/16` }, place: { address: `10.${site}.3.20` } }),
  (site) => ({
    boundary: { range: `10.${100 + site}.0.10-10.${100 + site}.1.99` },
    place: { address: `10.${100 + site}.1.0` },
  }),
  (site) => ({ boundary: { ipv6Prefix: `fd00:${site}::/64` }, place: { address: `fd00:${site}::20` } }),
  (site) => ({
    boundary: { activeDirectorySite: `Floor-${site}` },
    place: { activeDirectorySite: `Floor-${site}` },
  }),
]

/** Some sites have none; where they may overlap, a site sometimes claims what another one has. */
export function boundariesOf(random: Random, site: number, overlapping: boolean): DescribedBoundary[] {
  const own = kinds.filter(() => random.below(100) < 55).map((make) => make(site).boundary)
  const others =
    overlapping && site > 0 && random.below(3) === 0 ? [random.pick(kinds)(random.below(site)).boundary] : []
  return [...own, ...others].map((boundary) => ({
    ...boundary,
    connection: random.below(5) === 0 ? 'slow' : 'fast',
  }))
}

/** In the boundaries of some site or none, at times by address and Active Directory site both, or on the Internet. */
export function randomPlace(random: Random, sites: readonly DescribedSite[]): Place {
  const [chance, site] = [random.below(100), random.below(sites.length)]
  if (chance < 10) return { internet: true }
  if (chance < 18) return { address: `10.250.0.${1 + random.below(200)}` }
  const inside = kinds
    .map((make) => make(site))
    .filter(({ boundary }) => (sites[site]?.boundaries ?? []).some((own) => sameNetwork(own, boundary)))
  const { place } = inside.length > 0 ? random.pick(inside) : random.pick(kinds)(site)
  if (chance > 92 && 'address' in place)
    return { ...place, activeDirectorySite: `Floor-${random.below(sites.length)}` }
  return place
}

function sameNetwork(
  one: Omit<DescribedBoundary, 'connection'>,
  other: Omit<DescribedBoundary, 'connection'>,
): boolean {
  return (
    one.subnet === other.subnet &&
    one.range === other.range &&
    one.ipv6Prefix === other.ipv6Prefix &&
    one.activeDirectorySite === other.activeDirectorySite
  )
}
