import type { FleetResult } from '../../evidence/fleet-result.ts'
import {
  doubtsInWords,
  durationsInWords,
  fateCells,
  fleetInWords,
  thresholdInWords,
  worstFirst,
} from '../fleet-in-words.ts'
import { english } from '../../texts/english.ts'
import type { Colors } from './colors.ts'
import { besideLabel, wrapped } from './wrapped.ts'
import { thousands } from '../../vocabulary/counted.ts'

/** Fates that are shown one by one. */
const shown = 20

/** What became of a fleet: the sum in one sentence, what ended how, and what was expected. */
export function fleetText(fleet: FleetResult, colors: Colors): string {
  const { fates, expectations, digest, held } = fleet
  return [
    (held ? colors.green : colors.red)(wrapped(fleetInWords(fleet, english), '')),
    fatesText(fleet),
    ...(fates.length > shown ? [`and ${fates.length - shown} more: --json, --out`] : []),
    ...(expectations.length === 0
      ? []
      : [
          expectations
            .map((one) => {
              const line = besideLabel(one.held ? '✓ ' : '✗ ', 2, thresholdInWords(one, english))
              return one.held ? line : colors.red(line)
            })
            .join('\n'),
        ]),
    ...doubtsInWords(fleet, english).map(({ title, first }) =>
      colors.red([`${title}:`, ...first].join('\n  ')),
    ),
    durationsInWords(fleet)
      .map((sentence) => wrapped(sentence, ''))
      .join('\n'),
    colors.dim(`digest ${digest}`),
    '',
  ].join('\n\n')
}

function fatesText({ fates }: FleetResult): string {
  const rows = worstFirst(fates)
    .slice(0, shown)
    .map((fate) => [thousands(fate.count), ...fateCells(fate, english)])
  const all = [['count', 'group', 'acts', 'outcome', 'reason'], ...rows]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0
          return column === 0 ? cell.padStart(width) : cell.padEnd(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
