import { stringify } from 'yaml'
import type { Problem } from '../../errors.ts'
import { maskedNetwork, parseAddress } from '../../vocabulary/location.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { productVersion, siteCode, systemName } from '../schema/written-values.ts'
import { writtenBoundary } from '../schema/written-boundary.ts'
import { refuse } from '../source/source.ts'
import { clientHeadings } from './import-clients.ts'
import { columnsOf, createRowProblems, openTable, type Row, type RowProblems, type Table } from './table.ts'

/** A hierarchy as its tables describe it, to be completed by hand. */
export interface DescribedHierarchy {
  /** The text of its file. */
  text: string
  tables: { file: string; kind: TableKind; rows: number }[]
  problems: Problem[]
}

/** What a table is about, as its headings tell. */
export type TableKind = 'boundaries' | 'site systems' | 'sites' | 'clients'

interface Site {
  code: string
  kind?: 'secondary'
  mode?: 'mixed'
  version?: string
  parent?: string
  boundaries: Record<string, string>[]
  systems: { name: string; roles: SiteSystemRole[] }[]
}

/** A table's headings, in the spelling of its class; views have the same but for marks (`v_Site`, `v_BoundaryInfo`). */
const headings = {
  sites: {
    code: ['SiteCode'],
    parent: ['ReportingSiteCode'],
    type: ['Type', 'SiteType'],
    version: ['Version'],
  },
  boundaries: {
    site: ['SiteCode', 'DefaultSiteCode'],
    type: ['BoundaryType'],
    value: ['Value', 'BoundaryValue'],
    flags: ['BoundaryFlags'],
  },
  systems: { site: ['SiteCode'], role: ['RoleName'], server: ['ServerName'] },
} as const satisfies Record<string, Record<string, readonly string[]>>

/**
 * Reads tables of sites (`SMS_Site`), boundaries (`SMS_Boundary`) and site systems (`SMS_SystemResourceList`), and names a
 * table of clients (`SMS_R_System`), in any order; throws an `InputError` at a table that is none of them.
 */
export async function describeHierarchy(
  files: readonly string[],
  folder: string,
  nameFor: (file: string) => string,
): Promise<DescribedHierarchy> {
  const sites = new Map<string, Site>()
  const described: DescribedHierarchy = { text: '', tables: [], problems: [] }
  let clients: string | undefined
  for (const file of files) {
    const table = await openTable(file, folder)
    const kind = kindOf(table)
    const problems = createRowProblems(file)
    let rows = 0
    if (kind === 'clients') {
      if (clients !== undefined)
        throw refuse(file, 'second-table', 'there is a table of clients already', 'join the two tables')
      clients = nameFor(file)
    }
    // A table of clients is read whenever its hierarchy is; here its rows are counted.
    const read = kind === 'clients' ? () => undefined : readerOf[kind](table, sites, problems)
    for await (const row of table.rows) {
      rows += 1
      if (row.cells.length === table.headings.length) read(row)
      else if (kind !== 'clients') problems.tell(row.line, 'uneven-row', unevenRow(row, table), 'correct it')
    }
    described.tables.push({ file, kind, rows })
    described.problems.push(...problems.all())
  }
  return { ...described, text: textOf([...sites.values()], clients) }
}

function unevenRow({ cells }: Row, { headings }: Table): string {
  return `this row cannot be used: it has ${cells.length} cells, and the headings are ${headings.length}`
}

function kindOf(table: Table): TableKind {
  const boundaries = columnsOf(table, headings.boundaries)
  if (boundaries.type !== undefined && boundaries.value !== undefined) return 'boundaries'
  const systems = columnsOf(table, headings.systems)
  if (systems.role !== undefined) return 'site systems'
  const clients = columnsOf(table, clientHeadings)
  if (clients.name !== undefined && Object.keys(clients).length > 1) return 'clients'
  const sites = columnsOf(table, headings.sites)
  if (sites.code !== undefined) return 'sites'
  throw refuse(
    table.file,
    'unknown-table',
    `its columns are those of no table known here: ${table.headings.join(', ')}`,
    'export SMS_Site, SMS_Boundary, SMS_SystemResourceList or SMS_R_System, with headings',
  )
}

type RowReader = (row: Row) => void

const readerOf: Readonly<
  Record<
    Exclude<TableKind, 'clients'>,
    (table: Table, sites: Map<string, Site>, problems: RowProblems) => RowReader
  >
