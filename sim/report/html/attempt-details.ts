import type { Attempt } from '../../evidence/attempt.ts'
import type { ClientEvidence, EndEvidence } from '../../evidence/end-evidence.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { ConnectionTimes, HttpExchange } from '../../evidence/connection.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import { counted, hasEndsToTell, roleInWords, wrongInWords } from '../in-words.ts'
import { stageInWords, stagesOf, type ReachedStage } from '../stages.ts'
import { addressOf, tellingOf, type AttemptsById } from '../told-in-words.ts'
import { markup, type Markup } from './markup.ts'

/** The evidence of one attempt: a line that opens, and the details behind it. `byId`: the attempts of the client. */
export function attemptDetails(line: AttemptEnded, byId: AttemptsById): Markup {
  const { attempt, times, exchanges } = line
  const { id, outcome } = attempt
  return markup`<details class="attempt" id="${id}">
    <summary>${heading(attempt)}</summary>
    <div>
      ${stages(attempt, times)}
      <p>${attempt.why} <span class="quiet">Rule <code>${attempt.rule}</code>.</span></p>
      ${outcome === 'failed' && diagnosis(attempt)}
      ${outcome === 'contradicted' && markup`<div class="diagnosis"><p><b>The two ends contradict each other.</b> ${attempt.contradiction ?? ''}</p></div>`}
      ${hasEndsToTell(attempt) && markup`<dl class="ends"><div><dt>The client’s end saw</dt><dd>${endInWords(attempt.client_end)}</dd></div><div><dt>${attempt.server_end?.witnessed === false ? 'The simulator knows' : 'The server’s end saw'}</dt><dd>${endInWords(attempt.server_end)}</dd></div></dl>`}
      ${facts(line, byId)}
      ${exchanges.length > 0 && markup`<ul class="exchanges">${exchanges.map((exchange) => exchangeLine(exchange, attempt))}</ul>`}
    </div>
  </details>`
}

function heading(attempt: Attempt): Markup {
  const { id, protocol, outcome, role, relation, system, forced } = attempt
  const target = system ?? 'no system'
  const why = outcome === 'contradicted' ? 'the two ends contradict each other' : wrongInWords(attempt)
  return markup`<b class="mono">${id}</b> <span class="badge ${protocol}">${protocol.toUpperCase()}</span> <span class="badge ${outcome}">${outcome}</span> <span>${roleInWords(role)} of the ${relation} site: <code>${target}</code></span>${forced && markup` <span class="badge">forced</span>`} <span class="bad">${why}</span>`
}

function stages(attempt: Attempt, { connectMs, tlsMs }: ConnectionTimes): Markup | false {
  const reached = stagesOf(attempt)
  if (reached.length === 0) return false
  const time = ({ stage }: ReachedStage): string => {
    const ms = stage === 'connect' ? connectMs : stage === 'tls' ? tlsMs : null
    return ms === null ? '' : ` ${ms} ms`
  }
  const mark = { done: '✓', failed: '✗', unreached: '·' }
  const suffix = { done: '', failed: ' failed', unreached: ' not reached' }
  return markup`<ol class="stages" aria-label="Stages">${reached.map(
    (one) =>
      markup`<li class="${one.state}"><span aria-hidden="true">${mark[one.state]} </span>${stageInWords(one.stage)}${suffix[one.state]}${time(one)}</li>`,
  )}</ol>`
}

function diagnosis({ diagnosis: id }: Attempt): Markup {
  const entry = entryOf(id)
  if (!entry) return markup`<div class="diagnosis"><p><b>Nothing in the catalogue explains it.</b></p></div>`
  return markup`<div class="diagnosis">
    <p><b>${entry.title}</b> <code class="quiet">${entry.id}</code></p>
    <p>${entry.happens}</p>
    <p><b>To do</b> (${entry.party}): ${entry.remedy}</p>
  </div>`
}

function endInWords(end: ClientEvidence | EndEvidence | null): Markup {
  if (!end) return markup`<span class="quiet">nothing wrong, or nothing at all</span>`
  const { stage, code, message, certificate } = end
  return markup`<code>${code}</code> in ${stageInWords(stage)}: ${message}${
    certificate &&
    markup`<br><span class="quiet">certificate <code>${certificate.subject}</code> of <code>${certificate.issuer}</code>, valid ${certificate.notBefore} to ${certificate.notAfter}</span>`
  }`
}

function facts({ attempt, ends, server }: AttemptEnded, byId: AttemptsById): Markup {
  const { client, clientMode, startedAt, durationMs, tls, after, status, substatus } = attempt
  const rows: [string, Markup | string | null][] = [
    ['client', `${client}, in ${clientMode} mode`],
    ['address', address(attempt, byId)],
    ['began', `${startedAt}, took ${durationMs} ms`],
    [
      'connection',
      ends && `${ends.clientAddress}:${ends.clientPort} to ${ends.serverAddress}:${ends.serverPort}`,
    ],
    ['listener', server ? listenerInWords(server) : null],
    [
      'TLS',
      tls &&
        `${tls.version}, ${tls.cipher}, ${tls.clientCertificate ? 'with' : 'without'} a client certificate`,
    ],
    ['status', status === null ? null : `${status}${substatus === null ? '' : `.${substatus}`}`],
    ['follows up', after === null ? null : markup`<a href="#${after}">${after}</a>`],
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => value !== null && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** Where the attempt went, or would have gone, and who had told the client. */
function address(attempt: Attempt, byId: AttemptsById): Markup | null {
  const telling = tellingOf(attempt, byId)
  if (!telling) return null
  const { by, attempt: id, age } = telling
  const source = id !== null && markup` (<a href="#${id}">${id}</a>)`
  return markup`<code>${addressOf(attempt) ?? attempt.system}</code>, ${by}${source}${age}`
}

function listenerInWords({ listener, replies }: NonNullable<AttemptEnded['server']>): string {
  return listener
    ? `${listener.fqdn} accepted it at port ${listener.port} and gave ${counted(replies, 'reply', 'replies')}`
    : 'none accepted it'
}

function exchangeLine({ method, url, answer, requestBody }: HttpExchange, { client_end }: Attempt): Markup {
  const sent = requestBody.bytes > 0 && ` with ${requestBody.bytes} bytes`
  const got = answer
    ? `${answer.status} ${answer.reason}, ${answer.body.bytes} bytes`
    : client_end?.stage === 'http'
      ? 'no answer'
      : 'never sent'
  return markup`<li><code>${method} ${url}</code>${sent}: ${got}</li>`
}
