import type { ClockDifference, LogDiagnosis, LoggedFailure } from '../diagnose/failure.ts'
import type { LogKind } from '../logs/log-reader.ts'
import { counted } from './in-words.ts'
import { listInWords } from './lists.ts'

/** The words of a diagnosis of logs, for the terminal and for a page: names in them are as the logs have them. */

const kindInWords: Readonly<Record<LogKind, readonly [one: string, several: string]>> = {
  'client-log': ["client's log", 'client logs'],
  'web-server-log': ["web server's log", 'web server logs'],
  'http-error-log': ['error log of HTTP.sys', 'error logs of HTTP.sys'],
  recording: ['recording', 'recordings'],
  capture: ['capture', 'captures'],
}

/** `a client's log`, in the singular. */
export function kindOfFile(kind: LogKind): string {
  return kindInWords[kind][0]
}

/** `2 client logs and 1 capture, 512 lines. One request failed.` */
export function readInWords({ files, unread, failures }: LogDiagnosis): string {
  const kinds = new Map<LogKind, number>()
  for (const { kind } of files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const read = [...kinds].map(([kind, count]) => counted(count, ...kindInWords[kind]))
  const lines = files.reduce((sum, file) => sum + file.lines, 0)
  const requests = failures.reduce((sum, { count }) => sum + count, 0)
  const notUnderstood = unread === 0 ? '' : ` ${counted(unread, 'line was', 'lines were')} not understood.`
  const failed = requests === 1 ? 'One request failed' : `${requests} requests failed`
  const ways = failures.length > 1 ? `, in ${failures.length} ways` : ''
  const found = failures.length === 0 ? 'No line tells of a failure' : `${failed}${ways}`
  return `${listInWords(read)}, ${lines} lines.${notUnderstood} ${found}.`
}

/** Less is within what a web server's log can tell. */
const worthTellingMs = 2000

/** How the clocks differ; undefined where they do not. */
export function clocksInWords({ zoneMinutes, skewMs, pairs }: ClockDifference): string | undefined {
  const parts = [
    ...(zoneMinutes === 0
      ? []
      : [`${Math.abs(zoneMinutes) / 60} h ${aheadOrBehind(zoneMinutes)}, as in another time zone`]),
    ...(Math.abs(skewMs) < worthTellingMs
      ? []
      : [`${Math.round(Math.abs(skewMs) / 1000)} s ${aheadOrBehind(skewMs)}`]),
  ]
  if (parts.length === 0) return undefined
  const shown = pairs === 1 ? 'one request shows' : `${pairs} requests show`
  return `The client's clock is ${parts.join(', and ')}; ${shown} that. The lines are joined accordingly.`
}

function aheadOrBehind(difference: number): string {
  return difference > 0 ? "ahead of the server's" : "behind the server's"
}

/** `12 times at mp.contoso.com from 3 clients`. */
export function headingOf({ count, hosts: [host], clients, clientCount }: LoggedFailure): string {
  const who = clientCount > 1 ? `${clientCount} clients` : (clients[0] ?? '')
  return [
    count === 1 ? 'Once' : `${count} times`,
    ...(host === undefined ? [] : [`at ${host}`]),
    ...(who === '' ? [] : [`from ${who}`]),
  ].join(' ')
}

/** How sure the first candidate is. */
export function howSure({ candidates, certain }: LoggedFailure): string {
  if (certain) return 'it is'
  return candidates.length === 1 ? 'it can be' : 'most likely'
}

/** What speaks for a candidate: the codes as they are written. */
export function signsInWords(by: readonly string[]): string {
  return [...new Set(by)].join(', ')
}

/** `PC1, PC2, 3 more`; empty where there is one. */
export function clientsInWords({ clients, clientCount }: LoggedFailure): string {
  if (clientCount <= 1) return ''
  const more = clientCount - clients.length
  return [...clients, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** `2010-03-04 10:11:12 to 10:26:12 UTC`; without the zone where nobody tells it. Empty where no line has a time. */
export function whenInWords({ first, last }: LoggedFailure): string {
  if (first === null || last === null) return ''
  const [day, time] = [first.slice(0, 10), first.slice(11, 19)]
  const [lastDay, lastTime] = [last.slice(0, 10), last.slice(11, 19)]
  const end = lastDay === day ? lastTime : `${lastDay} ${lastTime}`
  const until = end === time ? '' : ` to ${end}`
  return `${day} ${time}${until}${first.endsWith('Z') ? ' UTC' : ''}`
}

/** Whose word a failure is. */
export function endsInWords({ ends, serverIsSilent, ambiguous }: LoggedFailure): string {
  if (serverIsSilent) return "the client's log; the web server's covers the time, and has no line of it"
  if (ambiguous) return "both ends, though another line of the web server's log would fit as well"
  return { client: "the client's log alone", server: "the web server's log alone", both: 'both ends' }[ends]
}

/** CMTrace's marks hide the message. */
export function withoutMarks(text: string): string {
  return text.replace(/^<!\[LOG\[/, '').replace(/\]LOG\]!>.*$/, '')
}

export function leftOutInWords(leftOut: number): string {
  return `There is more than can be kept: ${leftOut} further failed requests are not told here. Give fewer files at once.`
}
