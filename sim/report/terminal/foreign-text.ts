import type { ForeignConnection } from '../../evidence/foreign-connection.ts'
import {
  endingInWords,
  othersInWords,
  serverEndInWords,
  shownCertificateInWords,
  unusualInWords,
} from '../foreign-in-words.ts'
import { english } from '../../texts/english.ts'
import type { Colors } from './colors.ts'

/** Other candidates that are named; the rest is counted. */
const named = 3

/** A connection that no simulated client made, as one line. */
export function foreignText(connection: ForeignConnection, colors: Colors): string {
  const { at, system, protocol, clientAddress, clientPort, serverPort, tls, outcome } = connection
  const by = [protocol.toUpperCase(), ...(tls === null ? [] : [tls])].join(' over ')
  const ended = `${beginnings[outcome]}${endingInWords(connection, english)}`
  const details = [
    serverEndInWords(connection, english),
    othersInWords(connection, english, named),
    shownCertificateInWords(connection, english),
    unusualInWords(connection, english),
  ].filter((detail) => detail !== '')
  return [
    `${at.slice(11, 19)} ${clientAddress}:${clientPort} to ${system}:${serverPort}, ${by},`,
    outcome === 'failed' ? colors.red(ended) : ended,
    ...(details.length > 0 ? [`(${details.join('; ')})`] : []),
  ].join(' ')
}

const beginnings = {
  answered: 'answered ',
  failed: 'failed: ',
  unanswered: '',
} as const satisfies Readonly<Record<ForeignConnection['outcome'], string>>
