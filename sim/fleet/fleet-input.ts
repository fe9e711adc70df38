// Made by npm run schemas from the schemas of the files that people write.
import type { Outcome } from '../evidence/attempt.ts'
import type { FleetAct } from '../evidence/fleet-result.ts'
import type { SelectionInput } from '../model/schema/client-input.ts'

/**
 * What clients do on a day. Where several entries select a client, the last one
 * that has a field counts.
 */
export interface HabitsInput {
  /** Name of the client that has these habits. */
  client?: string | undefined
  /**
   * The clients that have these habits, as steps of a scenario select them; by
   * default all.
   */
  clients?: SelectionInput | undefined
  /**
   * On the first day, a client without an assigned site looks for one; by default
   * true.
   */
  assign?: boolean | undefined
  /**
   * Sites to which clients travel for a part of the day; by default the visits of
   * their group.
   */
  visits?:
    | {
        /** Code of the site. */
        site: string
        /** Share of the days on which a client goes there. */
        share: string
      }[]
    | undefined
  /**
   * How often clients request policy at each place where they are on a day; by
   * default once.
   */
  policy?: number | undefined
  /**
   * Packages that clients get; by default each package of the hierarchy on 10% of
   * the days.
   */
  downloads?:
    | {
        /** Id of the package. */
        package: string
        /** Share of the days on which a client gets it. */
        share: string
      }[]
    | undefined
  /**
   * Share of the days on which a client scans for software updates; by default 14%,
   * as once a week, where the hierarchy has a software update point.
   */
  updates?: string | undefined
  /** Share of the days on which a client sends a state message; by default 100%. */
  state?: string | undefined
  /**
   * Share of the days on which a client stores its user state and restores it; by
   * default 0%.
   */
  userState?: string | undefined
}

/**
 * How many acts may end in one way. A share is that of all acts of this group and
 * kind.
 */
export interface ThresholdInput {
  /** The most that may have ended so: a number of acts, or a share such as 0.1%. */
  atMost: number | string
  /** Only acts of clients of this group. */
  group?: string | undefined
  /** Only acts of this kind. */
  act?: FleetAct | undefined
  /** Outcome of the acts that count. */
  outcome?: Outcome | undefined
  /** Id of an entry of the failure catalogue: of the acts that count. */
  diagnosis?: string | undefined
}

/**
 * Clients that go about their days, by chance, with expectations of how often
 * something goes wrong.
 */
export interface FleetInput {
  /** JSON Schema of this file, for editors. */
  $schema?: string | undefined
  /** Title of the fleet; by default the name of the hierarchy. */
  name?: string | undefined
  /** Path of the hierarchy file whose clients are the fleet, relative to this file. */
  hierarchy: string
  /**
   * Days that the clients live through.
   * @defaultValue 1
   */
  days?: number | undefined
  /**
   * Decides all chances: the same seed, the same fates.
   * @defaultValue 1
   */
  seed?: number | undefined
  /** What clients do on a day, where it is not the default. */
  habits?: HabitsInput[] | undefined
  /** What may go wrong, and how often. */
  expect?: ThresholdInput[] | undefined
}
