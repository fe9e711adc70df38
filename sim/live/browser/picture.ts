import type { Entry } from '../shown.ts'
import { openMenu, type Subject } from './menu.ts'
import { attempt, element, onClick, onEvent, text } from './page.ts'
import { carryOut } from './steps.ts'

/** Milliseconds that a connection's line stays. */
const stays = 6_000
/** A picture is made no smaller than this by itself, since nobody could read it. */
const smallestFit = 0.8

const picture = element('picture', HTMLElement)
/** null: as large as the pane allows. */
let zoom: number | null = null
/** The picture as it is now, while an earlier one is shown. */
let pieces: string[] = []
let isPast = false
let current: string | undefined

onEvent('picture', (sent) => {
  const isFirst = pieces.length === 0
  pieces = sent
  if (!isPast) put(pieces.join(''))
  if (isFirst) showFirstSite()
})
onEvent('changes', (changes) => {
  // From the last on, so that the places of the others hold.
  for (const { at, removed, pieces: added } of [...changes].reverse()) pieces.splice(at, removed, ...added)
  if (!isPast) put(pieces.join(''))
})
onEvent('entry', (entry) => {
  if (!isPast) drawTraffic(entry)
})

/** A picture that is wider than its pane begins with the site on top in the middle. */
function showFirstSite(): void {
  const box = picture.querySelector('.site')?.getBoundingClientRect()
  if (!box) return
  const { left, width } = picture.getBoundingClientRect()
  picture.scrollLeft += box.left + box.width / 2 - (left + width / 2)
}

/** Shows the picture of an earlier moment; without one, as it is now. */
export function showPicture(svg?: string): void {
  isPast = svg !== undefined
  document.body.classList.toggle('then', isPast)
  put(svg ?? pieces.join(''))
}

function put(svg: string): void {
  const { scrollLeft, scrollTop } = picture
  const hadFocus = picture.contains(document.activeElement)
  picture.innerHTML = svg
  applyZoom()
  picture.scrollTo(scrollLeft, scrollTop)
  for (const one of actors()) {
    one.setAttribute('role', 'button')
    one.setAttribute('aria-haspopup', 'dialog')
    one.setAttribute('aria-label', labelOf(one))
    one.setAttribute('tabindex', '-1')
  }
  const first = actorCalled(current) ?? actors()[0]
  first?.setAttribute('tabindex', '0')
  if (hadFocus && document.activeElement !== picture) first?.focus({ preventScroll: true })
}

/** What can be chosen: a site by its head, since the clients in it can be chosen as well. */
function actors(): SVGElement[] {
  return [
    ...picture.querySelectorAll<SVGElement>(
      '.site[data-site] > .head, [data-system], [data-client], [data-group]',
    ),
  ]
}

function keyOf(one: Element | undefined): string | undefined {
  const subject = one && subjectOf(one)
  return subject && JSON.stringify(subject)
}

function actorCalled(key: string | undefined): SVGElement | undefined {
  return key === undefined ? undefined : actors().find((one) => keyOf(one) === key)
}

function subjectOf(target: Element): Subject | undefined {
  const client = target.closest('[data-client]')?.getAttribute('data-client')
  if (client != null) return { kind: 'client', name: client }
  const system = target.closest('[data-system]')?.getAttribute('data-system')
  if (system != null) return { kind: 'system', name: system }
  const site = siteOf(target)
  const group = target.closest('[data-group]')?.getAttribute('data-group')
  if (group != null) return { kind: 'group', name: group, at: site ?? '' }
  return site === undefined ? undefined : { kind: 'site', name: site }
}

function siteOf(target: Element | null): string | undefined {
  return target?.closest('[data-site]')?.getAttribute('data-site') ?? undefined
}

/** Everything that is written on it, and its title. */
function labelOf(one: SVGElement): string {
  const words = (element: Element): string => element.textContent.replaceAll(/\s+/g, ' ').trim()
  if (!one.matches('.head')) return words(one)
  return text('site', {
    code: siteOf(one) ?? '',
    mode: one.parentElement?.querySelector('.mode')?.textContent ?? '',
  })
}

picture.addEventListener('click', (event) => {
  const { target } = event
  const subject = target instanceof Element ? subjectOf(target) : undefined
  // A group's row is a link to its list, which is in its menu here.
  event.preventDefault()
  if (subject && !isPast) openMenu(subject)
})
picture.addEventListener('focusin', ({ target }) => {
  if (!(target instanceof SVGElement)) return
  actorCalled(current)?.setAttribute('tabindex', '-1')
  for (const one of actors()) if (one !== target) one.setAttribute('tabindex', '-1')
  target.setAttribute('tabindex', '0')
  current = keyOf(target)
})
picture.addEventListener('keydown', (event) => {
  const { key, target } = event
  if (!(target instanceof SVGElement)) return
  const all = actors()
  const steps = new Map([
    ['ArrowDown', 1],
    ['ArrowRight', 1],
    ['ArrowUp', -1],
    ['ArrowLeft', -1],
  ])
  const step = steps.get(key)
  const subject = subjectOf(target)
  if (step !== undefined) all[(all.indexOf(target) + step + all.length) % all.length]?.focus()
  else if ((key === 'Enter' || key === ' ') && subject && !isPast) openMenu(subject)
  else return
  event.preventDefault()
})

