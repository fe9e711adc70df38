/** A bound on what a stranger can make this program keep, hold open or wait for. */
interface Limit {
  value: number
  unit: 'bytes' | 'seconds' | 'connections' | 'requests' | 'lines' | 'days'
  /** What is bounded, as a sentence without its subject: `Bytes of a handshake that a probe keeps`. */
  what: string
  /** What happens beyond it. */
  beyond: string
  /** Why it is this number: a source, or a reason. */
  why: string
  basis: 'documented' | 'our choice'
}

/** The one place of each such bound; docs/limits.md is made from it. */
export const limits = {
  clockAhead: {
    value: 328_725,
    unit: 'days',
    what: "How far the simulation's clock can be ahead of the machine's: 900 years",
    beyond: 'a scenario whose steps add up to more is refused; a step on the live page is not carried out',
    why: 'certificates are dated back by as much, and dates need a year of four digits',
    basis: 'our choice',
  },
} as const satisfies Record<string, Limit>
