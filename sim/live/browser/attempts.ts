import { readFilter } from '../../report/filter.ts'
import type { Entry } from '../shown.ts'
import { element, onClick, onEvent, text } from './page.ts'

/** As many as the server keeps. */
const mostEntries = 1000
/** Rows that are drawn, until more are asked for. */
const drawnAtOnce = 200

const rows = element('rows', HTMLElement)
const keptRows = element('kept', HTMLElement)
const form = element('filter', HTMLFormElement)
const search = element('search', HTMLInputElement)
const problem = element('filter-problem', HTMLElement)
const pauseButton = element('pause', HTMLButtonElement)
const more = element('more', HTMLButtonElement)

/** The oldest first. */
let entries: Entry[] = []
let older = 0
let waiting: Entry[] | undefined
/** Rows up to this line were cleared away. */
let clearedTo = -1
let drawn = drawnAtOnce
let sorted: { by: string; descending: boolean } = { by: 'id', descending: true }
let range: TimeRange | undefined
/** The picture has gone back to this line. */
let moment: number | undefined
let selected: string | undefined
const kept = new Map<string, Entry>()
const watchers: ((shown: readonly Entry[]) => void)[] = []
const openers: ((id: string) => void)[] = []
const rowsById = new Map<string, HTMLElement>()

/** A part of the timeline, by one of its clocks, in milliseconds. */
export interface TimeRange {
  timeOf(entry: Entry): number
  from: number
  to: number
}

/** Is told of the entries that the filter lets through, the oldest first, whenever they change. */
export function onShown(watch: (shown: readonly Entry[]) => void): void {
  watchers.push(watch)
}

/** Is told of the row that a person opens. */
export function onOpened(open: (id: string) => void): void {
  openers.push(open)
}

/** Lets only the entries of a part of the timeline through. */
export function showRange(shown: TimeRange | undefined): void {
  range = shown
  draw()
}

/** Dims the rows that came after a line of the recording. */
export function showMoment(sequence: number | undefined): void {
  moment = sequence
  draw()
}

onEvent('entries', ({ entries: sent, leftOut }) => {
  entries = sent
  older = leftOut
  draw()
})
onEvent('entry', (entry) => {
  if (!waiting) add([entry])
  else {
    waiting.push(entry)
    if (waiting.length > mostEntries) older += waiting.splice(0, 1).length
    pauseButton.textContent = text('goOn', { waiting: waiting.length })
  }
})

let isDrawing = false

/** Rows that come together are drawn once. */
function add(added: readonly Entry[]): void {
  entries.push(...added)
  older += entries.splice(0, entries.length - mostEntries).length
  if (isDrawing) return
  isDrawing = true
  requestAnimationFrame(() => {
    isDrawing = false
    draw()
  })
}

/** What a chip asks for, among the values of its group. */
function chipsLetThrough(data: FormData): (entry: Entry) => boolean {
  const chosen = ['outcome', 'protocol', 'maker'].map((name) => [name, data.getAll(name)] as const)
  const valuesOf = ({ fields, isForeign }: Entry, name: string): readonly string[] => {
    if (name === 'maker') return [isForeign ? 'other programs' : 'clients']
    return name === 'outcome' ? fields.outcome : fields.protocol
  }
  return (entry) =>
    chosen.every(
      ([name, values]) =>
        values.length === 0 || valuesOf(entry, name).some((value) => values.includes(value)),
    )
}

function shownEntries(): Entry[] {
  const read = readFilter(search.value)
  problem.textContent = 'problem' in read ? read.problem : ''
  search.setAttribute('aria-invalid', `${'problem' in read}`)
  const matches = 'matches' in read ? read.matches : () => true
  const letThrough = chipsLetThrough(new FormData(form))
  return entries.filter(
    (entry) => entry.sequence > clearedTo && letThrough(entry) && matches(entry.fields) && isInRange(entry),
  )
}

function isInRange(entry: Entry): boolean {
  if (!range) return true
  const time = range.timeOf(entry)
  return time >= range.from && time <= range.to
}

function draw(): void {
  const shown = shownEntries()
  for (const watch of watchers) watch(shown)
  const inOrder = inSortedOrder(shown).filter(({ id }) => !kept.has(id))
  place(keptRows, [...kept.values()])
  place(rows, inOrder.slice(0, drawn))
  more.hidden = inOrder.length <= drawn
  element('count', HTMLElement).textContent = countedRows(shown.length)
  showSelected()
}

function countedRows(shown: number): string {
  const all = entries.length
  const rows = text(shown === all ? 'rows' : 'someRows', { shown, all })
  return older > 0 ? rows + text('older', { older }) : rows
}

function inSortedOrder(shown: readonly Entry[]): Entry[] {
  if (sorted.by === 'id') return sorted.descending ? [...shown].reverse() : [...shown]
  const signed = sorted.descending ? -1 : 1
  return [...shown].sort((one, other) => signed * compare(keyOf(one), keyOf(other)))
}

