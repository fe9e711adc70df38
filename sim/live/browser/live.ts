/** The live page's script: shows what the server sends, filters and sorts it, and sends steps. */
import { element, onEvent } from './page.ts'
import './details.ts'
import './menu.ts'
import './picture.ts'
import './scenario.ts'
import './tabs.ts'
import './timeline.ts'

onEvent('counters', (html) => (element('counters', HTMLElement).innerHTML = html))

const downloads = element('downloads', HTMLDetailsElement)
document.addEventListener('click', ({ target }) => {
  const isInside = target instanceof Node && downloads.contains(target)
  if (!isInside || (target instanceof Element && target.closest('a'))) downloads.open = false
})
downloads.addEventListener('focusout', ({ relatedTarget }) => {
  if (relatedTarget instanceof Node && !downloads.contains(relatedTarget)) downloads.open = false
})
downloads.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') downloads.open = false
})
