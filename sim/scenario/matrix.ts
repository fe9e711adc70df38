import type { Attempt } from '../evidence/attempt.ts'
import type { CellResult, LeftOutResult, TableResult } from '../evidence/results.ts'
import { strayInWords } from '../evidence/witness.ts'
import { communicationTables } from '../model/tables/communication-tables.ts'
import type { Cell, CommunicationTable } from '../model/tables/table.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import type { MatrixResult } from '../report/command-results.ts'
import { protocols, type WebProtocol } from '../vocabulary/network.ts'
import { siteModes } from '../vocabulary/site-mode.ts'
import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
import { casesOf, type MatrixCase } from './matrix-cases.ts'
import { createMatrixClients, type MatrixClients } from './matrix-clients.ts'

/** Exercises every cell of the source text's tables on an open hierarchy. */
export async function runMatrix(running: RunningHierarchy, hierarchy: string): Promise<MatrixResult> {
  const clients = createMatrixClients(running)
  const tables: TableResult[] = []
  for (const table of communicationTables) tables.push(await runTable(table, running, clients))

  const cells = tables.flatMap(({ rows }) => rows).flatMap((row) => Object.values(row.cells))
  const skipped = cells.filter((cell) => cell.skipped !== undefined).length
  const agree = cells.filter((cell) => cell.agrees).length
  return {
    hierarchy,
    tables,
    attempts: running.attempts,
    summary: { cells: cells.length, agree, disagree: cells.length - agree - skipped, skipped },
  }
}

async function runTable(
  { id, title, columns, rows }: CommunicationTable,
  running: RunningHierarchy,
  clients: MatrixClients,
): Promise<TableResult> {
  const result: TableResult = {
    id,
    title,
    columns: columns.map((column) => column.id),
    columnTitles: columns.map((column) => column.title),
    rows: [],
  }
  for (const row of rows) {
    const results: Record<string, CellResult> = {}
    for (const column of columns) {
      const cell = row.cells[column.id]
      if (!cell) continue
      const cases = casesOf(row, column, running.hierarchy, clients)
      results[column.id] =
        'skipped' in cases ? skippedCell(cell, cases.skipped) : await runCell(cell, cases, running)
    }
    result.rows.push({ siteSystem: row.siteSystem, cells: results })
  }
  return result
}

/**
 * A cell agrees if every system it covers behaved to each client as the cell says: it answered by a documented protocol,
 * or the client withheld the attempt, and each protocol left out was refused as the data beside the table says. The
 * listeners have to bear out every attempt, and tell of no other connection.
 */
async function runCell(
  cell: Cell,
  cases: readonly MatrixCase[],
  running: RunningHierarchy,
): Promise<CellResult> {
  const { attempts } = running
  const before = attempts.length
  const own: Attempt[] = []
  const leftOut: LeftOutResult[] = []
  const withoutCertificate: LeftOutResult[] = []
  let proven = true

  for (const { client, role, system, relation } of cases) {
    const target = { relation, system: system.name }
    const force = async (refusedBy: 'wire' | 'client', protocol: WebProtocol, bare: boolean) => {
      const attempt = await client.contact(role, {
        ...target,
        force: true,
        protocol,
        withoutCertificate: bare,
      })
      proven &&= refusedBy === 'wire' ? isSeenRefused(attempt) : attempt.outcome === 'answered'
      return { protocol, refused_by: refusedBy, attempt: attempt.id, outcome: attempt.outcome }
    }
    const attempt = await client.contact(role, target)
    own.push(attempt)
    for (const { protocol, refusedBy } of cell.leftOut) leftOut.push(await force(refusedBy, protocol, false))
    // If clients present certificates, HTTPS is mutual: without a certificate there is no answer. A browser that opens
    // reports has no certificate.
    const isMutual =
      siteModes[attempt.clientMode].clientsPresentCertificates && siteSystemRoles[role].usedBy !== 'browser'
    if (attempt.protocol === 'https' && isMutual) {
      proven &&= attempt.tls?.clientCertificate ?? false
      withoutCertificate.push(await force('wire', 'https', true))
    }
  }

  const borneOut = attempts.slice(before).every(({ outcome }) => outcome !== 'contradicted')
  const strays = await running.strayConnections()
  const observed = protocols.filter((protocol) => own.some((attempt) => isAnsweredBy(attempt, protocol)))
  const asDocumented = own.every(({ outcome, protocol }) =>
    cell.documented.length === 0
      ? outcome === 'withheld'
      : outcome === 'answered' && cell.documented.some((one) => one === protocol),
  )
  return {
    documented: [...cell.documented],
    observed,
    agrees: asDocumented && proven && borneOut && strays.length === 0,
    attempts: attempts.slice(before).map(({ id }) => id),
    left_out: leftOut,
    without_certificate: withoutCertificate,
    sentence: cell.sentence,
    ...(strays.length > 0 && { strays: strays.map(strayInWords) }),
  }
}

function isAnsweredBy(attempt: Attempt, protocol: string): boolean {
  return attempt.outcome === 'answered' && attempt.protocol === protocol
}

/**
 * A refusal is proof if both ends saw it. A refused connection counts as well: no listener heard of it, and the
 * simulator knows of its own that none is open there. Silence proves nothing.
 */
function isSeenRefused({ outcome, client_end, server_end }: Attempt): boolean {
  if (outcome !== 'failed' || client_end === null || server_end === null) return false
  return server_end.witnessed !== false || client_end.code === 'ECONNREFUSED'
}

function skippedCell({ documented, sentence }: Cell, skipped: string): CellResult {
  return {
    documented: [...documented],
    observed: [],
    agrees: false,
    attempts: [],
    left_out: [],
    without_certificate: [],
    sentence,
    skipped,
  }
}
