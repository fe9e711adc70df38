import type { AcceptableCode } from '../../vocabulary/finding-codes.ts'
import type { Problem } from '../../errors.ts'
import { parseAddress, type Location } from '../../vocabulary/location.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import type { ListedMembers } from '../hierarchy.ts'
import type { ImportedField, ImportFile } from '../schema/client-file.ts'
import { clientName, productVersion, siteCode } from '../schema/written-values.ts'
import { refuse } from '../source/source.ts'
import {
  columnsOf,
  createRowProblems,
  listIn,
  openTable,
  type Columns,
  type Row,
  type RowProblems,
  type Table,
} from './table.ts'

/** What the hierarchy says that a table of its clients is read by. */
export interface Surroundings {
  domain: string
  /** Codes of its sites. */
  sites: ReadonlySet<string>
  /** What else has this name, in words; undefined: nothing. */
  taken(name: string): string | undefined
}

/** Clients of a table: those that are alike are a group, described as in a file. */
export interface ImportedClients {
  groups: ImportedGroup[]
  /** The clients by the name of their group. */
  tables: ReadonlyMap<string, ListedMembers>
  problems: Problem[]
}

interface ImportedGroup extends Traits {
  name: string
  count: number
}

/** What a row says of its client beside name and place. */
interface Traits {
  assignedSite: string
  activeDirectory: boolean
  version?: string
  certificate: 'good' | 'none' | 'unknown'
}

/**
 * Headings of `SMS_R_System`, `v_R_System` and its views of lists. State messages have no column there; the names of
 * theirs are not documented; our choice.
 */
export const clientHeadings: Readonly<Record<ImportedField, readonly string[]>> = {
  name: ['Name', 'Netbios Name'],
  assignedSite: ['SMSAssignedSites'],
  address: ['IPAddresses', 'IP Address'],
  activeDirectorySite: ['ADSiteName'],
  version: ['ClientVersion'],
  domain: ['ResourceDomainORWorkgroup', 'Resource_Domain_OR_Workgr'],
  readiness: ['Native Mode Ready', 'Native Mode Readiness', 'StateID'],
}

/** Reads the clients of a hierarchy from a table; throws an `InputError` if it is no table of clients. */
export async function importClients(
  { from, columns: stated, domains }: ImportFile,
  folder: string,
  surroundings: Surroundings,
): Promise<ImportedClients> {
  const table = await openTable(from, folder)
  const columns = columnsOf(table, clientHeadings, stated)
  if (columns.name === undefined) {
    const remedy = `its columns are ${table.headings.join(', ')}; say with columns: { name: ... } which it is`
    throw refuse(from, 'no-name-column', 'the table has no column Name', remedy)
  }
  const problems = createRowProblems<AcceptableCode>(from)
  const reader = clientReader(columns, domains, surroundings, problems)
  const gathered = new Map<
    string,
    { traits: Traits; places: Map<string, { number: number; at: Location }> }
  >()
  const lines = new Map<string, number>()
  let unknown = 0
  let outside = 0
  for await (const row of table.rows) {
    const read = reader(row, table.headings.length)
    if (!read) continue
    const { name, traits, at } = read
    const first = lines.get(name.toLowerCase())
    if (first !== undefined) {
      problems.tell(
        row.line,
        'duplicate-client',
        `${name} is in line ${first} already`,
        'keep one of the rows',
      )
      continue
    }
    if (traits.certificate === 'unknown') unknown += 1
    if (!at.internet && at.address === undefined && at.activeDirectorySite === undefined) outside += 1
    const { assignedSite, activeDirectory, version = '', certificate } = traits
    const key = [assignedSite, String(activeDirectory), version, certificate].join(' ')
    const alike = gathered.get(key) ?? { traits, places: new Map() }
    gathered.set(key, alike)
    alike.places.set(name, { number: lines.size, at })
    lines.set(name.toLowerCase(), row.line)
  }
  const groups = [...gathered.values()].map(({ traits, places }, index) => ({
    group: { name: `IMPORT-${index + 1}`, count: places.size, ...traits },
    members: { kind: 'listed', places } satisfies ListedMembers,
  }))
  return {
    groups: groups.map(({ group }) => group),
    tables: new Map(groups.map(({ group, members }) => [group.name, members])),
    problems: [
      ...problems.all(),
      ...remarks(
        table,
        { unknown, outside, inForest: groups.some(({ group }) => group.activeDirectory) },
        surroundings,
      ),
    ],
  }
}

/** What holds of many rows is said once. */
function remarks(
  { file }: Table,
  { unknown, outside, inForest }: { unknown: number; outside: number; inForest: boolean },
  { domain }: Surroundings,
): Problem[] {
  const warn = (code: AcceptableCode, message: string, remedy: string): Problem => ({
    ...{ severity: 'warning', code, message, remedy, file },
  })
  return [
    ...(unknown > 0
      ? [
          warn(
            'readiness-unknown',
            `nobody knows whether ${counted(unknown)} can show a certificate; unknown ones act as without one`,
            'have their state messages of topic 1100 exported as well',
          ),
        ]
      : []),
    ...(outside > 0
      ? [
          warn(
            'clients-without-place',
            `${counted(outside)} without an address or an Active Directory site: outside all boundaries`,
            'export IPAddresses or ADSiteName',
          ),
        ]
      : []),
    ...(inForest
      ? []
      : [
          warn(
            'nobody-in-forest',
            `no client is in the domain ${domain}, and so none reads Active Directory`,
            'say with domains: [...] what the table calls the domains of the forest',
          ),
        ]),
  ]
}

