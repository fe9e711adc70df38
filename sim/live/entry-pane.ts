import { entryOf } from '../evidence/catalogue.ts'
import type { Headers, HttpExchange } from '../evidence/connection.ts'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import {
  endingInWords,
  othersInWords,
  serverEndInWords,
  shownCertificateInWords,
  unusualInWords,
} from '../report/foreign-in-words.ts'
import { attemptDetails } from '../report/html/attempt-details.ts'
import { markup, type Markup } from '../report/html/markup.ts'
import { day, usageInWords } from '../report/in-words.ts'
import type { Texts } from '../texts/english.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import { commandsFor, type PkiFolder } from './commands.ts'

/** What a row opens to; undefined where no attempt or connection has this id, or none that is kept. */
export function entryPane(
  id: string,
  recorded: RecordedHierarchy,
  pki: PkiFolder,
  texts: Texts,
): Markup | undefined {
  const line = recorded.attempts.find(({ attempt }) => attempt.id === id)
  if (line) return attemptPane(line, recorded, pki, texts)
  const connection = recorded.foreign.find((one) => one.id === id)
  return connection && connectionPane(connection, texts)
}

function attemptPane(
  line: AttemptEnded,
  { attempts, now }: RecordedHierarchy,
  pki: PkiFolder,
  texts: Texts,
): Markup {
  const { client } = line.attempt
  const byId = new Map(
    attempts.filter((one) => one.attempt.client === client).map(({ attempt }) => [attempt.id, attempt]),
  )
  const systems = now.sites.flatMap((site) => site.systems)
  const commands = commandsFor(line, pki, (fqdn) => systems.find((one) => one.fqdn === fqdn)?.address)
  return markup`${attemptDetails(line, byId, texts)}
    ${certificates(line, texts)}
    ${line.exchanges.map((exchange) => exchangeHeaders(exchange, texts))}
    ${
      commands &&
      markup`<section aria-label="${texts.pane.again}"><h3>${texts.pane.again}</h3>
      ${pki.writtenBy !== null && markup`<p class="quiet">${texts.pane.certificatesBy} <code>${pki.writtenBy}</code></p>`}
      ${command('curl', commands.curl, texts)}${commands.openssl !== null && command('openssl s_client', commands.openssl, texts)}</section>`
    }`
}

function command(name: string, text: string, { pane }: Texts): Markup {
  return markup`<div class="command"><button type="button" data-copy>${pane.copyAs(name)}</button><pre tabindex="0" role="group" aria-label="${name}">${text}</pre></div>`
}

/** The certificates that either end has told of, each once. */
function certificates({ attempt: { client_end, server_end } }: AttemptEnded, texts: Texts): Markup | false {
  const told: [string, CertificateEvidence | null | undefined][] = [
    [texts.pane.clientRefused, client_end?.certificate],
    [texts.pane.serverRefused, server_end?.certificate],
    [texts.pane.ownCertificate, client_end?.own?.certificate],
  ]
  const seen = new Set<string>()
  const shown = told.flatMap(([title, certificate]) => {
    if (!certificate || seen.has(certificate.serialNumber)) return []
    seen.add(certificate.serialNumber)
    return [
      markup`<section aria-label="${title}"><h3>${title}</h3>${certificateFacts(certificate, texts)}</section>`,
    ]
  })
  return shown.length > 0 && markup`${shown}`
}

function certificateFacts(certificate: CertificateEvidence, texts: Texts): Markup {
  const { subject, issuer, serialNumber, notBefore, notAfter, names, usages } = certificate
  const { pane } = texts
  return facts([
    [pane.subject, subject],
    [pane.issuedBy, issuer],
    [pane.serialNumber, serialNumber],
    [pane.valid, pane.fromTo(day(notBefore), day(notAfter))],
    [pane.names, names.join(', ')],
    [pane.for, usages.map((usage) => usageInWords(usage, texts)).join(', ')],
  ])
}

/** The headers of a request and of its answer, side by side. */
function exchangeHeaders(
  { method, url, requestHeaders, requestBody, answer, waitMs }: HttpExchange,
  texts: Texts,
): Markup {
  const { pane } = texts
  const end = answer ? pane.answered(`${answer.status} ${answer.reason}`, waitMs) : texts.attempt.noAnswer
  return markup`<details class="exchange"><summary><code>${method} ${new URL(url).pathname}</code> <span class="quiet">${end}</span></summary>
    <div class="ends"><div><h3>${pane.request}</h3>${headerTable(requestHeaders)}${body(requestBody.text, texts)}</div>
    ${answer && markup`<div><h3>${pane.answer}</h3>${headerTable(answer.headers)}${body(answer.body.text, texts)}</div>`}</div></details>`
}

function headerTable(headers: Headers): Markup {
  return markup`<dl class="facts">${headers.map(([name, value]) => markup`<dt>${name}</dt><dd class="mono">${value}</dd>`)}</dl>`
}

function body(text: string | undefined, { pane }: Texts): Markup | false {
  return (
    text !== undefined &&
    text !== '' &&
    markup`<pre tabindex="0" role="group" aria-label="${pane.body}">${text}</pre>`
  )
}

function connectionPane(connection: ForeignConnection, texts: Texts): Markup {
  const { id, at, clientAddress, clientPort, serverAddress, serverPort, system, protocol, tls } = connection
  const { outcome, replies, durationMs } = connection
  const { pane } = texts
  const entry = entryOf(connection.diagnosis)
  const told = entry && texts.failure(entry)
  return markup`<h3><b class="mono">${id}</b> <span class="badge ${protocol}">${protocol.toUpperCase()}</span> <span class="badge ${outcome}">${texts.outcomes[outcome]}</span> ${system} <span class="bad">${endingInWords(connection, texts)}</span></h3>
    ${
      entry &&
      told &&
      markup`<div class="diagnosis"><p><b>${told.title}</b> <code class="quiet">${entry.id}</code></p><p>${told.happens}</p><p><b>${texts.attempt.toDo}</b> (${texts.parties[entry.party]}): ${told.remedy}</p></div>`
    }
    ${facts([
      [pane.serverSaw, serverEndInWords(connection, texts)],
      [pane.otherCauses, othersInWords(connection, texts)],
      [pane.certificate, shownCertificateInWords(connection, texts)],
      [
        pane.connection,
        texts.attempt.fromTo(`${clientAddress}:${clientPort}`, `${serverAddress}:${serverPort}`),
      ],
      ['TLS', tls ?? ''],
      [pane.ended, pane.endedAfter(at, durationMs, replies)],
      [pane.server, unusualInWords(connection, texts)],
    ])}`
}

function facts(rows: readonly (readonly [name: string, value: string])[]): Markup {
  return markup`<dl class="facts">${rows.map(([name, value]) => value !== '' && markup`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`
}
