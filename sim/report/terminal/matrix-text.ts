import Table from 'cli-table3'
import type { Attempt } from '../../evidence/attempt.ts'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import { timeLostInWords } from '../../evidence/time-lost.ts'
import type { CellResult, LeftOutResult, TableResult } from '../../evidence/results.ts'
import type { MatrixResult } from '../command-results.ts'
import type { Colors } from './colors.ts'
import { besideLabel, width, wrapped } from './wrapped.ts'

const legend =
  'Each protocol that a cell leaves out was tried by force: ✗ refused on the wire;\n' +
  "! answered, so that only the client's own rule stands in its way."

/** The tables for a terminal: documented beside observed, then the refusals as both ends saw them. */
export function matrixText(result: MatrixResult, colors: Colors): string {
  const byId = new Map(result.attempts.map((attempt) => [attempt.id, attempt]))
  const { cells, agree, disagree, skipped, timeLost = [] } = result.summary
  const verdict = `${agree} of ${cells} cells agree with the documentation, over ${result.attempts.length} attempts`
  return [
    ...result.tables.map((table) => `${colors.bold(table.title)}\n${tableText(table, byId, colors)}`),
    legend,
    refusalsText(result.attempts, colors),
    ...disagreements(result, byId, colors),
    ...(skipped > 0 ? [`${skipped} cells were skipped: this hierarchy has nothing to show them on.`] : []),
    ...timeLost.map((lost) => colors.yellow(`Meanwhile, ${timeLostInWords(lost)}.`)),
    disagree === 0 ? colors.green(`${verdict}.`) : colors.red(`${verdict}; ${disagree} disagree.`),
    '',
  ].join('\n\n')
}

function tableText(table: TableResult, byId: ReadonlyMap<string, Attempt>, colors: Colors): string {
  const cellText = (cell: CellResult | undefined): string =>
    cell ? cellLines(cell, byId, colors).join('\n') : ''
  const [onlyRow] = table.rows
  // More than two columns would not fit, so a row becomes several lines.
  const rows =
    table.columns.length > 2 && onlyRow
      ? table.columns.map((column, index) => [table.columnTitles[index], cellText(onlyRow.cells[column])])
      : table.rows.map(({ siteSystem, cells }) => [
          siteSystem.replaceAll('-', ' '),
          ...table.columns.map((column) => cellText(cells[column])),
        ])
  const headings = table.columns.length > 2 ? [onlyRow?.siteSystem.replaceAll('-', ' ')] : table.columnTitles
  const cellWidth = headings.length === 2 ? 31 : 55
  const drawn = new Table({
    head: ['', ...headings.map((heading) => colors.bold(heading ?? ''))],
    colWidths: [width - headings.length * (cellWidth + 1) - 2, ...headings.map(() => cellWidth)],
    wordWrap: true,
    style: { head: [], border: [] },
  })
  drawn.push(...rows.map((row) => row.map((text) => text ?? '')))
  return drawn.toString()
}

function cellLines(cell: CellResult, byId: ReadonlyMap<string, Attempt>, colors: Colors): string[] {
  const documented = `documented ${inWords(cell.documented, ' or ', 'No')}`
  if (cell.skipped !== undefined) return [documented, colors.yellow(`skipped: ${cell.skipped}`)]
  const observed = inWords(cell.observed, ' and ', cell.documented.length === 0 ? 'none' : 'nothing')
  return [
    documented,
    cell.agrees ? colors.green(`✓ observed ${observed}`) : colors.red(`≠ observed ${observed}`),
    ...unique([
      ...cell.left_out.map((leftOut) => leftOutLine(leftOut, byId, colors)),
      ...cell.without_certificate.map((bare) => bareLine(bare, byId, colors)),
    ]),
  ]
}

function leftOutLine(
  { protocol, attempt, outcome }: LeftOutResult,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  if (outcome === 'answered') return colors.yellow(`! ${protocol.toUpperCase()} answered when forced`)
  if (outcome === 'contradicted') return colors.red(`≠ ${protocol.toUpperCase()} ${outcome}`)
  return colors.dim(`✗ ${protocol.toUpperCase()} ${byId.get(attempt)?.diagnosis ?? ''}`)
}

function bareLine(
  { attempt, outcome }: LeftOutResult,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  if (outcome === 'answered') return colors.yellow('! HTTPS without certificate')
  if (outcome === 'contradicted') return colors.red(`≠ HTTPS without certificate ${outcome}`)
  return colors.dim(`✗ ${byId.get(attempt)?.diagnosis ?? ''}`)
}

function disagreements(result: MatrixResult, byId: ReadonlyMap<string, Attempt>, colors: Colors): string[] {
  return result.tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      Object.entries(row.cells)
        .filter(([, cell]) => !cell.agrees && cell.skipped === undefined)
        .map(([column, cell]) =>
          [
            colors.red(`disagrees: ${table.id} / ${row.siteSystem} / ${column}`),
            wrapped(`  documented ${inWords(cell.documented, ' or ', 'No')}: ${cell.sentence}`, '    '),
            ...cell.attempts.map((id) => attemptLine(byId.get(id), colors)),
            ...(cell.strays ?? []).map((stray) => colors.red(wrapped(`  ${stray}`, '    '))),
          ].join('\n'),
        ),
    ),
  )
}

function attemptLine(attempt: Attempt | undefined, colors: Colors): string {
  if (!attempt) return ''
  const { id, client, system, protocol, forced, outcome, diagnosis, contradiction } = attempt
  const how = forced ? `${protocol.toUpperCase()} by force` : protocol.toUpperCase()
  const ended = `${outcome}${diagnosis === null ? '' : ` (${diagnosis})`}`
  const line = wrapped(`  ${id} ${client} to ${system}, ${how}: ${contradiction ?? ended}`, '    ')
  return outcome === 'contradicted' ? colors.red(line) : line
}

function inWords(protocols: readonly string[], joint: string, none: string): string {
  return protocols.length === 0 ? none : protocols.map((protocol) => protocol.toUpperCase()).join(joint)
}

function unique(lines: readonly string[]): string[] {
  return [...new Set(lines)]
}

/** Each kind of failed attempt, once: its diagnosis, and what the client and the server saw. */
export function refusalsText(attempts: readonly Attempt[], colors: Colors): string {
  const groups = new Map<string, Attempt[]>()
  for (const attempt of attempts.filter(({ outcome }) => outcome === 'failed')) {
    const key = [attempt.diagnosis, attempt.client_end?.code, attempt.server_end?.code].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), attempt])
  }
  if (groups.size === 0) return ''
  return [colors.bold('What both ends saw of the failures'), ...[...groups.values()].map(groupText)].join(
    '\n',
  )
}

function groupText(group: readonly Attempt[]): string {
  const [first] = group
  if (!first) return ''
  const entry = entryOf(first.diagnosis)
  const title = entry?.title ?? 'no entry of the catalogue explains it'
  return [
    wrapped(`${first.diagnosis} (${group.length}×): ${title}`, '    '),
    `  client  ${endText(first.client_end)}`,
    `  server  ${endText(first.server_end)}`,
    ...(entry ? [besideLabel('  to do', 10, entry.remedy)] : []),
  ].join('\n')
}

function endText(end: EndEvidence | null): string {
  if (!end) return 'nothing'
  const code = `${end.stage.padEnd(8)}${end.code}`
  return end.witnessed === false ? `${code}, known to the simulator and not seen` : code
}
