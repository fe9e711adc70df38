import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Hierarchy } from './hierarchy.ts'

/**
 * Whether a primary site of the first mode may have a parent of the second: "It is not supported to attach a native mode
 * child site to a parent primary site configured for mixed mode."
 */
export const mayStandUnder: Readonly<Record<SiteMode, Readonly<Record<SiteMode, boolean>>>> = {
  mixed: { mixed: true, native: true },
  native: { mixed: false, native: true },
}

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
  const first = sites.find(
    (site) =>
      (site.code === parent && !mayStandUnder[mode][site.mode]) ||
      (site.parent === code && site.kind === 'primary' && !mayStandUnder[site.mode][mode]),
  )
  return first && { site: first.code, why: order[mode] }
}
