/** What the command line ends with. */
export const exitCodes = {
  held: 0,
  /** An expectation failed, or a cell disagreed. */
  failed: 1,
  /** Usage or a file that cannot be used. */
  input: 2,
  /** An address, a port, a permission. */
  environment: 3,
  /** A defect of ours. */
  internal: 4,
  interrupted: 130,
} as const
