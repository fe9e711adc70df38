/** The contents that the page holds packed, and that are filled in when they are opened. */
import { inflateSync } from 'fflate'
import { inOneLanguage } from '../in-languages.ts'
import { place } from './language.ts'
import { unpack, type AttemptIndex, type Packed, type Places, type Shared } from '../packed.ts'

/** Keys of the first contents of the chunks, in order. */
const firsts = keysOfScripts('later')

const shared = once((): Shared => {
  const parts = keysOfScripts('shared').flatMap((key) => dataOf(`shared-${key}`) ?? [])
  return { texts: parts.flatMap(({ texts }) => texts), blocks: parts.flatMap(({ blocks }) => blocks) }
})

const places = once(() => {
  const { within, ids } = dataOf('places') ?? { within: [], ids: [] }
  const keys = new Map<string, number>()
  for (const [key, inOne] of ids.entries()) for (const id of inOne.split(' ')) keys.set(id, key)
  return { within, keys }
})

/** The chunk that was inflated last: what is opened next is often in it as well. */
let chunk: { first: number; contents: readonly Packed[] } | undefined

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined
  return () => (made ??= { result: make() }).result
}

function keysOfScripts(kind: string): number[] {
  const scripts = document.querySelectorAll(`script[id^="${kind}-"]`)
  return [...scripts].map(({ id }) => Number(id.slice(kind.length + 1)))
}

/** What the page's scripts of data hold, by their ids. */
interface PageData {
  [id: `shared-${number}`]: Shared
  [id: `later-${number}`]: Packed[]
  places: Places
  attempts: AttemptIndex
}

/** The data in a script of the page; undefined where there is none. */
export function dataOf<Id extends keyof PageData>(id: Id): PageData[Id] | undefined {
  const deflated = document.getElementById(id)?.textContent
  if (!deflated) return undefined
  const bytes = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(inflateSync(bytes))) as PageData[Id]
}

function contentOf(key: number): string {
  let first = 0
  for (const one of firsts) if (one <= key) first = one
  if (chunk?.first !== first) chunk = { first, contents: dataOf(`later-${first}`) ?? [] }
  return unpack(chunk.contents[key - first] ?? [], shared())
}

/** The contents around an element, by their keys, the innermost first. */
export function contentsAround(id: string): number[] {
  const { keys, within } = places()
  const around: number[] = []
  for (let key = keys.get(id) ?? null; key !== null; key = within[key] ?? null) around.push(key)
  return around
}

/** Fills in the content of an element that is opened; false where it had none, or has it already. */
export function fill(details: HTMLDetailsElement): boolean {
  const { later, filled } = details.dataset
  if (later === undefined || filled !== undefined) return false
  details.dataset.filled = ''
  details.insertAdjacentHTML('beforeend', inOneLanguage(contentOf(Number(later)), place))
  return true
}

/** Finds an element, after filling in and opening everything around it. */
export function reveal(id: string, filledIn: (details: HTMLDetailsElement) => void): HTMLElement | null {
  if (!document.getElementById(id)) {
    for (const key of contentsAround(id).reverse()) {
      const details = document.querySelector<HTMLDetailsElement>(`details[data-later="${key}"]`)
      if (details && fill(details)) filledIn(details)
    }
  }
  const found = document.getElementById(id)
  let around = found?.parentElement?.closest('details')
  for (; around; around = around.parentElement?.closest('details')) around.open = true
  return found
}
