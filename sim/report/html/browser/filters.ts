/** The form that filters the attempts, and what it shows of them. */
import { readFilter } from '../../filter.ts'
import type { AttemptIndex } from '../packed.ts'
import { contentsAround, dataOf } from './contents.ts'
import { place as language } from './language.ts'

/** Matching attempts that are listed below the form. */
const mostListed = 12

/** Inflated when it is first needed. */
let kept: AttemptIndex | undefined
const form = document.querySelector<HTMLFormElement>('form.filters')
const field = form?.querySelector<HTMLInputElement>('input[name="filter"]')
const status = form?.querySelector('output')
const list = document.querySelector('ol.matches')

/** Ids of the attempts that are shown, and how many of them stand in each content; undefined while nothing is filtered. */
let matching: { ids: ReadonlySet<string>; counts: ReadonlyMap<number, number> } | undefined
/** How many attempts stand in each content; known once something has been filtered. */
let all: ReadonlyMap<number, number> | undefined

export function attemptCount(): number {
  return attemptIndex().attempts.length
}

function attemptIndex(): AttemptIndex {
  return (kept ??= dataOf('attempts') ?? { kinds: [], clients: [], attempts: [] })
}

/** Calls `filter` whenever the form changes. */
export function whenFiltered(show: () => void): void {
  const changed = (): void => {
    filter()
    show()
  }
  form?.addEventListener('input', changed)
  form?.addEventListener('reset', () => setTimeout(changed))
  form?.addEventListener('submit', (event) => event.preventDefault())
  // The browser keeps what had been typed when a page is loaded again.
  if (field?.value) changed()
}

/** Puts a filter into the form. */
export function filterBy(text: string): void {
  form?.reset()
  if (!field) return
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

function filter(): void {
  if (!form || !field) return
  const read = readFilter(field.value)
  const isRead = 'matches' in read
  field.setAttribute('aria-invalid', String(!isRead))
  status?.classList.toggle('bad', !isRead)
  if (!isRead) {
    if (status) status.textContent = read.problem
    return
  }
  const outcomes = new FormData(form).getAll('outcome')
  const index = attemptIndex()
  const found = index.attempts.filter(([id, place, client]) => {
    const kind = index.kinds[place]
    if (outcomes.length > 0 && !kind?.outcome.some((outcome) => outcomes.includes(outcome))) return false
    return (
      kind !== undefined &&
      read.matches({ ...kind, client: [index.clients[client] ?? ''], text: [id, ...kind.text] })
    )
  })
  const filtered = found.length < index.attempts.length
  matching = filtered ? { ids: new Set(found.map(([id]) => id)), counts: countsOf(found) } : undefined
  if (status)
    status.textContent = filtered ? said('shownOf', { shown: found.length, all: index.attempts.length }) : ''
  list?.replaceChildren(...(filtered ? found.slice(0, mostListed).map((one) => lineOf(one, index)) : []))
}

/** A text of the form with its values. */
function said(
  name: 'shownOf' | 'shown' | 'match',
  values: Readonly<Record<string, string | number>>,
): string {
  return (form?.dataset[name] ?? '').replaceAll(/\{(\w+)\}/g, (_, value: string) =>
    String(values[value] ?? ''),
  )
}

function countsOf(attempts: AttemptIndex['attempts']): Map<number, number> {
  const counts = new Map<number, number>()
  for (const [id] of attempts) {
    for (const key of contentsAround(id)) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function lineOf([id, place, client]: AttemptIndex['attempts'][number], index: AttemptIndex): HTMLElement {
  const { protocol = [], system = [], role = [], outcome = [], text = [] } = index.kinds[place] ?? {}
  const link = document.createElement('a')
  link.href = `#${id}`
  link.textContent = id
  const item = document.createElement('li')
  const to = system[0] ?? role[0] ?? ''
  const words = said('match', {
    client: index.clients[client] ?? '',
    protocol: (protocol[0] ?? '').toUpperCase(),
    system: to,
    outcome: form?.querySelector<HTMLElement>(`input[value="${outcome[0] ?? ''}"]`)?.dataset.name ?? '',
  })
  const title = text[language]
  item.append(link, ` ${title === undefined ? words : `${words}: ${title}`}`)
  return item
}

/** Hides what does not match within a part of the page, and says of contents how much of them does. */
export function applyFilter(part: ParentNode): void {
  if (matching === undefined && all === undefined) return
  const shows = (id: string): boolean => matching === undefined || matching.ids.has(id)
  for (const one of part.querySelectorAll<HTMLElement>('details.attempt')) one.hidden = !shows(one.id)
  for (const one of part.querySelectorAll('a[data-attempt]')) {
    one.classList.toggle('dimmed', !shows(one.getAttribute('data-attempt') ?? ''))
  }
  all ??= countsOf(attemptIndex().attempts)
  for (const one of part.querySelectorAll<HTMLElement>('details[data-later]')) {
    const key = Number(one.dataset.later)
    if (!all.has(key)) continue
    const count = matching === undefined ? undefined : (matching.counts.get(key) ?? 0)
    one.hidden = count === 0
    const counter = one.querySelector(':scope > summary .matching')
    if (counter) counter.textContent = count === undefined ? '' : `· ${said('shown', { shown: count })}`
  }
  for (const one of part.querySelectorAll<HTMLElement>('section.client')) {
    one.hidden = one.querySelector('details:not([hidden])') === null
  }
}