function counted(clients: number): string {
  return clients === 1 ? '1 client' : `${clients} clients`
}

interface ReadClient {
  name: string
  traits: Traits
  at: Location
}

function clientReader(
  columns: Columns<ImportedField>,
  domains: readonly string[] | undefined,
  { domain, sites, taken }: Surroundings,
  problems: RowProblems<AcceptableCode>,
): (row: Row, width: number) => ReadClient | undefined {
  const forest = new Set(
    (domains ?? [domain, domain.split('.')[0] ?? domain]).map((name) => name.toLowerCase()),
  )
  return ({ line, cells }, width) => {
    const cell = (field: ImportedField): string | undefined => {
      const column = columns[field]
      return column === undefined ? undefined : (cells[column] ?? '').trim()
    }
    const leaveOut = (code: AcceptableCode, message: string, remedy: string): ReadClient | undefined => {
      problems.tell(line, code, `this row cannot be used: ${message}`, remedy)
      return undefined
    }
    if (cells.length !== width)
      return leaveOut(
        'uneven-row',
        `it has ${cells.length} cells, and the headings are ${width}`,
        'correct it',
      )
    const name = cell('name') ?? ''
    if (!clientName.safeParse(name).success)
      return leaveOut('malformed-name', `'${name}' is no computer name`, 'correct it')
    const other = taken(name)
    if (other !== undefined)
      return leaveOut('name-taken', `the name ${name} is that of ${other}`, 'rename it')
    const version = cell('version')
    if (version === '') return leaveOut('no-client', `${name} has no client software`, 'leave it out')
    if (version !== undefined && !productVersion.safeParse(version).success)
      return leaveOut('malformed-version', `'${version}' is no version of a client`, 'correct it')
    const assigned = [...new Set(listIn(cell('assignedSite') ?? 'auto').map((code) => code.toUpperCase()))]
    const [assignedSite = 'none'] = columns.assignedSite === undefined ? ['auto'] : assigned
    if (assigned.length > 1)
      return leaveOut('several-sites', `${name} is assigned to ${assigned.join(' and ')}`, 'keep one of them')
    if (siteCode.safeParse(assignedSite).success && !sites.has(assignedSite))
      return leaveOut('unknown-site', `there is no site ${assignedSite}`, 'describe it under sites')
    if (!siteCode.safeParse(assignedSite).success && !['auto', 'none'].includes(assignedSite))
      return leaveOut('malformed-site', `'${assignedSite}' is no site code`, 'correct it')
    const at = placeIn(cell('address') ?? '', cell('activeDirectorySite') ?? '')
    if (!at) return leaveOut('malformed-address', `'${cell('address') ?? ''}' holds no address`, 'correct it')
    const from = cell('domain')?.toLowerCase() ?? ''
    const certificate = certificateIn(cell('readiness') ?? '')
    if (certificate === undefined) {
      const message = `'${cell('readiness') ?? ''}' is no state of topic 1100, and the readiness of ${name} stays unknown`
      problems.tell(line, 'unreadable-readiness', message, 'write 1100/1, 1100/2, or nothing')
    }
    const traits = {
      assignedSite,
      activeDirectory: from === '' || forest.has(from),
      ...(version !== undefined && { version }),
      certificate: certificate ?? ('unknown' as const),
    }
    return { name, traits, at }
  }
}

/** State topic 1100: 1 is not ready for native mode, 2 is ready; without a message nobody knows. */
function certificateIn(state: string): Traits['certificate'] | undefined {
  switch (state) {
    case '':
      return 'unknown'
    case '1':
    case '1100/1':
      return 'none'
    case '2':
    case '1100/2':
      return 'good'
    default:
      return undefined
  }
}

/** The first address that tells where a computer is. undefined: something is written, and is none. */
function placeIn(addresses: string, activeDirectorySite: string): Location | undefined {
  const written = listIn(addresses)
  const readable = written.filter((text) => parseAddress(text) !== undefined)
  if (written.length > 0 && readable.length === 0) return undefined
  // Addresses that a computer gives itself are on no network of a site.
  const usable = readable.filter((text) => !/^(169\.254\.|127\.|0\.0\.0\.0$|fe80:|::1$|::$)/i.test(text))
  const address = usable.find((text) => !text.includes(':')) ?? usable[0]
  return {
    internet: false,
    ...(address !== undefined && { address }),
    ...(activeDirectorySite !== '' && { activeDirectorySite: activeDirectorySite.slice(0, 63) }),
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the headings under which a table has the readiness of clients for native mode',
  },
  {
    certainty: 'our choice',
    about:
      'which of the addresses of a computer tells its place: the first of IPv4, or else of IPv6, that it did not give itself',
  },
]
