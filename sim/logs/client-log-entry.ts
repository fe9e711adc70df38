import type { LogLine, Moment } from './statement.ts'

/** An entry of a client's log, whichever program has written it or copied it out. */
export interface ClientLogEntry {
  message: string
  /** null where the text was copied without it. */
  at: Moment | null
  thread: string
  /** CMTrace shows errors in red; null where the form has no types. */
  isError: boolean | null
  lines: readonly LogLine[]
}

type Stamp = Pick<ClientLogEntry, 'at' | 'thread' | 'isError'>

/** A line that ends an entry: its text up to the stamp, and the stamp. */
export interface StampedText {
  text: string
  stamp: Stamp
}

export const beginning = '<![LOG['
const end = ']LOG]!>'

/** The rest of an entry that began with `<![LOG[`; undefined where the line does not end it. */
export function cmtraceEnd(line: string): StampedText | undefined {
  const at = line.lastIndexOf(end)
  if (at < 0) return undefined
  const attributes = line.slice(at + end.length)
  const { time = '', date = '', type, thread = '' } = attributesIn(attributes)
  return {
    text: line.slice(0, at),
    stamp: { at: momentOf(date, time), thread, isError: type === undefined ? null : type === '3' },
  }
}

function attributesIn(text: string): Readonly<Partial<Record<string, string>>> {
  return Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

/** The older form, of SMS 2003 and of servers: `text  $$<Component><date time+bias><thread=1234 (0x4D2)>`. */
export function olderEnd(line: string): StampedText | undefined {
  const at = line.lastIndexOf('$$<')
  if (at < 0) return undefined
  const found = /^\$\$<[^<>]*><([\d-]+) ([\d:.]+[+-]\d+)><thread=(\d+)/.exec(line.slice(at))
  if (!found) return undefined
  const [, date = '', time = '', thread = ''] = found
  return {
    text: line.slice(0, at).trimEnd(),
    stamp: { at: momentOf(date, time), thread, isError: null },
  }
}

/** `03-04-2010` and `10:11:12.123-060`: local time, and the minutes that make it UTC when they are added. */
function momentOf(date: string, time: string): Moment | null {
  const day = /^(\d\d?)-(\d\d?)-(\d{4})$/.exec(date)
  const found = /^(\d\d?):(\d\d):(\d\d)(?:\.(\d{1,3})\d*)?([+-]\d{1,4})?$/.exec(time)
  if (!day || !found) return null
  const [, month, date_, year] = day
  const [, hour, minute, second, fraction = '', bias] = found
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(date_),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0')),
  )
  return { ms: local + Number(bias ?? 0) * 60_000, zoneKnown: bias !== undefined, precisionMs: 1 }
}

const day = String.raw`(\d{1,2})(?<joint>[/.-])(\d{1,2})\k<joint>(\d{4})`
const clock = String.raw`(\d{1,2}):(\d\d):(\d\d)(?:\.\d+)?(?: ?([AP]M))?`
const copied = new RegExp(
  String.raw`^(.*?)\s+(?:([\w.-]+)\s+)?${day}\s+${clock}\s+(?:([\w.-]+)\s+)?(\d+) \(0x[\da-f]+\)\s*$`,
  'i',
)

/** A line copied out of the viewer: text, component, date and time as the viewer's computer writes them, and thread. */
export interface CopiedLine {
  text: string
  thread: string
  /** In the order in which the line has them. */
  dayAndMonth: readonly [number, number]
  /** The line can only be read one way round, or the clock says in which country it was copied. */
  dayFirst: boolean | null
  year: number
  timeMs: number
}

export function copiedLine(line: string): CopiedLine | undefined {
  // Most lines end otherwise; the expression has to look at every blank of them.
  if (!/\(0x[\da-f]+\)\s*$/i.test(line)) return undefined
  const found = copied.exec(line)
  if (!found) return undefined
  const [, text = '', , first, joint, second, year, hour, minute, seconds, half, , thread = ''] = found
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0)
  return {
    text,
    thread,
    dayAndMonth: [Number(first), Number(second)],
    dayFirst:
      Number(first) > 12 || joint === '.' ? true : Number(second) > 12 || half !== undefined ? false : null,
    year: Number(year),
    timeMs: ((hours * 60 + Number(minute)) * 60 + Number(seconds)) * 1000,
  }
}

export function copiedMoment(copy: CopiedLine, dayFirst: boolean): Moment {
  const [first, second] = copy.dayAndMonth
  const [date, month] = dayFirst ? [first, second] : [second, first]
  return { ms: Date.UTC(copy.year, month - 1, date) + copy.timeMs, zoneKnown: false, precisionMs: 1000 }
}
