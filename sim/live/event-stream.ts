import type { ServerResponse } from 'node:http'

/** Pages that listen at a time; one more takes the place of the oldest. */
const mostListeners = 16
/** Milliseconds between signs of life, by which a page that has gone is noticed. */
const heartbeat = 15_000

/** Server-sent events to every page that is open ("HTML Living Standard", 9.2). */
export interface EventStream {
  /** `greeting`: what the page is told first. */
  add(response: ServerResponse, greeting: readonly LiveEvent[]): void
  send(event: LiveEvent): void
  close(): void
}

export interface LiveEvent {
  name: 'picture' | 'rows' | 'row' | 'counters' | 'steps'
  data: unknown
}

export function createEventStream(): EventStream {
  const listeners = new Set<ServerResponse>()
  const timer = setInterval(() => write(': still here\n\n'), heartbeat)
  timer.unref()

  function write(text: string): void {
    for (const listener of listeners) listener.write(text)
  }

  return {
    add(response, greeting) {
      const [oldest] = listeners
      if (oldest && listeners.size >= mostListeners) oldest.end()
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' })
      response.write(greeting.map(eventText).join(''))
      listeners.add(response)
      response.once('close', () => listeners.delete(response))
    },
    send: (event) => write(eventText(event)),
    close() {
      clearInterval(timer)
      for (const listener of listeners) listener.end()
    },
  }
}

function eventText({ name, data }: LiveEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
