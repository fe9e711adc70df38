import { recordingFormat, type RecordedLine } from './event.ts'
import { emptyRecording, follow, type Recording } from './recording.ts'
import { misshapen } from './line-shape.ts'

/** Why a text is no recording: the line, from 1, and what is wrong there. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'

  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

export function lineText(line: RecordedLine): string {
  return `${JSON.stringify(line)}\n`
}

/**
 * Reads a recording (newline-delimited JSON). A last line without its end, where the run was cut short, is left out.
 * Throws a `RecordingError`.
 */
export function readRecording(text: string): Recording {
  const recording = emptyRecording()
  const read = follow(recording)
  const lines = text.split('\n')
  // What follows the last line's end: nothing, or a line that was cut off.
  lines.pop()
  lines.forEach((written, index) => {
    const line = parse(written)
    const wrong = line === undefined ? 'this line is no JSON' : misshapen(line)
    if (wrong !== undefined) throw new RecordingError(index + 1, wrong)
    if (index === 0) checkHead(line as RecordedLine)
    read(line as RecordedLine)
  })
  if (!recording.run) throw new RecordingError(1, 'this is no recording: it does not begin with a run')
  return recording
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
