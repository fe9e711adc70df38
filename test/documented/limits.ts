import { different, notSimulated } from '../../docs/generate/limits.ts'

/** Items of docs/what-is-known.md, word for word, for statements that are not carried out, or not as they are. */
export const limits = {
  ...notSimulated,
  ...different,
  choiceStatePaths: 'the paths and messages of state migration points',
  choiceVirtualDirectory: 'the way a client picks one of two virtual directories',
  choiceLogs: "the wording of the clients' logs, except for failures",
  choiceAlone: 'the use of a client certificate that is alone in its store, whatever its dates and purpose',
} as const

export type Limit = keyof typeof limits
