import type { HttpExchange } from '../../evidence/connection.ts'
import type { AttemptEnded } from '../../evidence/recording/event.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import { modesOf, type Participant, type Sequence } from '../sequence.ts'
import { columnsOf, shortened, wentWrong, wrongInWords } from '../in-words.ts'
import type { Texts } from '../../texts/english.ts'
import { stagesOf, type ReachedStage } from '../stages.ts'
import { toldInWords } from '../told-in-words.ts'
import { markup, type Markup } from './markup.ts'

/** The position of the client's line, the distance between lines, and the height of the heads, in pixels. */
const first = 96
const between = 248
const head = 52

/**
 * One client's run as a sequence diagram (SVG): time goes down. Each attempt is a link to its evidence; a failed
 * attempt is marked at the stage where it failed. A system's line has the colour of its site's mode at that time.
 */
export function sequenceDiagram(sequence: Sequence, texts: Texts): Markup {
  const { sequence: words, attempt: noted, outcomes } = texts
  const { client, participants, attempts, events } = sequence
  const columns = new Map(participants.map(({ fqdn }, index) => [fqdn, first + between * (index + 1)]))
  const width = first + between * Math.max(1, participants.length) + 124
  const switches: { y: number; code: string; mode: SiteMode }[] = []
  let y = head + 8
  const drawn = events.map((event) => {
    const top = y
    if (event.kind === 'note') {
      y += rowHeight + 6
      const shown = event.switched.filter(({ code }) => participants.some(({ site }) => site === code))
      switches.push(...shown.map(({ code, mode }) => ({ y: y + 6, code, mode })))
      if (shown.length > 0) y += rowHeight
      return at(top, note(event, width))
    }
    const { attempt } = event.line
    const told = toldInWords(attempt, attempts, texts)
    const rows = attemptRows(event.line, told, texts)
    y += rows.length * rowHeight + 10
    const to = columns.get(attempt.system ?? '') ?? first + between
    const { id, protocol, system, outcome } = attempt
    const tried = words.attempt(id, protocol.toUpperCase(), system ?? noted.noSystem, outcomes[outcome])
    const label = `${tried}${told === undefined ? '' : `; ${told}`}`
    return at(
      top,
      markup`<a href="#${attempt.id}" class="try ${attempt.protocol} ${attempt.outcome}" data-attempt="${attempt.id}"><title>${label}</title>
      <rect class="hit" x="4" y="-2" width="${width - 8}" height="${rows.length * rowHeight + 6}" rx="4" />
      <text class="id" x="10" y="13">${attempt.id}${attempt.forced && ' !'}</text>
      ${rows.map((row, index) => rowLine(row, index * rowHeight, to, width))}
    </a>`,
    )
  })
  const lines = participants.map(({ fqdn, site }) => {
    const its = switches.filter(({ code }) => code === site)
    return lifeline(columns.get(fqdn) ?? 0, sequence.modes.get(site ?? ''), its, y, texts)
  })
  return markup`<svg class="sequence" viewBox="0 0 ${width} ${y + 8}" width="${width}" height="${y + 8}" role="group" aria-label="${words.of(client)}">
    <line class="life" x1="${first}" x2="${first}" y1="${head}" y2="${y}" />${lines}
    <g class="actor me"><rect x="${first - 84}" y="4" width="168" height="${head - 8}" rx="6" /><text class="code" x="${first}" y="${head / 2 + 4}" text-anchor="middle">${shortened(client, 20)}</text></g>
    ${participants.map((one) => actor(one, modesIn(sequence, one), columns.get(one.fqdn) ?? 0, texts))}
    ${drawn}
  </svg>`
}

/** Moved down as a whole, since the page keeps what is drawn alike only once. */
function at(y: number, drawn: Markup): Markup {
  return markup`<g transform="translate(0,${y})">${drawn}</g>`
}

function modesIn(sequence: Sequence, { site }: Participant): SiteMode[] {
  return site === null ? [] : modesOf(sequence, site)
}

/** In pieces, one for each mode in which the system's site is, with the mode that it goes into on the line. */
function lifeline(
  x: number,
  begins: SiteMode | undefined,
  switches: readonly { y: number; mode: SiteMode }[],
  bottom: number,
  { sequence, modes }: Texts,
): Markup[] {
  const pieces = [{ y: head, mode: begins }, ...switches]
  return pieces.map(({ y, mode }, place) => {
    const end = pieces[place + 1]?.y ?? bottom
    const line = markup`<line class="life" x1="${x}" x2="${x}" y1="${y}" y2="${end}" />`
    const said = mode === undefined ? '' : sequence.modeNow(modes[mode])
    const wide = Math.max(80, columnsOf(said) * 6.4 + 20)
    const tag =
      place > 0 &&
      markup`<rect class="box" x="${x - wide / 2}" y="${y - 4}" width="${wide}" height="18" rx="9" /><text class="mode" x="${x}" y="${y + 9}" text-anchor="middle">${said}</text>`
    return markup`<g class="site ${mode ?? 'nowhere'}">${line}${tag}</g>`
  })
}

