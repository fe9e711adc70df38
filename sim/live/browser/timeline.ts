import type { Entry, Mark } from '../shown.ts'
import { onShown, showMoment, showRange } from './attempts.ts'
import { attempt, element, latestOnly, markupAt, onClick, onEvent, text } from './page.ts'
import { showPicture, svgElement } from './picture.ts'

/** Pixels: of a column of marks, of a mark, and of the track. */
const [column, markHeight, height] = [4, 6, 54]
const baseline = height - 20
/** Milliseconds that are shown at least. */
const shortest = 20
const mostMarks = 1000

type Clock = 'recordedAt' | 'at'
/** What the timeline can go back to. */
type Moment = Entry | Mark

const track = element('timeline', HTMLElement)
const clock = element('timeline-clock', HTMLSelectElement)
let shown: readonly Entry[] = []
let marks: Mark[] = []
/** The part of time that is shown; undefined: all. */
let view: { from: number; to: number } | undefined
let range: { from: number; to: number } | undefined
/** Where the keyboard is. */
let at: number | undefined
let past: Moment | undefined
const begin = latestOnly()

onShown((entries) => {
  shown = entries
  draw()
})
onEvent('marks', (sent) => {
  marks = sent
  draw()
})
onEvent('mark', (mark) => {
  marks = [...marks, mark].slice(-mostMarks)
  draw()
})

function timeOf(one: Moment): number {
  return chosenClock() === 'at' ? Date.parse(one.at) : one.recordedAt
}

function chosenClock(): Clock {
  return clock.value === 'at' ? 'at' : 'recordedAt'
}

/** Everything on the line, in its order. */
function moments(): Moment[] {
  return [...shown, ...marks].sort((one, other) => one.sequence - other.sequence)
}

function whole(): { from: number; to: number } {
  let [from, to] = [Infinity, -Infinity]
  for (const one of [...shown, ...marks]) {
    from = Math.min(from, timeOf(one))
    to = Math.max(to, timeOf(one))
  }
  if (from > to) return { from: 0, to: shortest }
  const edge = Math.max(shortest, to - from) / 50
  return { from: from - edge, to: to + edge }
}

function scale() {
  const { from, to } = view ?? whole()
  const width = Math.max(1, track.clientWidth)
  return {
    width,
    from,
    to,
    x: (time: number) => ((time - from) / (to - from)) * width,
    time: (x: number) => from + (x / width) * (to - from),
  }
}

function draw(): void {
  const svg = svgElement('svg', '')
  const { width, x, from, to } = scale()
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('aria-hidden', 'true')
  svg.append(shape('line', 'axis', { x1: 0, x2: width, y1: baseline + 0.5, y2: baseline + 0.5 }))
  if (range) {
    svg.append(
      shape('rect', 'range', {
        x: x(range.from),
        width: Math.max(1, x(range.to) - x(range.from)),
        y: 0,
        height,
      }),
    )
  }
  const stacks = new Map<number, number>()
  for (const entry of shown) {
    const place = Math.floor(x(timeOf(entry)) / column)
    if (place < 0 || place * column > width) continue
    const level = stacks.get(place) ?? 0
    stacks.set(place, level + 1)
    // A column that is full stays so, but what went wrong is seen.
    const y = baseline - markHeight * (1 + Math.min(level, 4))
    svg.append(
      shape('rect', `m ${entry.fields.outcome[0] ?? ''}`, {
        x: place * column,
        y,
        width: column - 1,
        height: markHeight - 1,
      }),
    )
  }
  for (const mark of marks) {
    const place = x(timeOf(mark))
    if (place >= 0 && place <= width)
      svg.append(shape('path', 'step', { d: `M${place} ${baseline + 1} l3.5 6 h-7 z` }))
  }
  const cursor = past ?? (document.activeElement === track ? moments()[at ?? -1] : undefined)
  if (cursor) {
    const place = x(timeOf(cursor))
    svg.append(
      shape('line', past ? 'moment past' : 'moment', { x1: place, x2: place, y1: 0, y2: baseline + 8 }),
    )
  }
  if (shown.length + marks.length > 0) {
    svg.append(label(timeText(from, to - from), 2, 'start'), label(timeText(to, to - from), width - 2, 'end'))
  }
  track.replaceChildren(svg)
  tellKeyboard()
}

function shape(tag: string, name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const one = svgElement(tag, name)
  for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, `${value}`)
  return one
}

function label(text: string, x: number, anchor: string): SVGElement {
  const one = shape('text', '', { x, y: height - 2, 'text-anchor': anchor })
  one.textContent = text
  return one
}

/** By the simulation's clock in UTC, as the list has it; by the machine's in the reader's own time. */
function timeText(time: number, span: number): string {
  const date = new Date(time)
  if (chosenClock() === 'at')
    return date
      .toISOString()
      .slice(0, span > 86_400_000 ? 10 : 19)
      .replace('T', ' ')
  return date.toLocaleTimeString('en-GB')
}

