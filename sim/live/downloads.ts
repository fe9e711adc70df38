import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RecordedLine } from '../evidence/recording/event.ts'
import { lineText } from '../evidence/recording/recording-text.ts'
import type { RecordedHierarchy, Recording } from '../evidence/recording/recording.ts'

/** A file that grows while the hierarchy is open. */
export interface OpenFile {
  path: string
  /** Writes what still waits to be written. */
  flush(): void
}

/** Sends a file as far as it goes now. */
export async function sendFile({ path, flush }: OpenFile, response: ServerResponse): Promise<void> {
  flush()
  const { size } = await stat(path)
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': size })
  if (size === 0) response.end()
  else await pipeline(createReadStream(path, { end: size - 1 }), response)
}

/** Sends what is kept in memory, as a recording that ends now. */
export async function sendRecording(
  recording: Recording,
  recorded: RecordedHierarchy,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/x-ndjson' })
  await pipeline(Readable.from(recordingTexts(recording, recorded)), response)
}

/** The lines, numbered anew: requests that were left out leave gaps, and connections of other programs are kept apart. */
function* recordingTexts(
  { run, durationMs }: Recording,
  { lines, foreign }: RecordedHierarchy,
): Iterable<string> {
  let sequence = 0
  const id = run?.run ?? ''
  const atEnd = { run: id, sequence, ms: durationMs }
  const text = (line: RecordedLine): string => lineText({ ...line, sequence: sequence++ })
  if (run) yield text(run)
  // The list grows meanwhile.
  for (const line of lines.slice()) yield text(line)
  for (const connection of foreign.slice()) yield text({ ...atEnd, type: 'connection', connection })
  yield text({ ...atEnd, type: 'ended', durationMs: Math.round(durationMs) })
}