function actor(
  { name, fqdn, site }: Participant,
  modes: readonly SiteMode[],
  x: number,
  texts: Texts,
): Markup {
  const inWords = inShort(modes.map((mode) => texts.modes[mode]))
  return markup`<g class="site ${modes[0] ?? 'nowhere'}"><title>${fqdn}</title>
    <rect class="box" x="${x - 112}" y="4" width="224" height="${head - 8}" rx="6" />
    <text class="code" x="${x}" y="22" text-anchor="middle">${shortened(name, 20)}</text>
    <text class="mode" x="${x}" y="39" text-anchor="middle">${site === null ? texts.sequence.noSite : `${site} · ${inWords}`}</text>
  </g>`
}

/** Of many modes, or of long ones, the first and the last: the line below tells when each came. */
function inShort(modes: readonly string[]): string {
  const all = modes.join(' → ')
  const isLong = modes.length > 2 && columnsOf(all) > longestModes
  return isLong ? [...modes.slice(0, 1), '…', ...modes.slice(-1)].join(' → ') : all
}

/** Letters of modes in a head, beside the site's code. */
const longestModes = 26

function note({ text, passed }: { text: string; passed: boolean | null }, width: number): Markup {
  const mark = passed === null ? '' : passed ? '✓ ' : '✗ '
  return markup`<g class="note ${passed === false && 'failed'}"><title>${text}</title>
    <rect x="4" y="0" width="${width - 8}" height="${rowHeight}" rx="4" />
    <text x="12" y="14">${mark}${shortened(text, Math.floor((width - 40) / 6.4))}</text></g>`
}

function rowLine({ text, kind }: DiagramRow, y: number, to: number, width: number): Markup {
  const middle = y + rowHeight - 4
  // A text without an arrow may extend beyond the system's line.
  const room = (kind === 'text' ? width : to) - first - 20
  const words = shortened(text, Math.floor(room / 6.6))
  // A withheld attempt has a short line: its text stands to the right of it, not across its end.
  const label = markup`<text class="on" x="${first + (kind === 'withheld' ? 74 : 10)}" y="${middle - 5}">${words}</text>`
  const end = {
    done: to - 2,
    failed: Math.round(first + (to - first) * 0.82),
    withheld: first + 64,
    text: first,
  }[kind]
  if (kind === 'text') return markup`<g class="row text">${label}</g>`
  return markup`<g class="row ${kind}">${label}
    <line x1="${first}" x2="${end}" y1="${middle}" y2="${middle}" />
    ${kind === 'done' && markup`<path class="tip" d="M${end} ${middle} l-8 -4 v8 z M${first} ${middle} l8 -4 v8 z" />`}
    ${kind === 'failed' && markup`<path class="cross" d="M${end - 5} ${middle - 5} l10 10 m0 -10 l-10 10" />`}
    ${kind === 'withheld' && markup`<path class="cross" d="M${end} ${middle - 6} v12" />`}
  </g>`
}

/** In pixels. */
const rowHeight = 22

/** One row of an attempt: an arrow with a text on it, or a text alone. */
interface DiagramRow {
  text: string
  kind: 'done' | 'failed' | 'withheld' | 'text'
}

/** Requests that are drawn; further ones are only counted. */
const drawnExchanges = 6

/**
 * An attempt as rows of a sequence diagram: one for each stage that it reached, and for each request. One that went wrong
 * says who had sent the client there.
 */
function attemptRows(line: AttemptEnded, told: string | undefined, texts: Texts): DiagramRow[] {
  const { attempt } = line
  if (attempt.outcome === 'withheld') {
    const text = texts.sequence.keptAway(attempt.protocol.toUpperCase(), attempt.rule)
    return [{ text, kind: 'withheld' }]
  }
  const rows = stagesOf(attempt).flatMap((stage) => stageRows(stage, line, texts))
  if (!wentWrong(attempt)) return rows
  return [
    ...rows,
    { text: `✗ ${wrongInWords(attempt, texts)}`, kind: 'text' },
    ...(told === undefined ? [] : [{ text: told, kind: 'text' as const }]),
  ]
}

function stageRows(
  { stage, state }: ReachedStage,
  { attempt, exchanges }: AttemptEnded,
  { stages, sequence }: Texts,
): DiagramRow[] {
  if (state === 'unreached') return []
  const { client_end, tls } = attempt
  const name = stages[stage]
  const failure = state === 'failed' ? `: ${client_end?.code ?? ''}` : ''
  if (stage === 'http' && exchanges.length > 0) {
    const rest = exchanges.length - drawnExchanges
    return [
      ...exchanges.slice(0, drawnExchanges).map((exchange) => exchangeRow(exchange, sequence.noAnswer)),
      ...(rest > 0 ? [{ text: sequence.moreRequests(rest), kind: 'text' as const }] : []),
      ...(state === 'failed' && exchanges.at(-1)?.answer?.status !== attempt.status
        ? [{ text: `${name}${failure}`, kind: 'failed' as const }]
        : []),
    ]
  }
  if (stage === 'tls' && tls !== null && state === 'done') {
    const shown = tls.clientCertificate ? sequence.certificateShown : sequence.noCertificate
    return [{ text: `${tls.version.replace('v', ' ')}, ${shown}`, kind: 'done' }]
  }
  return [{ text: name + failure, kind: state }]
}

function exchangeRow({ method, url, answer }: HttpExchange, noAnswer: string): DiagramRow {
  const { pathname, search } = new URL(url)
  const status = answer === null ? noAnswer : `${answer.status}`
  const kind = answer === null || answer.status >= 400 ? 'failed' : 'done'
  return { text: `${status} ← ${method} ${pathname}${search}`, kind }
}
