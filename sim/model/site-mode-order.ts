import type { Hierarchy } from './hierarchy.ts'
import type { SiteMode } from './site-mode.ts'

/** "How to Migrate a Site to Native Mode" and "How to Revert a Site to Mixed Mode", in short. */
const order: Readonly<Record<SiteMode, string>> = {
  native:
    'a site goes into native mode only under a parent that is in native mode already, from the top down',
  mixed:
    'a site goes back into mixed mode only above children that are in mixed mode already, from the bottom up',
}

/** The site that has to go over first, and why; undefined when nothing stands in the way. */
export function inTheWay(
  { sites }: Pick<Hierarchy, 'sites'>,
  code: string,
  mode: SiteMode,
): { site: string; why: string } | undefined {
  const parent = sites.find((site) => site.code === code)?.parent
  const first =
    mode === 'native'
      ? sites.find((site) => site.code === parent && site.mode === 'mixed')
      : sites.find((site) => site.parent === code && site.kind === 'primary' && site.mode === 'native')
  return first && { site: first.code, why: order[mode] }
}
