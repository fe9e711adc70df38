import type { PlanChange, PlanResult } from './plan-result.ts'

/** A client and the number of its group. */
export interface GroupedClient {
  name: string
  group: number
  /** Code of its assigned site; null where it has none. */
  assignedSite: string | null
}

/** Rows of one piece of the table: a large table is never one string. */
const rowsOfPiece = 1000

const header = ['name', 'group', 'assignedSite', 'kind', 'because']

/** All clients with what becomes of them, as a table in CSV (RFC 4180), piece by piece. */
export function* planCsv({ changes }: PlanResult, clients: Iterable<GroupedClient>): Iterable<string> {
  const worst = worstByGroup(changes)
  let piece = [rowOf(header)]
  for (const { name, group, assignedSite } of clients) {
    const change = worst.get(group)
    const kind = change?.kind ?? 'unchanged'
    piece.push(rowOf([name, `${group}`, assignedSite ?? '', kind, change?.because ?? '']))
    if (piece.length < rowsOfPiece) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}

/** The changes begin with the worst, so the first of a group is its worst. */
function worstByGroup(changes: readonly PlanChange[]): Map<number, PlanChange> {
  return new Map(changes.toReversed().map((change) => [change.group.number, change]))
}

function rowOf(values: readonly string[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

/** A spreadsheet calculates a cell that begins like a formula; an apostrophe makes it a text. */
function cellOf(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
