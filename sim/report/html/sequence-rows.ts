import type { AttemptEnded } from '../../evidence/recording/event.ts'
import type { HttpExchange } from '../../evidence/connection.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import { stageInWords, stagesOf, type ReachedStage } from '../stages.ts'

/** Height of a line in a sequence diagram, in pixels. */
export const rowHeight = 22

/** A line of an attempt: an arrow with words on it, or words alone. */
export interface DiagramRow {
  text: string
  kind: 'done' | 'failed' | 'withheld' | 'said'
}

/** Requests that are drawn one by one. */
const drawnExchanges = 6

/** An attempt as lines of a sequence diagram: one for each stage that it came to, and for each request. */
export function attemptRows(line: AttemptEnded): DiagramRow[] {
  const { attempt } = line
  if (attempt.outcome === 'withheld') {
    return [
      { text: `kept away: ${attempt.protocol.toUpperCase()} by rule ${attempt.rule}`, kind: 'withheld' },
    ]
  }
  const rows = stagesOf(attempt).flatMap((stage) => stageRows(stage, line))
  if (attempt.outcome !== 'failed') return rows
  const title = entryOf(attempt.diagnosis)?.title ?? 'nothing in the catalogue explains it'
  return [...rows, { text: `✗ ${title}`, kind: 'said' }]
}

function stageRows({ stage, came }: ReachedStage, { attempt, exchanges }: AttemptEnded): DiagramRow[] {
  if (came === 'unreached') return []
  const { client_end, tls } = attempt
  const name = stageInWords(stage)
  const failure = came === 'failed' ? `: ${client_end?.code ?? ''}` : ''
  if (stage === 'http' && exchanges.length > 0) {
    const rest = exchanges.length - drawnExchanges
    return [
      ...exchanges.slice(0, drawnExchanges).map((exchange) => exchangeRow(exchange)),
      ...(rest > 0 ? [{ text: `… ${rest} more requests`, kind: 'said' as const }] : []),
      ...(came === 'failed' && exchanges.at(-1)?.answer?.status !== attempt.status
        ? [{ text: `${name}${failure}`, kind: 'failed' as const }]
        : []),
    ]
  }
  if (stage === 'tls' && tls !== null && came === 'done') {
    const shown = tls.clientCertificate ? 'client certificate shown' : 'no client certificate'
    return [{ text: `${tls.version.replace('v', ' ')}, ${shown}`, kind: 'done' }]
  }
  return [{ text: name + failure, kind: came }]
}

function exchangeRow({ method, url, answer }: HttpExchange): DiagramRow {
  const { pathname, search } = new URL(url)
  const status = answer === null ? 'no answer' : `${answer.status}`
  const kind = answer === null || answer.status >= 400 ? 'failed' : 'done'
  return { text: `${status} ← ${method} ${pathname}${search}`, kind }
}