const compare = new Intl.Collator('en', { numeric: true }).compare

function keyOf({ at, fields }: Entry): string {
  if (sorted.by === 'at') return at
  const named = new Map(Object.entries(fields)).get(sorted.by) ?? []
  return (sorted.by === 'text' ? named[1] : named[0]) ?? ''
}

/** Puts rows into a body of the table; what is there already is moved, not made again. */
function place(body: HTMLElement, wanted: readonly Entry[]): void {
  const there = wanted.map(rowOf)
  const stay = new Set<Element>(there)
  for (const row of [...body.children]) if (!stay.has(row)) row.remove()
  let before: ChildNode | null = body.firstChild
  for (const row of there) {
    if (row === before) before = row.nextSibling
    else body.insertBefore(row, before)
  }
}

function rowOf(entry: Entry): HTMLElement {
  const known = rowsById.get(entry.id)
  if (known) return known
  const body = document.createElement('tbody')
  body.innerHTML = entry.row
  const row = body.firstElementChild
  if (!(row instanceof HTMLElement)) throw new Error(`${entry.id} has no row`)
  rowsById.set(entry.id, row)
  for (const id of rowsById.keys()) {
    if (rowsById.size <= 2 * mostEntries) break
    if (!kept.has(id)) rowsById.delete(id)
  }
  return row
}

/** Rows in the order in which they stand. */
function rowsInOrder(): HTMLElement[] {
  return [...keptRows.children, ...rows.children].filter((row) => row instanceof HTMLElement)
}

/** Marks the row that is open, the one that the keyboard comes to, and those after the moment of the picture. */
function showSelected(): void {
  const all = rowsInOrder()
  const current = all.find((row) => row.dataset.id === selected) ?? all[0]
  const sequences = new Map(entries.map(({ id, sequence }) => [id, sequence]))
  for (const row of all) {
    const { id = '' } = row.dataset
    row.classList.toggle('open', id === selected)
    row.classList.toggle('later', moment !== undefined && (sequences.get(id) ?? 0) > moment)
    for (const button of row.querySelectorAll('button')) button.tabIndex = row === current ? 0 : -1
  }
}

/** Marks a row as the one whose details are open. */
export function select(id: string | undefined): void {
  selected = id
  showSelected()
  if (id !== undefined) rowsById.get(id)?.scrollIntoView({ block: 'nearest' })
}

/** The row above or below, from the one that has the focus or is open. */
export function neighbour(step: 1 | -1): string | undefined {
  const all = rowsInOrder()
  const focused = document.activeElement?.closest<HTMLElement>('tr[data-id]')?.dataset.id
  const at = all.findIndex((row) => row.dataset.id === (selected ?? focused))
  return all[Math.min(all.length - 1, Math.max(0, at + step))]?.dataset.id
}

/** Puts the focus on a row. */
export function focusRow(id: string): void {
  rowsById.get(id)?.querySelector<HTMLElement>('[data-open]')?.focus({ preventScroll: true })
}

function toggleKept(row: HTMLElement): void {
  const { id = '' } = row.dataset
  const entry = kept.get(id) ?? entries.find((one) => one.id === id)
  if (!entry) return
  const isKept = !kept.has(id)
  if (isKept) kept.set(id, entry)
  else kept.delete(id)
  const button = row.querySelector<HTMLElement>('[data-keep]')
  button?.setAttribute('aria-pressed', `${isKept}`)
  if (button) button.textContent = isKept ? '★' : '☆'
  draw()
  button?.focus()
}

element('list', HTMLElement).addEventListener('click', ({ target }) => {
  if (!(target instanceof Element)) return
  const sort = target.closest<HTMLElement>('[data-sort]')
  if (sort) sortBy(sort.dataset.sort ?? 'id')
  const row = target.closest<HTMLElement>('tr[data-id]')
  if (!row) return
  if (target.closest('[data-keep]')) toggleKept(row)
  else for (const open of openers) open(row.dataset.id ?? '')
})

function sortBy(by: string): void {
  sorted = { by, descending: sorted.by === by ? !sorted.descending : by === 'id' }
  for (const button of document.querySelectorAll<HTMLElement>('[data-sort]')) {
    const direction = sorted.descending ? 'descending' : 'ascending'
    button.closest('th')?.setAttribute('aria-sort', button.dataset.sort === by ? direction : 'none')
  }
  draw()
}

form.addEventListener('input', () => {
  drawn = drawnAtOnce
  draw()
})
form.addEventListener('submit', (event) => event.preventDefault())
more.addEventListener('click', () => {
  drawn += drawnAtOnce
  draw()
})
onClick('clear', () => {
  clearedTo = entries.at(-1)?.sequence ?? clearedTo
  draw()
})
onClick('pause', () => {
  const were = waiting
  waiting = were ? undefined : []
  pauseButton.setAttribute('aria-pressed', `${!were}`)
  pauseButton.textContent = were ? text('pause') : text('goOn', { waiting: 0 })
  if (were) add(were)
})