/** What a screen reader says of the place. */
function tellKeyboard(): void {
  const all = moments()
  const place = at === undefined ? all.length - 1 : Math.min(at, all.length - 1)
  const one = all[place]
  track.setAttribute('aria-valuemax', `${Math.max(0, all.length - 1)}`)
  track.setAttribute('aria-valuenow', `${Math.max(0, place)}`)
  track.setAttribute('aria-valuetext', one ? `${wordsOf(one)}, ${one.at}` : text('nothingYet'))
}

function wordsOf(one: Moment): string {
  if ('words' in one) return one.words
  const { client, protocol, system, outcome } = one.fields
  return text('entry', {
    id: one.id,
    client: client.join(),
    protocol: protocol.join().toUpperCase(),
    system: system.join(),
    outcome: outcomeInWords(outcome.join()),
  })
}

/** As its chip calls it. */
function outcomeInWords(outcome: string): string {
  const chip = document.querySelector(`input[name="outcome"][value="${outcome}"]`)
  return chip?.parentElement?.textContent ?? outcome
}

function goBackTo(one: Moment): void {
  const isLatest = begin()
  attempt(async () => {
    const svg = await markupAt(`state?at=${one.sequence}`)
    if (svg === undefined || !isLatest()) return
    past = one
    showPicture(svg)
    showMoment(one.sequence)
    element('past', HTMLElement).hidden = false
    element('past-words', HTMLElement).textContent = text('past', {
      what: wordsOf(one),
      at: one.at.slice(0, 19).replace('T', ' '),
    })
    draw()
  })
}

function backToNow(): void {
  begin()
  past = undefined
  showPicture()
  showMoment(undefined)
  element('past', HTMLElement).hidden = true
  draw()
}

function zoomAt(factor: number, center?: number): void {
  const { from, to } = view ?? whole()
  const middle =
    center ??
    (at === undefined
      ? (from + to) / 2
      : timeOf(moments()[at] ?? { ...noMoment, recordedAt: (from + to) / 2 }))
  const span = Math.max(shortest, (to - from) * factor)
  const all = whole()
  const share = (middle - from) / (to - from)
  const next = { from: middle - span * share, to: middle + span * (1 - share) }
  view = span >= all.to - all.from ? undefined : next
  draw()
}

const noMoment = { sequence: 0, at: '', words: '' }

function filterRange(chosen: { from: number; to: number } | undefined): void {
  range = chosen
  element('range-clear', HTMLElement).hidden = chosen === undefined
  showRange(chosen && { ...chosen, timeOf })
}

/** The moment that is nearest to a place on the track. */
function nearest(x: number): Moment | undefined {
  const { x: placeOf } = scale()
  let found: Moment | undefined
  for (const one of moments()) {
    if (!found || Math.abs(placeOf(timeOf(one)) - x) <= Math.abs(placeOf(timeOf(found)) - x)) found = one
  }
  return found
}

track.addEventListener('pointerdown', (down) => {
  if (down.button !== 0) return
  const left = track.getBoundingClientRect().left
  const over = new AbortController()
  const { signal } = over
  const end = (): void => over.abort()
  window.addEventListener('pointercancel', end, { signal })
  window.addEventListener(
    'pointerup',
    (up) => {
      end()
      const [from, to] = [down.x - left, up.x - left].sort((one, other) => one - other)
      if (from === undefined || to === undefined) return
      const { time } = scale()
      if (to - from > 4) filterRange({ from: time(from), to: time(to) })
      else {
        const one = nearest(up.x - left)
        if (one) goBackTo(one)
      }
    },
    { signal },
  )
})
track.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault()
    const x = event.x - track.getBoundingClientRect().left
    zoomAt(event.deltaY > 0 ? 1.25 : 0.8, scale().time(x))
  },
  { passive: false },
)
track.addEventListener('keydown', (event) => {
  const all = moments()
  const last = all.length - 1
  const place = Math.min(at ?? last, last)
  const one = all[place]
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      at = Math.max(0, place - 1)
      break
    case 'ArrowRight':
    case 'ArrowUp':
      at = Math.min(last, place + 1)
      break
    case 'Home':
      at = 0
      break
    case 'End':
      at = undefined
      break
    case 'Enter':
      if (one) goBackTo(one)
      break
    case '[':
      if (one) filterRange({ from: timeOf(one), to: Math.max(timeOf(one), range?.to ?? whole().to) })
      break
    case ']':
      if (one) filterRange({ from: Math.min(timeOf(one), range?.from ?? whole().from), to: timeOf(one) })
      break
    case '+':
      zoomAt(0.5)
      break
    case '-':
      zoomAt(2)
      break
    case 'Escape':
      if (past) backToNow()
      else filterRange(undefined)
      break
    default:
      return
  }
  event.preventDefault()
  draw()
})
track.addEventListener('focus', draw)
track.addEventListener('blur', draw)
clock.addEventListener('change', () => {
  view = undefined
  filterRange(undefined)
})
onClick('zoom-in', () => zoomAt(0.5))
onClick('zoom-out', () => zoomAt(2))
onClick('zoom-all', () => {
  view = undefined
  draw()
})
onClick('range-clear', () => filterRange(undefined))
onClick('now', backToNow)
window.addEventListener('resize', draw)