> = {
  sites(table, sites, problems) {
    const columns = columnsOf(table, headings.sites)
    return ({ line, cells }) => {
      const cell = cellsBy(cells)
      const site = siteOf(cell(columns.code), line, sites, problems)
      if (!site) return
      const parent = cell(columns.parent).toUpperCase()
      if (siteCode.safeParse(parent).success) site.parent = parent
      const version = cell(columns.version)
      if (version !== '' && productVersion.safeParse(version).success) site.version = version
      // 1: secondary, 2: primary ("SMS_Site Server WMI Class").
      if (cell(columns.type) === '1') {
        site.kind = 'secondary'
        delete site.mode
      }
    }
  },
  boundaries(table, sites, problems) {
    const columns = columnsOf(table, headings.boundaries)
    return ({ line, cells }) => {
      const cell = cellsBy(cells)
      const site = siteOf(cell(columns.site), line, sites, problems)
      if (!site) return
      const type = boundaryTypes[cell(columns.type).toUpperCase()]
      const value = cell(columns.value)
      const isBare = type === 'subnet' && parseAddress(value)?.version === 4
      const mask = isBare ? guessedMask(value) : undefined
      const boundary = type && { [type]: mask === undefined ? value : `${value}/${mask}` }
      if (!boundary || !writtenBoundary.safeParse(boundary).success) {
        const message = `this row cannot be used: ${value} of type ${cell(columns.type)} is no boundary`
        problems.tell(line, 'malformed-boundary', message, 'correct it')
        return
      }
      if (mask !== undefined) {
        const message = `subnet ${value} has no mask here, and is read as one of ${mask} bits`
        problems.tell(
          line,
          'subnet-without-mask',
          message,
          `check it, and correct ${value}/${mask} if need be`,
        )
      }
      // Flags are 0 for fast and 1 for slow.
      const slow = ['1', 'SLOW'].includes(cell(columns.flags).toUpperCase())
      site.boundaries.push({ ...boundary, ...(slow && { connection: 'slow' }) })
    }
  },
  'site systems'(table, sites, problems) {
    const columns = columnsOf(table, headings.systems)
    return ({ line, cells }) => {
      const cell = cellsBy(cells)
      const site = siteOf(cell(columns.site), line, sites, problems)
      if (!site) return
      const named = cell(columns.role).toUpperCase()
      const role = roleNames[named]
      if (role === undefined) {
        const message = `this row is left out: ${cell(columns.role)} is no role that clients turn to`
        if (!otherRoles.includes(named)) problems.tell(line, 'unknown-role', message, 'check it')
        return
      }
      const name = cell(columns.server).replace(/^\\+/, '')
      if (!systemName.safeParse(name).success) {
        problems.tell(line, 'malformed-name', `this row cannot be used: '${name}' is no server`, 'correct it')
        return
      }
      const known = site.systems.find((system) => system.name.toLowerCase() === name.toLowerCase())
      if (!known) site.systems.push({ name, roles: [role] })
      else if (!known.roles.includes(role)) known.roles.push(role)
    }
  },
}

/** The product keeps the number of a subnet without its mask. 24 bits are those of `subnetOf` as well; our choice. */
const usualMask = 24

/** The number of a subnet has no bits beyond its mask, so that 10.1.2.128 has 25 bits at least. */
function guessedMask(subnet: string): number {
  let bits = usualMask
  while (maskedNetwork(`${subnet}/${bits}`)) bits += 1
  return bits
}

/** "SMS_Boundary Server WMI Class": the numbers, and the names that reports have for them. */
const boundaryTypes: Readonly<Partial<Record<string, string>>> = {
  '0': 'subnet',
  IPSUBNET: 'subnet',
  '1': 'activeDirectorySite',
  ADSITE: 'activeDirectorySite',
  '2': 'ipv6Prefix',
  IPV6PREFIX: 'ipv6Prefix',
  '3': 'range',
  IPRANGE: 'range',
}

const roleNames: Readonly<Partial<Record<string, SiteSystemRole>>> = {
  'SMS MANAGEMENT POINT': 'management-point',
  'SMS DISTRIBUTION POINT': 'standard-distribution-point',
  'SMS BRANCH DISTRIBUTION POINT': 'branch-distribution-point',
  'SMS SOFTWARE UPDATE POINT': 'software-update-point',
  'SMS STATE MIGRATION POINT': 'state-migration-point',
  'SMS FALLBACK STATUS POINT': 'fallback-status-point',
  'SMS SERVER LOCATOR POINT': 'server-locator-point',
  'SMS PXE SERVICE POINT': 'pxe-service-point',
  'SMS SYSTEM HEALTH VALIDATOR': 'system-health-validator-point',
  'SMS REPORTING POINT': 'reporting-point',
}

/** Roles of servers that no client turns to. */
const otherRoles = [
  'SMS SITE SERVER',
  'SMS SITE SYSTEM',
  'SMS COMPONENT SERVER',
  'SMS SQL SERVER',
  'SMS PROVIDER',
  'SMS DEVICE MANAGEMENT POINT',
]

function cellsBy(cells: readonly string[]): (column: number | undefined) => string {
  return (column) => (column === undefined ? '' : (cells[column] ?? '').trim())
}

/** The site of a row, which may be in one table before it is in another. */
function siteOf(
  written: string,
  line: number,
  sites: Map<string, Site>,
  problems: RowProblems,
): Site | undefined {
  const code = written.toUpperCase()
  if (!siteCode.safeParse(code).success) {
    problems.tell(
      line,
      'malformed-site',
      `this row cannot be used: '${written}' is no site code`,
      'correct it',
    )
    return undefined
  }
  const known = sites.get(code)
  if (known) return known
  const site: Site = { code, mode: 'mixed', boundaries: [], systems: [] }
  sites.set(code, site)
  return site
}

/** The tables do not tell the mode of a site, the domain, or which packages lie where. */
function textOf(sites: readonly Site[], clients: string | undefined): string {
  const file = {
    name: 'As exported',
    domain: 'example.test',
    sites: sites.map(({ code, kind, mode, parent, version, boundaries, systems }) => ({
      code,
      ...(kind && { kind }),
      ...(mode && { mode }),
      ...(parent !== undefined && { parent }),
      ...(version !== undefined && { version }),
      boundaries,
      systems,
    })),
    ...(clients !== undefined && { clients: { from: clients } }),
  }
  const [name = '', ...rest] = stringify(file, { lineWidth: 110 }).split('\n')
  return [
    '# Complete by hand what the tables do not tell: the domain, the mode of each site, its packages and its settings.',
    name,
    ...rest,
  ].join('\n')
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the mask of subnets in a table of boundaries, which has none: 24 bits, or as many as its number needs',
  },
  {
    certainty: 'our choice',
    about:
      'the mode of sites read from a table, which is mixed: the table does not tell, and a plan starts there',
  },
]
