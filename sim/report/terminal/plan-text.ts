import { entryOf } from '../../evidence/catalogue.ts'
import {
  actInWords,
  causesOf,
  changeInWords,
  endingInWords,
  groupInWords,
  groupName,
  sentenceOf,
  switchInWords,
  trialInWords,
  type CauseOfChanges,
} from '../plan-in-words.ts'
import { planKinds, type PlanChange, type PlanResult, type PlanSummary } from '../plan-result.ts'
import { english } from '../../texts/english.ts'
import type { Colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'
import { counted, thousands } from '../../vocabulary/counted.ts'

/** Changes of one cause, items of the checklist, and groups, that are shown one by one. */
const shownOfEach = 5

/** What a change of modes does: the answer in one sentence, then cause by cause, and what the checklist finds. */
export function planText(result: PlanResult, colors: Colors): string {
  const { summary, changes, phases } = result
  return [
    colorOf(summary, colors)(wrapped(sentenceOf(result, english), '')),
    wrapped(switchesText(result), ''),
    ...causesOf(changes).map((cause) => causeText(cause, phases, colors)),
    ...differingText(result, colors),
    ...preflightText(result, colors),
    '',
  ].join('\n\n')
}

function colorOf({ stranded, unchanged, clients }: PlanSummary, colors: Colors): (text: string) => string {
  if (stranded > 0) return colors.red
  return unchanged === clients ? colors.green : colors.yellow
}

function switchesText({ switches, summary }: PlanResult): string {
  const planned = switches.map((one) => {
    const words = switchInWords(one, english)
    return one.refused === null ? words : `${words} (refused: ${one.refused})`
  })
  const change = planned.length === 0 ? 'No site changes its mode' : `Planned: ${planned.join(', ')}`
  return `${change}. Tried with ${counted(summary.groups, 'group')} of clients that nothing tells apart.`
}

function causeText(
  { cause, kinds, changes, remedies }: CauseOfChanges,
  phases: readonly string[],
  colors: Colors,
): string {
  return [
    colors.bold(english.plan.causes[cause]),
    ...kinds.map((kind) => `  ${changeInWords(kind, english)}`),
    ...changes.slice(0, shownOfEach).map((change) => changeLines(change, phases, colors).join('\n')),
    ...andMore(changes.length, 'change'),
    ...remedies.map((remedy) =>
      besideLabel('  to do: ', 9, `${remedy.do} (${trialInWords(remedy, remedy.clients, english)})`),
    ),
  ].join('\n')
}

function changeLines(change: PlanChange, phases: readonly string[], colors: Colors): string[] {
  const { group, clients, kind, example, rule, attempts } = change
  const who = `${groupName(group, english)}: ${changeInWords({ clients, kind }, english)}, as ${example}`
  const shownBy = attempts.length > 0 ? ` ${colors.dim(`(${attempts.join(', ')})`)}` : ''
  return [
    besideLabel('  ≠ ', 4, who),
    colors.dim(besideLabel('', 6, groupInWords(group, english))),
    `      ${actInWords(change, english)}${shownBy}`,
    ...endingLines(change, phases),
    ...whyLines(change),
    ...(rule === null ? [] : [besideLabel('', 8, `rule: ${rule}`)]),
  ]
}

/** How it ended before, and then each phase in which it ended otherwise than in the one before it. */
function endingLines({ before, after }: PlanChange, phases: readonly string[]): string[] {
  const endings = [before, ...after].map((ending) => endingInWords(ending, english))
  return endings.flatMap((ending, phase) =>
    ending === endings[phase - 1] ? [] : [besideLabel('', 8, `${phases[phase] ?? ''}: ${ending}`)],
  )
}

function whyLines({ diagnosis }: PlanChange): string[] {
  const entry = entryOf(diagnosis)
  return entry ? [besideLabel('', 8, `${entry.id}: ${entry.title}`)] : []
}

function differingText({ differing }: PlanResult, colors: Colors): string[] {
  if (differing.length === 0) return []
  const lines = differing.slice(0, shownOfEach).map(({ group, clients }) => {
    const ends = clients.map(({ client, kinds }) =>
      kinds.length === 0
        ? `${client} is unchanged`
        : `${client} ${kinds.map((kind) => english.plan.kindsOfOne[kind]).join(', ')}`,
    )
    return besideLabel('  ≠ ', 4, `group ${group}: ${ends.join('; ')}`)
  })
  const title = 'Clients of one group that did not end alike, so that its numbers are uncertain'
  return [
    [colors.bold(colors.yellow(wrapped(title, ''))), ...lines, ...andMore(differing.length, 'group')].join(
      '\n',
    ),
  ]
}

function preflightText({ preflight }: PlanResult, colors: Colors): string[] {
  if (preflight.length === 0) return []
  const open = preflight.filter(({ holds }) => !holds)
  const sum = `${preflight.length - open.length} of ${preflight.length}`
  const title = colors.bold(`Checklist before the change: ${sum} hold`)
  const lines = open
    .slice(0, shownOfEach)
    .map(({ site, asks, found }) => besideLabel('  ✗ ', 4, `${site ?? 'all sites'}: ${asks} ${found}`))
  return [[title, ...lines, ...andMore(open.length, 'item')].join('\n')]
}

function andMore(number: number, unit: string): string[] {
  const more = number - shownOfEach
  return more > 0 ? [`  and ${thousands(more)} more ${more === 1 ? unit : `${unit}s`}: --json, --html`] : []
}

/** The clients that one shard of a plan has run. */
interface TriedClients {
  summary: PlanSummary
  /** All that stand for others. */
  of: number
}

/** `3 of the 8 clients that stand for all were tried: 1 client is stranded.` */
export function triedText({ summary, of }: TriedClients, colors: Colors): string {
  const changes = planKinds.flatMap((kind) =>
    summary[kind] > 0 ? [changeInWords({ clients: summary[kind], kind }, english)] : [],
  )
  const became = changes.length > 0 ? changes.join('; ') : 'none loses policy or content'
  const color = summary.stranded > 0 ? colors.red : changes.length > 0 ? colors.yellow : colors.green
  const tried = `${summary.clients} of the ${counted(of, 'client')} that stand for all`
  return `${color(wrapped(`${tried}: ${became}.`, ''))}\n`
}
