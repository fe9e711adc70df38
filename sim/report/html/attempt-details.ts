import type { Attempt } from '../../evidence/attempt.ts'
import type { CatalogueEntry } from '../../evidence/catalogue-entry.ts'
import type { Texts } from '../../texts/english.ts'
import type { ClientEvidence, EndEvidence } from '../../evidence/end-evidence.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { ConnectionTimes, HttpExchange } from '../../evidence/connection.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import { hasEndsToTell, wrongInWords } from '../in-words.ts'
import { stagesOf, type ReachedStage } from '../stages.ts'
import { addressOf, tellingOf, type AttemptsById } from '../told-in-words.ts'
import type { CertificateEvidence } from '../../vocabulary/certificate.ts'
import { statusInWords } from '../../vocabulary/network.ts'
import { markup, type Markup } from './markup.ts'
import { between } from './page.ts'

/** The evidence of one attempt: a line that opens, and the details behind it. `byId`: the attempts of the client. */
export function attemptDetails(line: AttemptEnded, byId: AttemptsById, texts: Texts): Markup {
  const { attempt, times, exchanges } = line
  const { id, outcome } = attempt
  const words = texts.attempt
  return markup`<details class="attempt" id="${id}">
    <summary>${heading(attempt, texts)}</summary>
    <div>
      ${stages(attempt, times, texts)}
      ${ruleParagraph(attempt.rule, attempt.why, texts)}
      ${outcome === 'failed' && diagnosis(attempt, texts)}
      ${outcome === 'contradicted' && markup`<div class="diagnosis"><p><b>${words.contradictTitle}</b> <span lang="en">${attempt.contradiction ?? ''}</span></p></div>`}
      ${hasEndsToTell(attempt) && markup`<dl class="ends"><div><dt>${words.clientSaw}</dt><dd>${endInWords(attempt.client_end, texts)}</dd></div><div><dt>${attempt.server_end?.witnessed === false ? words.simulatorKnows : words.serverSaw}</dt><dd>${endInWords(attempt.server_end, texts)}</dd></div></dl>`}
      ${facts(line, byId, texts)}
      ${exchanges.length > 0 && markup`<ul class="exchanges">${exchanges.map((exchange) => exchangeLine(exchange, attempt, texts))}</ul>`}
    </div>
  </details>`
}

function heading(attempt: Attempt, texts: Texts): Markup {
  const { id, protocol, outcome, role, relation, system, forced } = attempt
  const words = texts.attempt
  const target = words.target(texts.role(role), relation)
  const why = outcome === 'contradicted' ? words.contradict : wrongInWords(attempt, texts)
  return markup`<b class="mono">${id}</b> <span class="badge ${protocol}">${protocol.toUpperCase()}</span> <span class="badge ${outcome}">${texts.outcomes[outcome]}</span> <span>${target}: <code>${system ?? words.noSystem}</code></span>${forced && markup` <span class="badge">${words.forced}</span>`} <span class="bad">${why}</span>`
}

function stages(attempt: Attempt, { connectMs, tlsMs }: ConnectionTimes, texts: Texts): Markup | false {
  const reached = stagesOf(attempt)
  if (reached.length === 0) return false
  const time = ({ stage }: ReachedStage): string => {
    const ms = stage === 'connect' ? connectMs : stage === 'tls' ? tlsMs : null
    return ms === null ? '' : ` ${ms} ms`
  }
  const mark = { done: '✓', failed: '✗', unreached: '·' }
  const { attempt: words, stages: names } = texts
  const inWords = ({ stage, state }: ReachedStage): string =>
    ({
      done: names[stage],
      failed: words.stageFailed(names[stage]),
      unreached: words.stageUnreached(names[stage]),
    })[state]
  return markup`<ol class="stages" aria-label="${words.stages}">${reached.map(
    (one) =>
      markup`<li class="${one.state}"><span aria-hidden="true">${mark[one.state]} </span>${inWords(one)}${time(one)}</li>`,
  )}</ol>`
}

/** The sentence of a rule as it was recorded, and the rule's id. */
export function ruleParagraph(rule: string, sentence: string, texts: Texts): Markup {
  const id = between(texts.attempt.rule, markup`<code>${rule}</code>`)
  return markup`<p>${texts.rule(rule, sentence)} <span class="quiet">${id}</span></p>`
}

