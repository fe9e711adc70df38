import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import type { HttpExchange } from '../../evidence/connection.ts'
import { componentOf } from './component.ts'
import type { LogLine, LogType } from './cmtrace.ts'

/**
 * What a client logs of one attempt. Of failures the line is that of the catalogue, where one is known. Of the rest only the
 * file is documented ("List of Log Files in Configuration Manager 2007"); the wording is our choice.
 */
export function attemptLines(line: AttemptEnded): LogLine[] {
  const { attempt, exchanges } = line
  const says = (component: string, message: string, type: LogType = 1, atMs = 0): LogLine => ({
    component,
    message,
    type,
    at: new Date(Date.parse(attempt.startedAt) + atMs).toISOString(),
  })
  const { outcome, durationMs } = attempt
  const component = componentOf(attempt, exchanges[0])
  if (outcome === 'withheld') return [says(component, `${whom(attempt)}: not used. ${attempt.why}`, 2)]
  const said = exchanges.flatMap((exchange) =>
    exchange.answer
      ? [says(componentOf(attempt, exchange), exchangeInWords(exchange), 1, exchange.atMs)]
      : [],
  )
  const ended =
    outcome === 'answered'
      ? [says(component, `${whom(attempt)}: answered by ${attempt.protocol.toUpperCase()}.`, 1, durationMs)]
      : failureMessages(attempt).map((message) => says(component, message, 3, durationMs))
  const inCcmExec = outcome === 'failed' ? catalogueLine(attempt) : null
  return [...said, ...ended, ...(inCcmExec === null ? [] : [says('CcmExec', inCcmExec, 3, durationMs)])]
}

function whom({ role, relation, site, system }: Attempt): string {
  const where = site === null ? '' : ` of ${relation} site ${site}`
  return `${system ?? 'No system'} (${role.replaceAll('-', ' ')}${where})`
}

function exchangeInWords({ method, url, answer }: HttpExchange): string {
  return `${method} ${url}: HTTP ${answer?.status ?? ''}, ${answer?.body.bytes ?? 0} bytes.`
}

function failureMessages(attempt: Attempt): string[] {
  const { diagnosis, client_end, url, protocol } = attempt
  const title = entryOf(diagnosis)?.title ?? 'not explained'
  return [
    `${whom(attempt)}: failed by ${protocol.toUpperCase()} at ${url ?? ''} (${client_end?.code ?? ''}): ${title}.`,
  ]
}

/** The real client's own line, with what it leaves open filled in. */
function catalogueLine({ diagnosis, url }: Attempt): string | null {
  const log = entryOf(diagnosis)?.clientLog
  if (!log || !url) return null
  const { port, protocol } = new URL(url)
  const scheme = protocol.slice(0, -1)
  return log.line
    .replace('URL=…', `URL=${url}`)
    .replace('Port=…', `Port=${port}`)
    .replace('Protocol=…', `Protocol=${scheme}`)
}
