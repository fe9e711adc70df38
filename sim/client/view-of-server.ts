import type { ConnectionEnds } from '../evidence/connection.ts'
import type { Recorder, ServerView } from '../evidence/recorder.ts'

/**
 * What the server has seen of a connection. After a failure it may not have written it yet, and is waited for, though
 * no longer than `patience` milliseconds: a connection that it never got to accept has nobody to write of it.
 */
export async function viewOfServer(
  recorder: Recorder,
  ends: ConnectionEnds,
  failed: boolean,
  patience: number,
): Promise<ServerView> {
  if (!failed) return recorder.serverView(ends)
  let timer: NodeJS.Timeout | undefined
  const givenUp = new Promise<ServerView>((resolve) => {
    timer = setTimeout(() => resolve(recorder.serverView(ends)), patience)
  })
  const view = await Promise.race([recorder.settledServerView(ends), givenUp])
  clearTimeout(timer)
  return view
}
