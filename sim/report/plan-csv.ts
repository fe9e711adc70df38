import { groupBy } from './lists.ts'
import type { PlanChange, PlanResult } from './plan-result.ts'

/** A client and the number of its group. */
export interface GroupedClient {
  name: string
  group: number
  /** Code of its assigned site; null where it has none. */
  assignedSite: string | null
}

/** Clients with the sites of their groups. */
export function* groupedClients(
  clients: Iterable<Omit<GroupedClient, 'assignedSite'>>,
  { groups }: PlanResult,
): Iterable<GroupedClient> {
  const sites = new Map(groups.map(({ group }) => [group.number, group.assignedSite]))
  for (const client of clients) yield { ...client, assignedSite: sites.get(client.group) ?? null }
}

/** Rows of one piece of the table: a large table is never one string. */
const rowsOfPiece = 1000

const header = ['name', 'group', 'assignedSite', 'kind', 'because']

/** All clients with what becomes of them, as a table in CSV (RFC 4180), piece by piece. */
export function* planCsv(result: PlanResult, clients: Iterable<GroupedClient>): Iterable<string> {
  const worstOf = createWorst(result)
  let piece = [rowOf(header)]
  for (const client of clients) {
    const { name, group, assignedSite } = client
    const change = worstOf(client)
    const kind = change?.kind ?? 'unchanged'
    piece.push(rowOf([name, `${group}`, assignedSite ?? '', kind, change?.because ?? '']))
    if (piece.length < rowsOfPiece) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}

/**
 * The worst change of a client, which is the first of its group. Where clients of a group that were run did not end alike,
 * each has its own; all others share the first one's.
 */
function createWorst({ changes, differing }: PlanResult): (client: GroupedClient) => PlanChange | undefined {
  const changesOf = groupBy(changes, ({ group }) => `${group.number}`)
  const endsOf = new Map(differing.map(({ group, clients }) => [group, clients]))
  return ({ name, group }) => {
    const its = changesOf.get(`${group}`) ?? []
    const ends = endsOf.get(group)
    if (!ends) return its[0]
    const [worst] = (ends.find(({ client }) => client === name) ?? ends[0])?.kinds ?? []
    return its.find(({ kind }) => kind === worst)
  }
}

function rowOf(values: readonly string[]): string {
  return `${values.map(cellOf).join(',')}\r\n`
}

/** A spreadsheet calculates a cell that begins like a formula; an apostrophe makes it a text. */
function cellOf(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
