import type { ClockDifference, LogDiagnosis, LoggedFailure } from '../diagnose/failure.ts'
import type { LogKind } from '../logs/log-reader.ts'
import type { Texts } from '../texts/english.ts'
import { counted } from '../vocabulary/counted.ts'
import { listInWords } from './lists.ts'

/** The words of a diagnosis of logs, for the terminal and for a page: names in them are as the logs have them. */

const kindsInWords: Readonly<Record<LogKind, readonly [one: string, several: string]>> = {
  'client-log': ["client's log", 'client logs'],
  'web-server-log': ["web server's log", 'web server logs'],
  'http-error-log': ['error log of HTTP.sys', 'error logs of HTTP.sys'],
  recording: ['recording', 'recordings'],
  capture: ['capture', 'captures'],
}

/** `2 client logs and 1 capture, 512 lines. One request failed.` */
export function readInWords({ files, unread, failures }: LogDiagnosis): string {
  const kinds = new Map<LogKind, number>()
  for (const { kind } of files) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
  const read = [...kinds].map(([kind, count]) => counted(count, ...kindsInWords[kind]))
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
export function clocksInWords(
  { zoneMinutes, skewMs, pairs }: ClockDifference,
  { diagnosis: texts }: Texts,
): string | undefined {
  const [hours, seconds] = [Math.abs(zoneMinutes) / 60, Math.round(Math.abs(skewMs) / 1000)]
  const differences = [
    ...(zoneMinutes === 0 ? [] : [texts.zoneDiffers(hours, zoneMinutes > 0)]),
    ...(Math.abs(skewMs) < worthTellingMs ? [] : [texts.clockDiffers(seconds, skewMs > 0)]),
  ]
  return differences.length === 0 ? undefined : texts.clocks(differences, pairs)
}

/** `12 times at mp.contoso.com from 3 clients`. */
export function headingOf(
  { count, hosts: [host = ''], clients, clientCount }: LoggedFailure,
  { diagnosis: texts }: Texts,
): string {
  return texts.heading(count, host, clientCount > 1 ? texts.severalClients(clientCount) : (clients[0] ?? ''))
}

/** How sure the first candidate is. */
export function howSure({ candidates, certain }: LoggedFailure, { diagnosis: texts }: Texts): string {
  if (certain) return texts.itIs
  return candidates.length === 1 ? texts.itCanBe : texts.mostLikely
}

/** What speaks for a candidate: the codes as they are written. */
export function signsInWords(by: readonly string[]): string {
  return [...new Set(by)].join(', ')
}

/** `PC1, PC2, 3 more`; empty where there is one. */
export function clientsInWords({ clients, clientCount }: LoggedFailure, { diagnosis: texts }: Texts): string {
  if (clientCount <= 1) return ''
  const more = clientCount - clients.length
  return [...clients, ...(more > 0 ? [texts.moreClients(more)] : [])].join(', ')
}

/** `2010-03-04 10:11:12 to 10:26:12 UTC`; without the zone where nobody tells it. Empty where no line has a time. */
export function whenInWords({ first, last }: LoggedFailure, { diagnosis: texts }: Texts): string {
  if (first === null || last === null) return ''
  const [day, time] = [first.slice(0, 10), first.slice(11, 19)]
  const [lastDay, lastTime] = [last.slice(0, 10), last.slice(11, 19)]
  const end = lastDay === day ? lastTime : `${lastDay} ${lastTime}`
  const start = `${day} ${time}`
  return `${end === time ? start : texts.whenFromTo(start, end)}${first.endsWith('Z') ? ' UTC' : ''}`
}

/** Whose word a failure is. */
export function endsInWords(
  { ends, serverIsSilent, ambiguous }: LoggedFailure,
  { diagnosis: texts }: Texts,
): string {
  if (serverIsSilent) return texts.serverIsSilent
  return ambiguous ? texts.ambiguous : texts.ends[ends]
}

/** CMTrace's marks hide the message. */
export function withoutMarks(text: string): string {
  return text.replace(/^<!\[LOG\[/, '').replace(/\]LOG\]!>.*$/, '')
}
