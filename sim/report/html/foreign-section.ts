import type { ForeignConnection } from '../../evidence/foreign-connection.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import {
  endingInWords,
  othersInWords,
  serverEndInWords,
  shownCertificateInWords,
  unusualInWords,
} from '../foreign-in-words.ts'
import { markup, type Markup } from './markup.ts'
import type { Texts } from '../../texts/english.ts'

/** The connections that no simulated client made, of each hierarchy that had any. */
export function foreignSection(hierarchies: readonly RecordedHierarchy[], texts: Texts): Markup {
  const visited = hierarchies.filter(({ foreign }) => foreign.length > 0)
  return markup`<section id="foreign" aria-labelledby="foreign-title"><h2 id="foreign-title">${texts.foreign.title}</h2>
    <p>${texts.foreign.about}</p>
    ${visited.map((one) => foreignTable(one, texts))}</section>`
}

function foreignTable(
  { scenario, opened, foreign, foreignLeftOut }: RecordedHierarchy,
  texts: Texts,
): Markup {
  const name = scenario?.name ?? opened.name
  return markup`<div class="card scroll" tabindex="0" role="group" aria-label="${texts.foreign.connectionsTo(name)}"><table><caption>${name}${foreignLeftOut > 0 && texts.foreign.latest(foreignLeftOut)}</caption>
    <thead><tr>${foreignHeadings(texts)}</tr></thead>
    <tbody>${foreign.map((connection) => markup`<tr>${foreignCells(connection, texts)}</tr>`)}</tbody></table></div>`
}

function foreignHeadings({ foreign }: Texts): Markup {
  return markup`${Object.values(foreign.headings).map((name) => markup`<th scope="col">${name}</th>`)}`
}

/** The cells of one connection, here and on the live page. */
function foreignCells(connection: ForeignConnection, texts: Texts): Markup {
  const { id, at, clientAddress, clientPort, protocol, tls, system, serverPort, outcome } = connection
  const others = othersInWords(connection, texts)
  const unusual = unusualInWords(connection, texts)
  return markup`<th scope="row" class="mono">${id}</th><td>${at.slice(11, 19)}</td><td class="mono">${clientAddress}:${clientPort}</td><td><span class="badge ${protocol}">${protocol.toUpperCase()}</span> ${tls}</td><td>${system}:${serverPort}</td><td><span class="badge ${outcome}">${texts.outcomes[outcome]}</span></td><td>${endingInWords(connection, texts)}${connection.diagnosis && markup` <code class="quiet">${connection.diagnosis}</code>`}${others && markup`<br><span class="quiet">${others}</span>`}</td><td>${serverEndInWords(connection, texts)}${unusual && markup`<br><span class="quiet">${unusual}</span>`}</td><td>${shownCertificateInWords(connection, texts)}</td>`
}
