/** The simulation's time, which starts with the machine's or elsewhere, goes on with it, and can be moved ahead. */
export interface Clock {
  now(): Date
  /** The machine's time, by which TLS libraries go. */
  machine(): Date
  /** Milliseconds from the machine's time to the simulation's. */
  ahead(): number
}
