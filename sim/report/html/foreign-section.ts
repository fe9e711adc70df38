import type { ForeignConnection } from '../../evidence/foreign-connection.ts'
import type { RecordedHierarchy } from '../../evidence/recording/recording.ts'
import {
  endingInWords,
  othersInWords,
  serverEndInWords,
  shownCertificateInWords,
  unusualInWords,
} from '../foreign-in-words.ts'
import { counted } from '../in-words.ts'
import { markup, type Markup } from './markup.ts'

/** The connections that no simulated client made, of each hierarchy that had any. */
export function foreignSection(hierarchies: readonly RecordedHierarchy[]): Markup {
  const visited = hierarchies.filter(({ foreign }) => foreign.length > 0)
  return markup`<section id="foreign" aria-labelledby="foreign-title"><h2 id="foreign-title">Connections of other programs</h2>
    <p>Made by no simulated client, so that only the server’s end is known: the failures that explain it, the most likely first.</p>
    ${visited.map(foreignTable)}</section>`
}

function foreignTable({ scenario, opened, foreign, foreignLeftOut }: RecordedHierarchy): Markup {
  const name = scenario?.name ?? opened.name
  return markup`<div class="card scroll" tabindex="0" role="group" aria-label="Connections of other programs to ${name}"><table><caption>${name}${foreignLeftOut > 0 && `, the latest; ${counted(foreignLeftOut, 'earlier one')} left out`}</caption>
    <thead><tr>${foreignHeadings}</tr></thead>
    <tbody>${foreign.map((connection) => markup`<tr>${foreignCells(connection)}</tr>`)}</tbody></table></div>`
}

export const foreignHeadings = markup`${['id', 'at', 'from', 'by', 'turned to', 'outcome', 'what it was', 'what the server saw', 'certificate of the client'].map((name) => markup`<th scope="col">${name}</th>`)}`

/** The cells of one connection, here and on the live page. */
export function foreignCells(connection: ForeignConnection): Markup {
  const { id, at, clientAddress, clientPort, protocol, tls, system, serverPort, outcome } = connection
  const others = othersInWords(connection)
  const unusual = unusualInWords(connection)
  return markup`<th scope="row" class="mono">${id}</th><td>${at.slice(11, 19)}</td><td class="mono">${clientAddress}:${clientPort}</td><td><span class="badge ${protocol}">${protocol.toUpperCase()}</span> ${tls}</td><td>${system}:${serverPort}</td><td><span class="badge ${outcome}">${outcome}</span></td><td>${endingInWords(connection)}${connection.diagnosis && markup` <code class="quiet">${connection.diagnosis}</code>`}${others && markup`<br><span class="quiet">${others}</span>`}</td><td>${serverEndInWords(connection)}${unusual && markup`<br><span class="quiet">${unusual}</span>`}</td><td>${shownCertificateInWords(connection)}</td>`
}
