import { since } from '../connection.ts'
import { recordingFormat, type Journal, type RecordedEvent, type RecordedLine } from './event.ts'
import { emptyRecording, follow, type Recording } from './recording.ts'

/** A journal that numbers and times events, and passes them on as lines. `run` is the run's id. */
export function numbered(run: string, write: (line: RecordedLine) => void): Journal {
  const began = performance.now()
  let sequence = 0
  return (event) => {
    write({ run, sequence: sequence++, ms: since(began), ...event })
  }
}

export function lineText(line: RecordedLine): string {
  return `${JSON.stringify(line)}\n`
}

/** A text is not a recording; says which line is wrong, counted from 1, and why. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError'

  readonly line: number

  constructor(line: number, message: string) {
    super(message)
    this.line = line
  }
}

/**
 * Reads a recording (newline-delimited JSON). An incomplete last line, of a run that was cut short, is left out. Throws
 * a `RecordingError`.
 */
export function readRecording(text: string): Recording {
  const recording = emptyRecording()
  const read = follow(recording)
  const lines = text.split('\n')
  // The last piece is empty, or a line that was cut off.
  lines.pop()
  lines.forEach((written, index) => {
    const line = readLine(written, index + 1)
    if (index === 0) checkHead(line)
    read(line)
  })
  if (!recording.run) throw new RecordingError(1, 'this is no recording: it does not begin with a run')
  return recording
}

/** Reads a line of a recording by itself. Throws a `RecordingError`. */
export function readLine(written: string, number: number): RecordedLine {
  const line = parse(written)
  const wrong = line === undefined ? 'this line is no JSON' : misshapen(line)
  if (wrong !== undefined) throw new RecordingError(number, wrong)
  return line as RecordedLine
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

type Kind = 'string' | 'number' | 'boolean' | 'object' | 'array'

/** The fields that each type of line must have; within objects, the fields that reports rely on. */
const shapes: Record<RecordedEvent['type'], Record<string, Kind>> = {
  run: { format: 'number', command: 'array', startedAt: 'string', versions: 'object' },
  scenario: { file: 'string', name: 'string' },
  opened: { hierarchy: 'object', 'hierarchy.sites': 'array', 'hierarchy.clients': 'array', now: 'string' },
  step: { name: 'string' },
  attempt: {
    'attempt.id': 'string',
    'attempt.client': 'string',
    'attempt.role': 'string',
    'attempt.protocol': 'string',
    'attempt.outcome': 'string',
    'attempt.why': 'string',
    'attempt.rule': 'string',
    'attempt.startedAt': 'string',
    'attempt.durationMs': 'number',
    times: 'object',
    exchanges: 'array',
  },
  request: { 'request.at': 'string', 'request.system': 'string', 'request.status': 'number' },
  connection: {
    'connection.id': 'string',
    'connection.at': 'string',
    'connection.system': 'string',
    'connection.protocol': 'string',
    'connection.clientAddress': 'string',
    'connection.outcome': 'string',
    'connection.candidates': 'array',
  },
  'revocation-list': { by: 'string', url: 'string' },
  client: { 'client.name': 'string' },
  sites: { sites: 'array' },
  fault: { system: 'string' },
  clock: { now: 'string' },
  revoked: { holder: 'string' },
  'step-ended': {
    'step.name': 'string',
    'step.passed': 'boolean',
    'step.expected': 'object',
    'step.observed': 'object',
    'step.attempts': 'array',
    'step.story': 'array',
  },
  'scenario-ended': { passed: 'boolean' },
  tables: { tables: 'array' },
  ended: { durationMs: 'number' },
}

const shapeOf = new Map<string, Record<string, Kind>>(Object.entries(shapes))

/** Why a value is no line of a recording; undefined when it is one. */
function misshapen(line: unknown): string | undefined {
  const type = field(line, 'type')
  const shape = typeof type === 'string' ? shapeOf.get(type) : undefined
  if (!shape) return `this is no line of a recording: its type is ${String(type)}`
  const needed: [string, Kind][] = [
    ['run', 'string'],
    ['sequence', 'number'],
    ['ms', 'number'],
    ...Object.entries(shape),
  ]
  const wrong = needed.find(([path, kind]) => kindAt(line, path) !== kind)
  return wrong && `${wrong[0]} has to be of type ${wrong[1]}`
}

function kindAt(value: unknown, path: string): string {
  const found = path.split('.').reduce<unknown>(field, value)
  return Array.isArray(found) ? 'array' : found === null ? 'null' : typeof found
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}