function diagnosis({ diagnosis: id }: Attempt, texts: Texts): Markup {
  const entry = entryOf(id)
  return markup`<div class="diagnosis">${entry ? failureParagraphs(entry, texts) : markup`<p><b>${texts.attempt.unexplainedTitle}</b></p>`}</div>`
}

/** A failure of the catalogue: what it is, what happens, and what is to be done by whom. */
export function failureParagraphs(entry: CatalogueEntry, texts: Texts): Markup {
  const { title, happens } = texts.failure(entry)
  return markup`<p><b>${title}</b> <code class="quiet">${entry.id}</code></p>
    <p>${happens}</p>
    ${remedyParagraph(entry, texts)}`
}

export function remedyParagraph(entry: CatalogueEntry, texts: Texts): Markup {
  const { remedy } = texts.failure(entry)
  return markup`<p><b>${texts.attempt.toDo}</b> (${texts.parties[entry.party]}): ${remedy}</p>`
}

function endInWords(end: ClientEvidence | EndEvidence | null, texts: Texts): Markup {
  const words = texts.attempt
  if (!end) return markup`<span class="quiet">${words.nothingWrong}</span>`
  const { stage, code, message, certificate } = end
  return markup`<code>${code}</code>${words.inStage(texts.stages[stage])}<span lang="en">${message}</span>${
    certificate && markup`<br><span class="quiet">${certificateInWords(certificate, texts)}</span>`
  }`
}

function certificateInWords(certificate: CertificateEvidence, texts: Texts): Markup {
  const { subject, issuer, notBefore, notAfter } = certificate
  return between(
    texts.attempt.certificate,
    markup`<code>${subject}</code>`,
    markup`<code>${issuer}</code>`,
    notBefore,
    notAfter,
  )
}

function facts({ attempt, ends, server }: AttemptEnded, byId: AttemptsById, texts: Texts): Markup {
  const words = texts.attempt
  const { client, clientMode, startedAt, durationMs, tls, after, status, substatus } = attempt
  const rows: [string, Markup | string | null][] = [
    [words.client, words.clientInMode(client, texts.modes[clientMode])],
    [words.address, address(attempt, byId, texts)],
    [words.began, words.took(startedAt, durationMs)],
    [
      words.connection,
      ends &&
        words.fromTo(`${ends.clientAddress}:${ends.clientPort}`, `${ends.serverAddress}:${ends.serverPort}`),
    ],
    [words.listener, server ? listenerInWords(server, texts) : null],
    [
      'TLS',
      tls &&
        [
          tls.version,
          tls.cipher,
          tls.clientCertificate ? words.withCertificate : words.withoutCertificate,
        ].join(', '),
    ],
    [words.status, status === null ? null : statusInWords(status, substatus)],
    [words.followsUp, after === null ? null : markup`<a href="#${after}">${after}</a>`],
  ]
  return markup`<dl class="facts">${rows.map(([name, value]) => value !== null && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}

/** Where the attempt went, or would have gone, and who had told the client. */
function address(attempt: Attempt, byId: AttemptsById, texts: Texts): Markup | null {
  const telling = tellingOf(attempt, byId, texts)
  if (!telling) return null
  const { by, attempt: id, age } = telling
  const source = id !== null && markup` (<a href="#${id}">${id}</a>)`
  return markup`<code>${addressOf(attempt) ?? attempt.system}</code>, ${by}${source}${age}`
}

function listenerInWords(
  { listener, replies }: NonNullable<AttemptEnded['server']>,
  { attempt: words }: Texts,
): string {
  return listener ? words.accepted(listener.fqdn, listener.port, replies) : words.noneAccepted
}

function exchangeLine(
  { method, url, answer, requestBody }: HttpExchange,
  { client_end }: Attempt,
  { attempt: words }: Texts,
): Markup {
  const sent = requestBody.bytes > 0 && words.sent(requestBody.bytes)
  const got = answer
    ? words.answer(`${answer.status} ${answer.reason}`, answer.body.bytes)
    : client_end?.stage === 'http'
      ? words.noAnswer
      : words.neverSent
  return markup`<li><code>${method} ${url}</code>${sent}: ${got}</li>`
}
