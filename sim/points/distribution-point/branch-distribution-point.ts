import type { Point } from '../point.ts'
import { openShare } from './content-share.ts'

/** A client computer that shares packages. A standard distribution point on the same system has the share already. */
export const branchDistributionPoint: Point = {
  directories: () => [],
  open: (context) =>
    context.system.roles.includes('standard-distribution-point')
      ? []
      : [openShare(context, context.system.branchDistributionPoint)],
}
