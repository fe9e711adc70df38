import type * as distribution from '../../../sim/points/distribution-point/standard-distribution-point.ts'
import type * as fallback from '../../../sim/points/fallback-status-point/fallback-status-point.ts'
import type * as management from '../../../sim/points/management-point/management-point.ts'
import type { Point } from '../../../sim/points/point.ts'
import type * as reporting from '../../../sim/points/reporting-point/reporting-point.ts'
import type * as locator from '../../../sim/points/server-locator-point/server-locator-point.ts'
import type * as update from '../../../sim/points/software-update-point/software-update-point.ts'
import type * as migration from '../../../sim/points/state-migration-point/state-migration-point.ts'
import { decorated, type Decorated } from '../plant.ts'

/** The point answers every request with status 200, and never as its role does. */
function hello(point: Point): Point {
  return {
    ...point,
    directories: (site, system) =>
      point.directories(site, system).map((directory) => ({
        ...directory,
        answer: () => ({ status: 200, headers: { 'Content-Type': 'text/plain' }, body: 'hello' }),
      })),
  }
}

export const answeringHello: readonly { role: string; decorated: Decorated }[] = [
  {
    role: 'management point',
    decorated: decorated<typeof management>('sim/points/management-point/management-point.ts', {
      managementPoint: hello,
    }),
  },
  {
    role: 'distribution point',
    decorated: decorated<typeof distribution>(
      'sim/points/distribution-point/standard-distribution-point.ts',
      { standardDistributionPoint: hello },
    ),
  },
  {
    role: 'software update point',
    decorated: decorated<typeof update>('sim/points/software-update-point/software-update-point.ts', {
      softwareUpdatePoint: hello,
    }),
  },
  {
    role: 'state migration point',
    decorated: decorated<typeof migration>('sim/points/state-migration-point/state-migration-point.ts', {
      stateMigrationPoint: hello,
    }),
  },
  {
    role: 'server locator point',
    decorated: decorated<typeof locator>('sim/points/server-locator-point/server-locator-point.ts', {
      serverLocatorPoint: hello,
    }),
  },
  {
    role: 'fallback status point',
    decorated: decorated<typeof fallback>('sim/points/fallback-status-point/fallback-status-point.ts', {
      fallbackStatusPoint: hello,
    }),
  },
  {
    role: 'reporting point',
    decorated: decorated<typeof reporting>('sim/points/reporting-point/reporting-point.ts', {
      reportingPoint: hello,
    }),
  },
]
