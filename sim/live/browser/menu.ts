import { attempt, element, latestOnly, markupAt } from './page.ts'
import { carryOut, stepOf } from './steps.ts'

/** What a menu is about. */
export interface Subject {
  kind: 'client' | 'site' | 'system' | 'group'
  name: string
  /** The site where the clients of a group are; empty outside all. */
  at?: string
}

const dialog = element('menu', HTMLDialogElement)
const content = element('menu-content', HTMLElement)
const problem = element('menu-problem', HTMLElement)
const find = element('find', HTMLInputElement)
const found = element('found', HTMLElement)
const beginMenu = latestOnly()
const beginFind = latestOnly()

/** Opens the menu of what a client, site or system can do. */
export function openMenu({ kind, name, at = '' }: Subject): void {
  const isLatest = beginMenu()
  attempt(async () => {
    const html = await markupAt(`menu?${new URLSearchParams({ [kind]: name, at }).toString()}`)
    if (html === undefined || !isLatest()) return
    content.innerHTML = html
    problem.textContent = ''
    if (!dialog.open) dialog.showModal()
  })
}

// Forms in the menu and in the header: each sends its step.
document.addEventListener('submit', (event) => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || form.method === 'dialog' || form.id === 'filter') return
  event.preventDefault()
  const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : ''
  attempt(async () => {
    problem.textContent = ''
    const wrong = await carryOut(stepOf(form, pressed))
    if (wrong === undefined) dialog.close()
    else problem.textContent = wrong
  })
})

dialog.addEventListener('click', (event) => {
  // The backdrop is the dialog's own; everything in it is something else.
  if (event.target === dialog) dialog.close()
})

find.addEventListener('input', () => {
  const isLatest = beginFind()
  const text = find.value.trim()
  found.hidden = text === ''
  if (text === '') return
  attempt(async () => {
    const html = await markupAt(`found?${new URLSearchParams({ text }).toString()}`)
    if (isLatest()) found.innerHTML = html ?? ''
  })
})
find.addEventListener('keydown', (event) => {
  if (event.key === 'ArrowDown') found.querySelector('button')?.focus()
  else if (event.key === 'Enter') found.querySelector('button')?.click()
  else if (event.key !== 'Escape' || find.value === '') return
  else closeFound()
  event.preventDefault()
})
found.addEventListener('keydown', (event) => {
  const buttons = [...found.querySelectorAll('button')]
  const at = buttons.findIndex((button) => button === document.activeElement)
  if (event.key === 'ArrowDown') buttons[Math.min(at + 1, buttons.length - 1)]?.focus()
  else if (event.key === 'ArrowUp') (buttons[at - 1] ?? find).focus()
  else if (event.key === 'Escape') closeFound()
  else return
  event.preventDefault()
})
found.addEventListener('click', ({ target }) => {
  if (openNamed(target)) closeFound()
})
content.addEventListener('click', ({ target }) => openNamed(target))

/** Opens the menu that a button names; false where it is no such button. */
function openNamed(target: EventTarget | null): boolean {
  const button = target instanceof Element ? target.closest<HTMLElement>('[data-menu]') : null
  const { menu, name } = button?.dataset ?? {}
  if (name === undefined || (menu !== 'client' && menu !== 'site' && menu !== 'system')) return false
  openMenu({ kind: menu, name })
  return true
}

function closeFound(): void {
  find.value = ''
  found.hidden = true
  find.focus()
}
