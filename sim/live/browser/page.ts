import type { LiveEvents } from '../shown.ts'

/** An element of the page as it was first sent. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id)
  if (!(found instanceof kind)) throw new Error(`the page has no ${id}`)
  return found
}

/** Acts on a click, and on Enter and the space bar, which click a button. */
export function onClick(id: string, act: () => void): void {
  element(id, HTMLElement).addEventListener('click', act)
}

const events = new EventSource('events')

/** Acts whenever the server tells of something. */
export function onEvent<Name extends keyof LiveEvents>(
  name: Name,
  act: (data: LiveEvents[Name]) => void,
): void {
  events.addEventListener(name, (event: MessageEvent<string>) =>
    act(JSON.parse(event.data) as LiveEvents[Name]),
  )
}

const connection = element('connection', HTMLElement)
events.addEventListener('open', () => showConnection('live', 'live'))
events.addEventListener('error', () => showConnection('the connection is lost; trying again', 'bad'))

function showConnection(words: string, state: 'live' | 'bad'): void {
  connection.textContent = words
  connection.className = state
}

/** Says what was done, or what went wrong, in the line at the bottom. */
export function say(text: string, isBad = false): void {
  const said = element('said', HTMLElement)
  said.textContent = text
  said.classList.toggle('bad', isBad)
}

/** Does what may fail, and says so where it does. */
export function attempt(act: () => Promise<void>): void {
  act().catch((error: unknown) => say(String(error), true))
}

/** Markup that the server renders; undefined where there is none. */
export async function markupAt(path: string): Promise<string | undefined> {
  const reply = await fetch(path)
  return reply.ok ? reply.text() : undefined
}

/** Of several answers only the one to the latest question counts. */
export function latestOnly(): () => () => boolean {
  let latest = 0
  return () => {
    const mine = ++latest
    return () => mine === latest
  }
}
