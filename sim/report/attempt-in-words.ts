import type { Attempt } from '../evidence/attempt.ts'
import { entryOf } from '../evidence/catalogue.ts'

/** `HTTPS to mp.nat.sitemode.test answered`, with the diagnosis of a failure. */
export function attemptInWords(attempt: Attempt): string {
  const { protocol, system, outcome, diagnosis } = attempt
  const tried = `${protocol.toUpperCase()} to ${system ?? 'nobody'} ${outcome}`
  if (outcome !== 'failed') return tried
  return `${tried}: ${entryOf(diagnosis)?.title ?? 'unexplained'} ${bothEnds(attempt)}`
}

/** `a3 answered`, or the diagnosis by its id. */
export function attemptInShort(attempt: Attempt): string {
  const { id, outcome, diagnosis } = attempt
  return outcome === 'failed'
    ? `${id} failed: ${diagnosis ?? 'unexplained'} ${bothEnds(attempt)}`
    : `${id} ${outcome}`
}

function bothEnds({ client_end, server_end }: Attempt): string {
  return `(client ${client_end?.code ?? 'saw nothing'}, server ${server_end?.code ?? 'saw nothing'})`
}
