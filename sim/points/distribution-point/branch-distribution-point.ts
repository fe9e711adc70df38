import type { Package } from '../../model/hierarchy.ts'
import type { Point, PointContext } from '../point.ts'
import { openShare, type PackagesShared } from './content-share.ts'
import { createFetchedPackages, isBranchAlone } from './fetched-packages.ts'

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
  const awaits = ({ id, onDemand }: Package): boolean => onDemand && !fetched.has(system, id)
  const here = hierarchy.packages.filter(({ id }) => system.packages.includes(id))
  return {
    packages: () => here.filter((content) => !awaits(content)),
    missing(path) {
      const [folder = ''] = path.split('\\')
      const wanted = here.find(({ id }) => id === folder.toUpperCase())
      if (!wanted || !awaits(wanted) || fetching.has(wanted.id)) return
      const { id } = wanted
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
