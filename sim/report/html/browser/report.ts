/** The report's own script: fills in contents when they are opened, follows links into them, filters and prints. */
import { inOneLanguage } from '../in-languages.ts'
import { place } from './language.ts'

type Indexed = [id: string, run: number, client: string, site: string, outcome: string]

/**
 * With more attempts the print dialog would take minutes to open, so only the open parts are printed.
 */
const printedWhole = 1000

const index = JSON.parse(contentOf('attempts')) as Indexed[]
const pieces = [...document.querySelectorAll('script[id^="pieces-"]')].flatMap(
  ({ textContent }) => JSON.parse(textContent) as string[],
)
const form = document.querySelector<HTMLFormElement>('form.filters')
const status = document.querySelector('form.filters output')
let matching: ReadonlySet<string> | undefined

function contentOf(id: string): string {
  return document.getElementById(id)?.textContent ?? 'null'
}

function fill(details: HTMLDetailsElement): void {
  const { later, filled } = details.dataset
  if (later === undefined || filled !== undefined) return
  details.dataset.filled = ''
  const content = numbersIn(contentOf(`later-${later}`)).map((number) => pieces[number] ?? '')
  details.insertAdjacentHTML('beforeend', inOneLanguage(content.join(''), place))
  applyTo(details)
}

/** A content, as the numbers of its pieces. */
function numbersIn(content: string): number[] {
  return JSON.parse(content) as number[]
}

/** Finds an element, after filling in and opening everything around it. */
function reveal(selector: string, written: string): HTMLElement | null {
  const there = document.querySelector<HTMLElement>(selector)
  if (!there) {
    const number = pieces.findIndex((piece) => piece.includes(written))
    const inside = [...document.querySelectorAll<HTMLScriptElement>('script[id^="later-"]')].find((script) =>
      numbersIn(script.textContent).includes(number),
    )
    if (!inside) return null
    const key = inside.id.slice('later-'.length)
    const holder = reveal(`details[data-later="${key}"]`, `data-later="${key}"`)
    if (!(holder instanceof HTMLDetailsElement)) return null
    fill(holder)
    return reveal(selector, written)
  }
  for (
    let around = there.parentElement?.closest('details');
    around;
    around = around.parentElement?.closest('details')
  ) {
    around.open = true
  }
  return there
}

function follow(hash: string): void {
  const id = hash.slice(1)
  if (!/^[\w-]+$/.test(id)) return
  const found = reveal(`#${CSS.escape(id)}`, ` id="${id}"`)
  if (!found) return
  if (found instanceof HTMLDetailsElement) {
    fill(found)
    found.open = true
    found.hidden = false
  }
  for (const one of document.querySelectorAll('.found')) one.classList.remove('found')
  found.classList.add('found')
  found.scrollIntoView({ block: 'center' })
  found.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true })
}

function filter(): void {
  if (!form) return
  const data = new FormData(form)
  const [client, site, outcomes] = [data.get('client'), data.get('site'), data.getAll('outcome')]
  const found = index.filter(
    (one) =>
      (client === '' || one[2] === client) && (site === '' || one[3] === site) && outcomes.includes(one[4]),
  )
  matching = found.length === index.length ? undefined : new Set(found.map(([id]) => id))
  const counts = new Map<number, number>()
  for (const [, run] of found) counts.set(run, (counts.get(run) ?? 0) + 1)
  for (const run of document.querySelectorAll<HTMLDetailsElement>('details[data-run]')) {
    const count = counts.get(Number(run.dataset.run)) ?? 0
    run.hidden = matching !== undefined && count === 0
    const counter = run.querySelector('.matching')
    if (counter) counter.textContent = matching === undefined ? '' : `· ${count} shown`
  }
  if (status) status.textContent = matching === undefined ? '' : `${found.length} of ${index.length} attempts`
  applyTo(document)
}

function applyTo(within: ParentNode): void {
  const shows = (id: string): boolean => matching === undefined || matching.has(id)
  for (const one of within.querySelectorAll<HTMLElement>('details.attempt')) one.hidden = !shows(one.id)
  for (const one of within.querySelectorAll('a[data-attempt]')) {
    one.classList.toggle('dimmed', !shows(one.getAttribute('data-attempt') ?? ''))
  }
  for (const one of within.querySelectorAll<HTMLElement>('section.client')) {
    one.hidden =
      matching !== undefined && index.every(([id, , client]) => client !== one.dataset.client || !shows(id))
  }
}

document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open) fill(target)
  },
  true,
)
document.addEventListener('click', (event) => {
  const href = event.target instanceof Element && event.target.closest('a')?.getAttribute('href')
  if (!href || !href.startsWith('#')) return
  event.preventDefault()
  history.pushState(null, '', href)
  follow(href)
})
window.addEventListener('popstate', () => follow(location.hash))
window.addEventListener('beforeprint', () => {
  if (index.length > printedWhole) return
  for (let closed = unopened(); closed.length > 0; closed = unopened()) {
    for (const details of closed) {
      fill(details)
      details.open = true
    }
  }
})

function unopened(): HTMLDetailsElement[] {
  return [
    ...document.querySelectorAll<HTMLDetailsElement>(
      'details[data-later]:not([data-filled]), details[data-later]:not([open])',
    ),
  ]
}

form?.addEventListener('change', filter)
form?.addEventListener('reset', () => setTimeout(filter))
form?.addEventListener('submit', (event) => event.preventDefault())
follow(location.hash)
