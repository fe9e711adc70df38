import { isBranchAlone } from '../../model/sites.ts'
import type { Point, PointContext } from '../point.ts'
import { openShare, type PackagesShared } from './content-share.ts'
import { createFetchedPackages } from './fetched-packages.ts'
import { contentOn } from './package-tree.ts'

/** A client computer that shares packages. A standard distribution point on the same system has the share already. */
export const branchDistributionPoint: Point = {
  directories: () => [],
  open: (context) =>
    isBranchAlone(context.system)
      ? [openShare(context, fetchedOnDemand(context), context.system.branchDistributionPoint)]
      : [],
}

/** The packages of a branch distribution point, of which it fetches some when they are first asked for. */
function fetchedOnDemand({ hierarchy, system, database, fetch }: PointContext): PackagesShared {
  const fetched = database.table(createFetchedPackages)
  const fetching = new Map<string, Promise<void>>()
  const here = contentOn(system, hierarchy)
  const onDemand = new Set(
    here.flatMap((content) => ('onDemand' in content && content.onDemand ? content.id : [])),
  )
  const awaits = (id: string): boolean => onDemand.has(id) && !fetched.has(system, id)
  return {
    packages: () => here.filter(({ id }) => !awaits(id)),
    missing(path) {
      const [folder = ''] = path.split('\\')
      const id = folder.toUpperCase()
      if (!awaits(id) || fetching.has(id)) return
      fetching.set(
        id,
        fetch(id).then((got) => {
          if (got) fetched.add(system, id)
          fetching.delete(id)
        }),
      )
    },
    async ready() {
      await Promise.all(fetching.values())
    },
  }
}