/** Dragging, by the mouse: fingers move the picture. */
picture.addEventListener('pointerdown', (down) => {
  const client =
    down.target instanceof Element ? down.target.closest('[data-client]')?.getAttribute('data-client') : null
  if (client == null || isPast || down.pointerType !== 'mouse' || down.button !== 0) return
  const label = document.createElement('div')
  label.className = 'dragged'
  label.textContent = client
  let target: Element | null = null
  const over = new AbortController()
  const { signal } = over
  window.addEventListener(
    'pointermove',
    (move) => {
      if (!label.isConnected && Math.hypot(move.x - down.x, move.y - down.y) < 5) return
      if (!label.isConnected) document.body.append(label)
      label.style.left = `${move.x + 8}px`
      label.style.top = `${move.y + 8}px`
      target?.classList.remove('target')
      target = document.elementFromPoint(move.x, move.y)?.closest('#picture [data-site]') ?? null
      target?.classList.add('target')
    },
    { signal },
  )
  const end = (): void => {
    over.abort()
    label.remove()
    target?.classList.remove('target')
  }
  window.addEventListener('keydown', ({ key }) => key === 'Escape' && end(), { signal })
  window.addEventListener(
    'pointerup',
    () => {
      const wasDragged = label.isConnected
      const site = siteOf(target)
      end()
      if (!wasDragged) return
      // The click that follows chooses nothing.
      window.addEventListener('click', (click) => click.stopPropagation(), { capture: true, once: true })
      if (site !== undefined)
        attempt(async () => {
          await carryOut({ client, move: { site } })
        })
    },
    { signal },
  )
})

function applyZoom(): void {
  const svg = picture.querySelector('svg')
  if (!svg) return
  const width = Number(svg.getAttribute('width'))
  const fit = (picture.clientWidth - 30) / width
  svg.style.width = `${width * (zoom ?? Math.min(1, Math.max(smallestFit, fit)))}px`
}

function zoomBy(factor: number): void {
  const svg = picture.querySelector('svg')
  if (!svg) return
  const shown = svg.getBoundingClientRect().width / Number(svg.getAttribute('width'))
  zoom = Math.min(3, Math.max(0.1, shown * factor))
  applyZoom()
}

onClick('picture-larger', () => zoomBy(1.2))
onClick('picture-smaller', () => zoomBy(1 / 1.2))
onClick('picture-fit', () => {
  const svg = picture.querySelector('svg')
  if (svg) zoom = Math.min(1, (picture.clientWidth - 30) / Number(svg.getAttribute('width')))
  applyZoom()
})
window.addEventListener('resize', applyZoom)

/** A connection as a line in the picture, from the client to the site system. */
function drawTraffic({ fields, group, isForeign }: Entry): void {
  const svg = picture.querySelector('svg')
  const [client = '', system = ''] = [fields.client[0], fields.system[0]]
  const [protocol = '', outcome = ''] = [fields.protocol[0], fields.outcome[0]]
  const inGroup = group && `[data-group="${CSS.escape(group.name)}"]`
  const inSite = group?.site === '' || !group ? '' : `[data-site="${CSS.escape(group.site)}"] `
  const from =
    boxOf(`[data-client="${CSS.escape(client)}"]`) ?? (inGroup ? boxOf(inSite + inGroup) : undefined)
  const to = boxOf(`[data-system="${CSS.escape(system)}"]`)
  if (isForeign || !svg || !from || !to) return
  const x1 = from.x + from.width
  const y1 = from.y + from.height / 2
  const x2 = to.x + to.width
  const y2 = to.y + to.height / 2
  const bend = Math.max(x1, x2) + 34
  const line = svgElement('g', `traffic fresh ${protocol} ${outcome}`)
  line.append(path('', `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`))
  if (outcome === 'failed' || outcome === 'contradicted')
    line.append(path('cross', `M${x2 - 4} ${y2 - 4} l8 8 m0 -8 l-8 8`))
  svg.append(line)
  setTimeout(() => line.remove(), stays)
}

function path(name: string, d: string): SVGElement {
  const one = svgElement('path', name)
  one.setAttribute('d', d)
  return one
}

/** An element of SVG with its class. */
export function svgElement(tag: string, name: string): SVGElement {
  const one = document.createElementNS('http://www.w3.org/2000/svg', tag)
  if (!(one instanceof SVGElement)) throw new Error(`${tag} is no element of SVG`)
  one.setAttribute('class', name)
  return one
}

function boxOf(selector: string): DOMRect | undefined {
  return picture.querySelector<SVGGraphicsElement>(`${selector} .hit`)?.getBBox()
}
