import type { EndEvidence } from '../../attempt.ts'

/** A site system that resets a connection has one code for it, and says in its message whether it had begun to answer. */
export function resetInAnswer({ message }: EndEvidence): boolean {
  return /\b(?:in|of|into|during) (?:the|its|an) (?:\w+ of (?:the|its|an) )?answer\b/.test(message)
}
