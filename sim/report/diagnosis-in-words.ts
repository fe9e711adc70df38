import type { ClockDifference, LoggedFailure } from '../diagnose/failure.ts'
import type { LogKind } from '../logs/log-reader.ts'
import type { End } from '../logs/statement.ts'

export const kindInWords: Readonly<Record<LogKind, readonly [one: string, several: string]>> = {
  'client-log': ["client's log", 'client logs'],
  'web-server-log': ["web server's log", 'web server logs'],
  recording: ['recording', 'recordings'],
  capture: ['capture', 'captures'],
}

export const endsInWords: Readonly<Record<End, string>> = {
  client: "the client's log alone",
  server: "the server's log alone",
  both: 'both ends',
}

/** `12 times at mp.contoso.com from 3 clients`. */
export function headingOf({ count, hosts, clients, clientCount }: LoggedFailure): string {
  const [host] = hosts
  const who = clientCount > 1 ? `${clientCount} clients` : (clients[0] ?? '')
  return [
    timesInWords(count),
    ...(host === undefined ? [] : [`at ${host}`]),
    ...(who === '' ? [] : [`from ${who}`]),
  ].join(' ')
}

export function timesInWords(count: number): string {
  return count === 1 ? 'Once' : `${count} times`
}

/** `2010-03-04 10:11:12 to 2010-03-04 12:00:00`; empty where no line has a time. */
export function whenInWords({ first, last }: LoggedFailure): string {
  const times = [...new Set([first, last])].flatMap((time) => (time === null ? [] : [timeInWords(time)]))
  return times.join(' to ')
}

/** `2010-03-04 10:11:12`, with `UTC` where the zone is known. */
function timeInWords(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)}${iso.endsWith('Z') ? ' UTC' : ''}`
}

/** How sure the first candidate is: `most likely`; empty where there is none. */
export function verbOf({ candidates, certain }: LoggedFailure): string {
  if (candidates.length === 0) return ''
  if (certain) return 'it is'
  return candidates.length === 1 ? 'it can be' : 'most likely'
}

/** A second is within what a web server's log can tell. */
const worthTellingMs = 2000

/** How the clocks differ, as a sentence; empty where they do not. */
export function clocksInWords({ zoneMinutes, skewMs, pairs }: ClockDifference): string {
  const parts = [
    ...(zoneMinutes === 0
      ? []
      : [`${Math.abs(zoneMinutes) / 60} h ${aheadOrBehind(zoneMinutes)} by its time zone`]),
    ...(Math.abs(skewMs) < worthTellingMs
      ? []
      : [`${Math.round(Math.abs(skewMs) / 1000)} s ${aheadOrBehind(skewMs)}`]),
  ]
  if (parts.length === 0) return ''
  const shown = pairs === 1 ? 'one request shows' : `${pairs} requests show`
  return `The client's clock is ${parts.join(', and ')}, as ${shown}; the lines are joined by that.`
}

function aheadOrBehind(difference: number): string {
  return difference > 0 ? "ahead of the server's" : "behind the server's"
}

/** What tells of a candidate: the codes as they are written. */
export function signsInWords(by: readonly string[]): string {
  return [...new Set(by)].join(', ')
}
