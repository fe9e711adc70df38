import type { FleetResult } from '../../evidence/fleet-result.ts'
import type { Obstacle } from '../../parts/complete-set.ts'
import type { PlanResult } from '../../report/plan-result.ts'
import type { SplitRun } from '../../report/split-run.ts'

/** What the parts of a work come to, by the work; without one, what stands in the way. */
export type MergeResult =
  | {
      work: 'run'
      /** What `merge --json` prints. */
      result: JoinedRun
    }
  | {
      work: 'plan'
      /** What `merge --json` prints. */
      result: PlanResult
    }
  | {
      work: 'fleet'
      /** What `merge --json` prints. */
      result: JoinedFleet
    }
  | {
      work: null
      /** What `merge --json` prints. */
      result: MergeObstacles
    }

/** All parts of a run; `merge --json` prints this. */
export interface JoinedRun extends SplitRun {
  /** Of how many parts it is made. */
  shards: number
  /** None. */
  missing: []
  /** No expectation failed. */
  held: boolean
}

/** All parts of a fleet; `merge --json` prints this. */
export interface JoinedFleet extends FleetResult {
  /** Of how many parts it is made. */
  shards: number
  /** None. */
  missing: []
}

/** What stands in the way of joining parts; `merge --json` prints this. */
export interface MergeObstacles {
  /** Shards whose parts have to be made, or made anew: `2/4`. */
  missing: string[]
  /** Everything that stands in the way. */
  obstacles: MergeObstacle[]
  held: false
}

/** One thing that stands in the way of joining parts. */
export interface MergeObstacle {
  /** Stable, for programs: a part is `missing`, `cut-short`, `changed` or `foreign`, or a file is none. */
  code: Obstacle['code']
  /** `2/4`; null where the file does not say it. */
  shard: string | null
  /** As it was found; null where there is none. */
  file: string | null
  /** A sentence without its full stop. */
  message: string
  /** The command line that makes the part anew; null where none would help. */
  command: string | null
}
