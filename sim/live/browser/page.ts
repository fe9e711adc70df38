import type { liveScript } from '../../texts/live-script.ts'
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

type Words = Readonly<Record<keyof typeof liveScript, string>>

const words = JSON.parse(document.body.dataset.texts ?? '{}') as Words

/** A text in the page's language, with its values. */
export function text(name: keyof Words, values: Readonly<Record<string, string | number>> = {}): string {
  return words[name].replaceAll(/\{(\w+)\}/g, (_, value: string) => String(values[value] ?? ''))
}

/** The address of what the server makes in the page's language. */
export function inLanguage(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}lang=${document.documentElement.lang}`
}

const events = new EventSource(inLanguage('events'))

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
events.addEventListener('open', () => showConnection(text('connected'), 'live'))
events.addEventListener('error', () => showConnection(text('lost'), 'bad'))

function showConnection(said: string, state: 'live' | 'bad'): void {
  connection.textContent = said
  connection.className = state
}

/** Says what was done, or what went wrong, in the line at the bottom. */
export function say(told: string, isBad = false): void {
  const said = element('said', HTMLElement)
  said.textContent = told
  said.classList.toggle('bad', isBad)
}

/** Does what may fail, and says so where it does. */
export function attempt(act: () => Promise<void>): void {
  act().catch((error: unknown) => say(String(error), true))
}

/** Markup that the server renders; undefined where there is none. */
export async function markupAt(path: string): Promise<string | undefined> {
  const reply = await fetch(inLanguage(path))
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
