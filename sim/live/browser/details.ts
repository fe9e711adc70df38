import { focusRow, neighbour, onOpened, select } from './attempts.ts'
import { attempt, element, latestOnly, markupAt, onClick, say, text } from './page.ts'

const pane = element('details', HTMLElement)
const content = element('details-content', HTMLElement)
const begin = latestOnly()
let open: string | undefined

/** Opens a row to both of its ends. */
function openDetails(id: string): void {
  const isLatest = begin()
  attempt(async () => {
    const html = await markupAt(`entries/${id}`)
    if (!isLatest()) return
    if (html === undefined) {
      say(text('gone', { id }), true)
      return
    }
    open = id
    content.innerHTML = html
    // What links lead to has its place in the list.
    for (const details of content.querySelectorAll<HTMLDetailsElement>('details.attempt')) {
      details.open = true
      details.removeAttribute('id')
    }
    content.scrollTop = 0
    element('details-title', HTMLElement).textContent = id
    pane.hidden = false
    select(id)
  })
}

function close(): void {
  const was = open
  open = undefined
  pane.hidden = true
  select(undefined)
  if (was !== undefined) focusRow(was)
}

function go(step: 1 | -1): void {
  const id = neighbour(step)
  if (id === undefined) return
  focusRow(id)
  openDetails(id)
}

onOpened(openDetails)
onClick('close-details', close)
onClick('newer', () => go(-1))
onClick('older', () => go(1))
element('attempts', HTMLElement).addEventListener('keydown', (event) => {
  const isInList = event.target instanceof Element && event.target.closest('tbody') !== null
  if (event.key === 'Escape' && open !== undefined) close()
  else if (isInList && event.key === 'ArrowDown') go(1)
  else if (isInList && event.key === 'ArrowUp') go(-1)
  else return
  event.preventDefault()
})
content.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) return
  const [, id] = /^#(\w+)$/.exec(event.target.closest('a')?.getAttribute('href') ?? '') ?? []
  const copy = event.target.closest<HTMLElement>('[data-copy]')
  // An attempt stays open here.
  if (id !== undefined || event.target.closest('details.attempt > summary')) event.preventDefault()
  if (id !== undefined) openDetails(id)
  if (copy) attempt(() => copyCommand(copy))
})

async function copyCommand(button: HTMLElement): Promise<void> {
  await navigator.clipboard.writeText(button.parentElement?.querySelector('pre')?.textContent ?? '')
  say(text('copied'))
}
