/** The live page's script: shows what the server sends, draws connections and sends steps. */
interface Row {
  row: string
  client: string
  system: string | null
  protocol: string
  outcome: string
}

/** As many rows as the server sends first. */
const keptRows = 200
/** Milliseconds that a connection's line stays. */
const stays = 6_000

const events = new EventSource('events')
on('picture', (svg) => put('picture', svg as string))
on('counters', (html) => put('counters', html as string))
on('rows', (html) => put('rows', html as string))
on('steps', (text) => {
  const steps = document.getElementById('steps')
  if (steps) steps.textContent = text as string
})
on('row', (data) => {
  const row = data as Row
  addRow('rows', row.row)
  draw(row)
})
on('connections', (html) => put('foreign', html as string))
on('connection', (html) => addRow('foreign', html as string))
events.addEventListener('open', () => say('connection', 'live'))
events.addEventListener('error', () => say('connection', 'the connection is lost; trying again'))

function on(name: string, act: (data: unknown) => void): void {
  events.addEventListener(name, (event: MessageEvent<string>) => act(JSON.parse(event.data)))
}

function addRow(id: string, html: string): void {
  const rows = document.getElementById(id)
  rows?.insertAdjacentHTML('afterbegin', html)
  while (rows && rows.children.length > keptRows) rows.lastElementChild?.remove()
}

function put(id: string, html: string): void {
  const element = document.getElementById(id)
  if (element) element.innerHTML = html
}

function say(id: string, text: string, bad = false): void {
  const element = document.getElementById(id)
  if (!element) return
  element.textContent = text
  element.classList.toggle('bad', bad)
}

/** A connection as a line in the picture, from the client to the site system. */
function draw({ client, system, protocol, outcome }: Row): void {
  const svg = document.querySelector('svg.hierarchy')
  const [from, to] = [boxOf('data-client', client), boxOf('data-system', system ?? '')]
  if (!svg || !from || !to) return
  const x1 = from.x + from.width
  const y1 = from.y + from.height / 2
  const x2 = to.x + to.width
  const y2 = to.y + to.height / 2
  const bend = Math.max(x1, x2) + 34
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g')
  group.setAttribute('class', `traffic fresh ${protocol} ${outcome}`)
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', `M${x1} ${y1} C${bend} ${y1} ${bend} ${y2} ${x2} ${y2}`)
  group.append(line)
  if (outcome === 'failed' || outcome === 'contradicted') {
    const cross = document.createElementNS('http://www.w3.org/2000/svg', 'path')
    cross.setAttribute('class', 'cross')
    cross.setAttribute('d', `M${x2 - 4} ${y2 - 4} l8 8 m0 -8 l-8 8`)
    group.append(cross)
  }
  svg.append(group)
  setTimeout(() => group.remove(), stays)
}

function boxOf(attribute: string, value: string): DOMRect | undefined {
  const found = document.querySelector<SVGGraphicsElement>(`[${attribute}="${CSS.escape(value)}"] .hit`)
  return found?.getBBox()
}

/** A form's values as a step of a scenario file. */
function stepOf(kind: string, data: FormData, pressed: string): object {
  const text = (name: string): string => {
    const value = data.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const client = text('client')
  const given = (...names: string[]): object =>
    Object.fromEntries(names.filter((name) => text(name) !== '').map((name) => [name, text(name)]))
  switch (kind) {
    case 'move':
      return {
        client,
        move: data.has('internet') ? { internet: true } : given('address', 'activeDirectorySite'),
      }
    case 'contact':
      return { client, ...given('contact', 'relation'), ...(data.has('force') && { force: true }) }
    case 'action':
      return { client, ...(JSON.parse(text('action')) as object) }
    case 'getContent':
      return { client, ...given('getContent') }
    case 'setMode':
      return { setMode: given('site', 'mode') }
    case 'break':
      return { [pressed]: pressed === 'break' ? given('system', 'fault') : given('system') }
    default:
      return { advance: `${text('number')} ${text('unit')}` }
  }
}

async function send(form: HTMLFormElement, pressed: string): Promise<void> {
  const step = stepOf(form.dataset.step ?? '', new FormData(form), pressed)
  const reply = await fetch('steps', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(step),
  })
  const result = (await reply.json()) as { problem?: string; story?: { sentence: string }[] }
  say(
    'said',
    result.problem ?? result.story?.map(({ sentence }) => sentence).join(' ') ?? '',
    result.problem !== undefined,
  )
}

document.addEventListener('submit', (event) => {
  event.preventDefault()
  if (!(event.target instanceof HTMLFormElement)) return
  const pressed = event.submitter instanceof HTMLButtonElement ? event.submitter.value : ''
  send(event.target, pressed).catch((error: unknown) => say('said', String(error), true))
})
