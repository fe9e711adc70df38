/** What a client did, told in sentences. */
export type Story = readonly StoryLine[]

export interface StoryLine {
  sentence: string
  /** Id of the rule that the client went by; null where none was needed. */
  rule: string | null
  /** Id of the attempt that shows it; null where no socket was opened. */
  attempt: string | null
}
