import type { EndEvidence } from '../attempt.ts'

/** All that an end is told when the other goes away without a word. */
export const cutOffCodes = ['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ECONNABORTED'] as const

/** The connection was reset, not closed: Node has one code for both, and tells them apart in its message. */
export function wasReset({ code, message }: EndEvidence): boolean {
  return code === 'EPIPE' || /\b(?:connect|read|write) E[A-Z]+/.test(message)
}
