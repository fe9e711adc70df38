import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import type { CellResult } from '../../sim/evidence/results.ts'
import type { Hierarchy, Listen, TlsProfile } from '../../sim/model/hierarchy.ts'
import type { RefusalStyle } from '../../sim/vocabulary/certificate.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type OpenOptions } from '../../sim/network/running-hierarchy.ts'
import type { MatrixResult } from '../../sim/report/command-results.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'

const file = fileURLToPath(new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url))

export async function matrix(hierarchy: Hierarchy, options: OpenOptions): Promise<MatrixResult> {
  await using running = await openHierarchy(hierarchy, options)
  return await runMatrix(running, 'a hierarchy')
}

export async function twoModes(
  tls: Partial<TlsProfile> = {},
  refusal: RefusalStyle = 'handshake',
): Promise<Hierarchy> {
  const { hierarchy } = await loadHierarchy(file)
  const sites = hierarchy.sites.map((site) => ({ ...site, refusal }))
  return { ...hierarchy, tls: { ...hierarchy.tls, ...tls }, sites }
}

/** A cell, as `table/row/column`. */
export function cellsWhere({ tables }: MatrixResult, holds: (cell: CellResult) => boolean): string[] {
  return tables.flatMap(({ id, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells)
        .filter(([, cell]) => holds(cell))
        .map(([column]) => `${id}/${siteSystem}/${column}`),
    ),
  )
}

export function disagreeing(result: MatrixResult): string[] {
  const cells = cellsWhere(result, ({ agrees, skipped }) => !agrees && skipped === undefined)
  if (cells.length !== result.summary.disagree) throw new Error('the summary counts otherwise')
  return cells
}

export function everyCellAgrees(t: Test, result: MatrixResult): void {
  const { tables, attempts, summary } = result
  t.strictSame(summary, { cells: 38, agree: 38, disagree: 0, skipped: 0 })
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  for (const { id, rows } of tables) {
    for (const { siteSystem, cells } of rows) {
      for (const [column, cell] of Object.entries(cells)) {
        if (cell.skipped !== undefined) continue
        t.strictSame(cell.observed, cell.documented, `${id}/${siteSystem}/${column}`)
        const covered = new Set([...cell.documented, ...cell.left_out.map(({ protocol }) => protocol)])
        if (id !== 'unaffected-by-site-mode')
          t.ok(covered.has('http') && covered.has('https'), 'both protocols were tried')
        for (const left of [...cell.left_out, ...cell.without_certificate]) {
          const attempt = byId.get(left.attempt)
          t.match(attempt, { forced: true, protocol: left.protocol, outcome: left.outcome })
          if (left.refused_by === 'client') t.equal(attempt?.outcome, 'answered')
          else t.match(attempt, { outcome: 'failed', client_end: Object, server_end: Object })
        }
      }
    }
  }
  t.notOk(attempts.some(({ diagnosis }) => diagnosis === 'unexplained'))
}

/** The cells that disagree where a system of two-modes.yaml listens otherwise. */
export async function withListen(name: string, listen: Listen, cache: string): Promise<string[]> {
  const hierarchy = await twoModes()
  for (const site of hierarchy.sites) {
    for (const system of site.systems) if (system.name === name) system.listen = listen
  }
  return disagreeing(await matrix(hierarchy, { cache }))
}

/** A system's cells: its role's row of table 1, and of the tables on roaming and server locator points. */
export function cellsOf(site: string, role: string): string[] {
  const within = `within-assigned-site/${role}/${site === 'NAT' ? 'native' : 'mixed'}`
  const point = role === 'management-point' ? role : 'distribution-point'
  switch (role) {
    case 'management-point':
    case 'standard-distribution-point':
      return ['native-client-in-mixed-site', 'mixed-client-in-native-site'].reduce(
        (cells, table) => {
          const home = table.startsWith('native') ? 'NAT' : 'MIX'
          const row = `${site === home ? 'assigned' : 'resident'}-${point}`
          const columns = home === 'NAT' ? ['http-not-allowed', 'http-allowed'] : ['mixed-client']
          return [...cells, ...columns.map((column) => `${table}/${row}/${column}`)]
        },
        [within],
      )
    case 'server-locator-point': {
      const columns = ['mixed-client', 'native-client', 'native-client-http-allowed', 'mobile-device']
      return [within, ...columns.map((column) => `server-locator-point/${role}/${column}`)]
    }
    case 'reporting-point':
      return [`unaffected-by-site-mode/${role}/${site === 'NAT' ? 'native' : 'mixed'}`]
    default:
      return [within]
  }
}

/** The systems of two-modes.yaml that speak HTTPS, and their roles. */
const secure = {
  'mp.nat': 'management-point',
  'dp.nat': 'standard-distribution-point',
  'sup.nat': 'software-update-point',
  'smp.nat': 'state-migration-point',
  'sup2.mix': 'software-update-point',
}

export const secureSystems = Object.entries(secure).map(
  ([name, role]) => [name, cellsOf(name.endsWith('nat') ? 'NAT' : 'MIX', role)] as const,
)
