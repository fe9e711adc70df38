/** The report's own script: fills in contents when they are opened, follows links into them, filters and prints. */
import { fill, reveal } from './contents.ts'
import { applyFilter, attemptCount, filterBy, whenFiltered } from './filters.ts'

/**
 * With more attempts the print dialog would take minutes to open, so only the open parts are printed.
 */
const printedWhole = 1000

function follow(hash: string): void {
  const id = hash.slice(1)
  if (!/^[\w-]+$/.test(id)) return
  const found = reveal(id, applyFilter)
  if (!found) return
  if (found instanceof HTMLDetailsElement) {
    open(found)
    found.hidden = false
  }
  for (const one of document.querySelectorAll('.found')) one.classList.remove('found')
  found.classList.add('found')
  showTopOf(found)
  found.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true })
}

/** Parts that come into view turn out higher than they were estimated, which moves what follows: for two frames more. */
function showTopOf(found: HTMLElement, frames = 2): void {
  found.scrollIntoView({ block: 'start' })
  if (frames > 0) requestAnimationFrame(() => showTopOf(found, frames - 1))
}

function open(details: HTMLDetailsElement): void {
  if (fill(details)) applyFilter(details)
  details.open = true
}

document.addEventListener(
  'toggle',
  ({ target }) => {
    if (target instanceof HTMLDetailsElement && target.open) open(target)
  },
  true,
)
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest('a')
  const href = link && link.getAttribute('href')
  if (!href || !href.startsWith('#')) return
  event.preventDefault()
  const filter = link.getAttribute('data-filter')
  if (filter !== null) filterBy(filter)
  history.pushState(null, '', href)
  follow(href)
})
window.addEventListener('popstate', () => follow(location.hash))
window.addEventListener('beforeprint', () => {
  if (attemptCount() > printedWhole) return
  for (let closed = unopened(); closed.length > 0; closed = unopened()) {
    for (const details of closed) open(details)
  }
})

function unopened(): HTMLDetailsElement[] {
  return [
    ...document.querySelectorAll<HTMLDetailsElement>(
      'details[data-later]:not([data-filled]), details[data-later]:not([open])',
    ),
  ]
}

// What a link leads to must not end up under the bar that stays on top.
const bar = document.querySelector('form.filters')
if (bar) new ResizeObserver(keepClear).observe(bar)

function keepClear(): void {
  const isOnTop = bar && getComputedStyle(bar).position === 'sticky'
  document.documentElement.style.setProperty('--bar', isOnTop ? `${bar.clientHeight}px` : '0px')
}

keepClear()
whenFiltered(() => applyFilter(document))
// The place of the last visit would win over the one that the address has.
if (location.hash !== '') history.scrollRestoration = 'manual'
follow(location.hash)
