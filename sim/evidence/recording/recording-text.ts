import { since } from '../connection.ts'
import { recordingFormat, type Journal, type RecordedLine } from './event.ts'
import { wrongWithTree } from './hierarchy-shown.ts'
import { checkedLine } from './line-schemas.ts'
import { emptyRecording, follow, type Recording } from './recording.ts'

/** A journal that numbers and times events, and passes them on as lines. `run` is the run's id. */
export function numbered(
  run: string,
  write: (line: RecordedLine) => void,
  now: () => number = stopwatch(),
): Journal {
  let sequence = 0
  return (event) => {
    const place = { run, sequence: sequence++, ms: now() }
    // First, where a reader looks for it, and last, so that the line of another recording gets its place in this one.
    write({ ...place, ...event, ...place })
  }
}

/** Tells the milliseconds since it was made. */
export function stopwatch(): () => number {
  const began = performance.now()
  return () => since(began)
}

export function lineText(line: RecordedLine): string {
  return `${JSON.stringify(line)}\n`
}

/** A text is not a recording; says which line is wrong, counted from 1, which field of it, and why. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'

  readonly line: number
  /** Its path: `attempt.told.at`; undefined where the line as a whole is wrong. */
  readonly field: string | undefined

  constructor(line: number, message: string, field?: string) {
    super(message)
    this.line = line
    this.field = field
  }
}

/** Takes the lines of a recording (newline-delimited JSON) one by one. Both throw a `RecordingError`. */
export interface RecordingReader {
  take(written: string): void
  /** After the last line. */
  recording(): Recording
}

export function createRecordingReader(): RecordingReader {
  const recording = emptyRecording()
  const read = follow(recording)
  let number = 0
  return {
    take(written) {
      number += 1
      const line = readLine(written, number)
      if (number === 1) checkHead(line)
      read(line)
      checkSites(line, recording, number)
    },
    recording() {
      if (!recording.run) throw new RecordingError(1, 'this is no recording: it does not begin with a run')
      return recording
    },
  }
}

/** Reads a recording. An incomplete last line, of a run that was cut short, is left out. Throws a `RecordingError`. */
export function readRecording(text: string): Recording {
  const { take, recording } = createRecordingReader()
  const lines = text.split('\n')
  // The last piece is empty, or a line that was cut off.
  lines.pop()
  for (const line of lines) take(line)
  return recording()
}

/** Reads a line of a recording by itself. Throws a `RecordingError`. */
export function readLine(written: string, number: number): RecordedLine {
  const value = parse(written)
  if (value === undefined) throw new RecordingError(number, 'this line is no JSON')
  const checked = checkedLine(value)
  if ('wrong' in checked) throw new RecordingError(number, checked.wrong, checked.field)
  return checked.line
}

function checkHead(line: RecordedLine): void {
  if (line.type !== 'run') throw new RecordingError(1, 'this is no recording: it does not begin with a run')
  if (line.format > recordingFormat) {
    throw new RecordingError(
      1,
      `it is written in format ${line.format}; this version reads ${recordingFormat}`,
    )
  }
}

function parse(written: string): unknown {
  try {
    return JSON.parse(written) as unknown
  } catch {
    return undefined
  }
}

/** Sites whose codes or parents form no tree cannot be drawn. */
function checkSites(line: RecordedLine, { hierarchies }: Recording, number: number): void {
  const field = { opened: 'hierarchy.sites', sites: 'sites' }
  const sites = hierarchies.at(-1)?.now.sites
  if ((line.type !== 'opened' && line.type !== 'sites') || !sites) return
  const wrong = wrongWithTree(sites)
  if (wrong !== undefined) throw new RecordingError(number, wrong, field[line.type])
}
