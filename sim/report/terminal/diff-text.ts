import type { AttemptChange, Change, Diff } from '../diff/compare.ts'
import {
  changesByPart,
  describedLines,
  failureOf,
  gistOf,
  idsInWords,
  marksOfChange,
  rowsOf,
  subjectOf,
  targetInWords,
  verdictOnDiff,
} from '../diff/diff-in-words.ts'
import { english } from '../../texts/english.ts'
import type { Colors } from './colors.ts'
import { besideLabel } from './wrapped.ts'

/** What ended in another way, scenario by scenario, then the clients, and the sum. */
export function diffText(diff: Diff, colors: Colors): string {
  const { same, summary } = diff
  const verdict = verdictOnDiff(diff, english)
  const described = describedLines(diff, english)
  return [
    ...(described.length > 0
      ? [
          colors.bold(english.diff.describedDifferently),
          ...described.map((line) => besideLabel('', 2, line)),
          '',
        ]
      : []),
    ...changesByPart(diff, english).map(({ title, of, changes }) =>
      [
        `${colors.bold(title)} ${colors.dim(of)}`,
        ...changes.flatMap((change) => changeLines(change, colors)),
        '',
      ].join('\n'),
    ),
    ...(summary.clients.length > 0 ? [besideLabel('Clients: ', 9, clientsText(diff)), ''] : []),
    same ? colors.green(verdict) : colors.red(verdict),
    '',
  ].join('\n')
}

/** Clients that are named; of the others, their number. */
const namedClients = 20

function clientsText({ summary: { clients } }: Diff): string {
  const more = clients.length - namedClients
  const named = clients.slice(0, namedClients).map(({ client, changes }) => `${client} (${changes})`)
  return [...named, ...(more > 0 ? [`and ${more} more`] : [])].join(', ')
}

function changeLines(change: Change, colors: Colors): string[] {
  const { kind, place, attempts } = change
  const color = { changed: colors.yellow, added: colors.green, missing: colors.red }[kind]
  const heading = `  ${color(marksOfChange[kind])} ${subjectOf(change, english)}${place === null ? '' : ` ${colors.dim(place)}`}`
  if (kind !== 'changed') return [heading, `      ${gistOf(change, english)}`]
  return [heading, ...rowLines(change, 6, colors), ...attempts.flatMap((one) => attemptLines(one, colors))]
}

function attemptLines(change: AttemptChange, colors: Colors): string[] {
  const entry = failureOf(change)
  return [
    besideLabel('', 6, `${targetInWords(change, english)} (${idsInWords(change, english)})`),
    ...rowLines(change, 8, colors),
    ...(entry ? [besideLabel('', 8, `${entry.title}; to do (${entry.party}): ${entry.remedy}`)] : []),
  ]
}

function rowLines(change: Pick<Change, 'before' | 'after'>, indent: number, colors: Colors): string[] {
  const rows = rowsOf(change, english)
  const width = Math.max(...rows.map(({ field }) => field.length)) + 2
  return rows.map(({ field, before, after }) => {
    const label = `${' '.repeat(indent)}${field}`
    const line = besideLabel(label, indent + width, `${before} → ${after}`)
    return line.replace(label, `${' '.repeat(indent)}${colors.dim(field)}`)
  })
}
