import t from 'tap'
import { communicationTables } from '../../sim/model/tables/communication-tables.ts'
import type { CommunicationTable } from '../../sim/model/tables/table.ts'
import { protocols } from '../../sim/vocabulary/network.ts'
import { siteModeNames } from '../../sim/vocabulary/site-mode.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import * as fallbackStatusPoint from '../../sim/rules/fallback-status-point.ts'
import { mayContact } from '../../sim/rules/may-contact.ts'
import { outsideAllBoundaries } from '../../sim/rules/roaming-scope.ts'
import * as internetClient from '../../sim/rules/internet-client.ts'
import * as roaming from '../../sim/rules/roaming.ts'
import type { Contact, Decision, Rule } from '../../sim/rules/rule.ts'
import * as serverLocatorPoint from '../../sim/rules/server-locator-point.ts'
import * as servingSystem from '../../sim/rules/serving-system.ts'
import { unassigned } from '../../sim/rules/site-assignment.ts'
import * as unaffectedBySiteMode from '../../sim/rules/unaffected-by-site-mode.ts'
import * as withinAssignedSite from '../../sim/rules/within-assigned-site.ts'
import { everyContact } from '../../sim/rules/concerns.ts'

/** A contact in few words: only what matters to the rule is said. */
interface Said {
  role: SiteSystemRole
  client?: Partial<Contact['client']>
  siteMode: Contact['siteMode']
  resident?: boolean
  ssl?: boolean
  httpTransfer?: boolean
  more?: Partial<Pick<Contact, 'siteKind' | 'clientConnections' | 'devices' | 'outsideProtection'>>
}

function contactOf({
  role,
  client,
  siteMode,
  resident = false,
  ssl = false,
  httpTransfer = true,
  more,
}: Said): Contact {
  const asker = {
    kind: 'computer',
    mode: siteMode,
    httpForRoaming: false,
    onInternet: false,
    ...client,
  } as const
  return {
    ...{ client: asker, role, siteMode, ofAssignedSite: !resident, ssl, httpTransfer },
    ...{ siteKind: 'primary', clientConnections: 'both', devices: true, outsideProtection: false },
    ...more,
  }
}

const inWords = (decision: Decision): string =>
  decision.allowed
    ? `${decision.protocol} by ${decision.rule.id}`
    : `no ${decision.needed} by ${decision.rule.id}`

const decided = (said: Said): string => inWords(mayContact(contactOf(said)))

void t.test('within the assigned site', (t) => {
  const bySiteMode = ['management-point', 'standard-distribution-point', 'state-migration-point'] as const
  for (const role of bySiteMode) {
    t.equal(decided({ role, siteMode: 'mixed' }), 'http by within-assigned-site/site-mode', role)
    t.equal(decided({ role, siteMode: 'native' }), 'https by within-assigned-site/site-mode', role)
  }
  const updates = (siteMode: 'mixed' | 'native', ssl: boolean): string =>
    decided({ role: 'software-update-point', siteMode, ssl })
  t.equal(updates('mixed', false), 'http by within-assigned-site/software-update-point')
  t.equal(updates('mixed', true), 'https by within-assigned-site/software-update-point')
  t.equal(updates('native', false), 'https by within-assigned-site/software-update-point')
  for (const siteMode of siteModeNames) {
    t.equal(
      decided({ role: 'standard-distribution-point', siteMode, httpTransfer: false }),
      'smb by within-assigned-site/distribution-point-by-smb',
    )
    t.equal(
      decided({ role: 'branch-distribution-point', siteMode }),
      'smb by within-assigned-site/branch-distribution-point',
    )
    t.equal(
      decided({ role: 'management-point', siteMode, httpTransfer: false }),
      decided({ role: 'management-point', siteMode }),
      'the option is of distribution points alone',
    )
  }
  t.end()
})

void t.test('roaming', (t) => {
  const roams = (mode: 'mixed' | 'native', siteMode: 'mixed' | 'native', more: Partial<Said> = {}): string =>
    decided({ role: 'management-point', siteMode, resident: true, ...more, client: { mode, ...more.client } })
  t.equal(roams('mixed', 'mixed'), 'http by roaming/same-mode')
  t.equal(roams('native', 'native'), 'https by roaming/same-mode')
  t.equal(roams('mixed', 'native'), 'no https by roaming/mixed-client-in-native-site')
  t.equal(roams('native', 'mixed'), 'no http by roaming/native-client-in-mixed-site')
  const withOption = { client: { httpForRoaming: true } }
  t.equal(roams('native', 'mixed', withOption), 'http by roaming/native-client-in-mixed-site')
  t.equal(roams('native', 'native', withOption), 'https by roaming/same-mode', 'never HTTP to a native site')
  t.equal(
    roams('mixed', 'native', withOption),
    'no https by roaming/mixed-client-in-native-site',
    'an option of native mode',
  )
  t.equal(
    roams('mixed', 'mixed', { client: { kind: 'mobile-device' } }),
    'no http by roaming/no-mobile-device',
  )
  t.equal(roams('mixed', 'mixed', { role: 'standard-distribution-point' }), 'http by roaming/same-mode')
  t.equal(
    roams('mixed', 'mixed', { role: 'standard-distribution-point', httpTransfer: false }),
    'smb by roaming/same-mode',
  )
  t.equal(roams('native', 'native', { role: 'branch-distribution-point' }), 'smb by roaming/same-mode')
  t.equal(
    roams('native', 'mixed', { role: 'branch-distribution-point' }),
    'no smb by roaming/native-client-in-mixed-site',
    'SMB is no way around the option',
  )
  for (const role of ['software-update-point', 'state-migration-point'] as const) {
    t.equal(roams('mixed', 'mixed', { role }), 'no http by roaming/content-only', role)
  }
  t.end()
})

void t.test('points that speak HTTP in both modes', (t) => {
  for (const siteMode of siteModeNames) {
    for (const resident of [false, true]) {
      t.equal(
        decided({ role: 'fallback-status-point', siteMode, resident }),
        'http by fallback-status-point/http-in-both-modes',
      )
    }
    const asks = (client: Partial<Contact['client']>): string =>
      decided({ role: 'server-locator-point', siteMode, client })
    t.equal(asks({ mode: 'mixed' }), 'http by server-locator-point/http-in-both-modes')
    t.equal(
      asks({ mode: 'native', httpForRoaming: true }),
      'http by server-locator-point/native-client-needs-http-option',
    )
    t.equal(asks({ mode: 'native' }), 'no http by server-locator-point/native-client-needs-http-option')
    t.equal(
      asks({ mode: 'native', kind: 'mobile-device', httpForRoaming: true }),
      'no http by server-locator-point/no-mobile-device',
    )
  }
  t.end()
})

void t.test('independence of the site mode', (t) => {
  for (const siteMode of siteModeNames) {
    for (const resident of [false, true]) {
      const asks = (role: SiteSystemRole, ssl = false): string => decided({ role, siteMode, resident, ssl })
      const validator = 'system-health-validator-point'
      t.equal(asks(validator), `soh by unaffected-by-site-mode/${validator}`)
      t.equal(asks('pxe-service-point'), 'pxe by unaffected-by-site-mode/pxe-service-point')
      t.equal(asks('reporting-point'), 'http by unaffected-by-site-mode/reporting-point')
      t.equal(asks('reporting-point', true), 'https by unaffected-by-site-mode/reporting-point')
    }
  }
  t.end()
})

void t.test(
  'where several rules keep a client away, the reason is the first in the order of the list',
  (t) => {
    const mobile = { kind: 'mobile-device' } as const
    t.equal(
      decided({ role: 'software-update-point', siteMode: 'mixed', resident: true, client: mobile }),
      'no http by roaming/no-mobile-device',
      'before the rule that only content is used abroad',
    )
    const fromInternet = (said: Said): string =>
      decided({ ...said, client: { onInternet: true, ...said.client } })
    t.equal(
      fromInternet({ role: 'management-point', siteMode: 'mixed', resident: true }),
      'no http by internet-client/assigned-site-only',
    )
    t.equal(
      fromInternet({ role: 'state-migration-point', siteMode: 'mixed' }),
      'no http by internet-client/native-mode-only',
    )
    t.equal(
      fromInternet({ role: 'state-migration-point', siteMode: 'native', more: { siteKind: 'secondary' } }),
      'no https by internet-client/not-on-the-internet',
    )
    const intranetOnly = { clientConnections: 'intranet' } as const
    t.equal(
      fromInternet({
        role: 'management-point',
        siteMode: 'native',
        more: { ...intranetOnly, siteKind: 'secondary' },
      }),
      'no https by internet-client/not-from-secondary-sites',
    )
    t.equal(
      fromInternet({
        role: 'management-point',
        siteMode: 'native',
        client: mobile,
        more: { ...intranetOnly, devices: false },
      }),
      'no https by internet-client/internet-systems-only',
    )
    t.equal(
      decided({
        role: 'standard-distribution-point',
        siteMode: 'native',
        more: { clientConnections: 'internet', outsideProtection: true },
      }),
      'no https by serving-system/protected',
    )
    t.end()
  },
)

/** The columns of the table on server locator points. */
const slpClients: Record<string, Partial<Contact['client']>> = {
  'mixed-client': { mode: 'mixed' },
  'native-client': { mode: 'native' },
  'native-client-http-allowed': { mode: 'native', httpForRoaming: true },
  'mobile-device': { mode: 'native', kind: 'mobile-device' },
}

void t.test('the rules decide as each cell of the source text says', (t) => {
  let cells = 0
  for (const { id, rows } of communicationTables as readonly CommunicationTable[]) {
    for (const { siteSystem, cells: row } of rows) {
      for (const [column, { documented }] of Object.entries(row)) {
        const decisions = contactsOfCell(id, siteSystem, column).map(mayContact)
        const allowed = decisions.flatMap((decision) => (decision.allowed ? [decision.protocol] : []))
        const inOrder = protocols.filter((protocol) => allowed.includes(protocol))
        t.strictSame(inOrder, documented, `${id}: ${siteSystem}, ${column}`)
        t.equal(
          decisions.every((decision) => decision.allowed),
          documented.length > 0,
          'allowed throughout, or not at all',
        )
        cells += 1
      }
    }
  }
  t.equal(cells, 38)
  t.end()
})

/** The client and the system of a cell, by its table, row and column; software update points come in two kinds. */
function contactsOfCell(table: string, row: string, column: string): Contact[] {
  const role = roleOfRow(row)
  if (table === 'within-assigned-site') {
    const siteMode = column === 'native' ? 'native' : 'mixed'
    const client = { httpForRoaming: role === 'server-locator-point' && siteMode === 'native' }
    return [false, true].map((ssl) => contactOf({ role, siteMode, client, ssl }))
  }
  if (table === 'unaffected-by-site-mode') {
    const siteMode = column === 'native' ? 'native' : 'mixed'
    return [false, true].map((ssl) => contactOf({ role, siteMode, ssl, httpTransfer: false }))
  }
  if (table === 'server-locator-point') {
    return siteModeNames.map((siteMode) => contactOf({ role, siteMode, client: slpClients[column] ?? {} }))
  }
  const resident = row.startsWith('resident-')
  const home = column === 'mixed-client' ? 'mixed' : 'native'
  const abroad = home === 'mixed' ? 'native' : 'mixed'
  const client = { mode: home, httpForRoaming: column === 'http-allowed' } as const
  return [contactOf({ role, siteMode: resident ? abroad : home, client, resident })]
}

function roleOfRow(row: string): SiteSystemRole {
  if (row.endsWith('-management-point')) return 'management-point'
  if (row.startsWith('assigned-') || row.startsWith('resident-')) return 'standard-distribution-point'
  const role = siteSystemRoleNames.find((candidate) => candidate === row)
  if (!role) throw new Error(`no role for the row ${row}`)
  return role
}

void t.test('no decision is against the sense of the modes', (t) => {
  const used = new Set<Rule>()
  for (const contact of everyContact()) {
    const decision = mayContact(contact)
    used.add(decision.rule)
    if (!decision.allowed || Object.values<unknown>(unaffectedBySiteMode).includes(decision.rule)) continue
    const { client, role, siteMode, ssl } = contact
    const plain = role === 'fallback-status-point' || role === 'server-locator-point'
    const said = `${JSON.stringify(contact)}: ${inWords(decision)}`
    if (decision.protocol === 'http' && siteMode === 'native' && !plain)
      t.fail(`HTTP to a native site: ${said}`)
    if (decision.protocol === 'https' && (plain || (siteMode === 'mixed' && !ssl))) t.fail(`HTTPS: ${said}`)
    if (decision.protocol === 'https' && client.mode === 'mixed' && siteMode === 'native') t.fail(said)
    const far = client.onInternet || client.kind === 'mobile-device'
    if (far && decision.protocol === 'smb') t.fail(`SMB: ${said}`)
    if (client.onInternet && role !== 'fallback-status-point') {
      if (role === 'server-locator-point' || siteMode === 'mixed' || !contact.ofAssignedSite) t.fail(said)
      if (contact.clientConnections === 'intranet' || contact.siteKind === 'secondary') t.fail(said)
    }
    if (!client.onInternet && contact.clientConnections === 'internet') t.fail(`from the intranet: ${said}`)
  }
  const modules = [
    withinAssignedSite,
    roaming,
    serverLocatorPoint,
    fallbackStatusPoint,
    unaffectedBySiteMode,
    internetClient,
    [servingSystem.deviceManagementPoint, servingSystem.protectedSystem],
  ]
  const rules = modules.flatMap((module) => Object.values<unknown>(module).filter(isRule))
  for (const rule of rules) t.ok(used.has(rule), `${rule.id} is used`)
  t.equal(rules.length, used.size, 'and no others')
  const all = [...rules, outsideAllBoundaries, unassigned]
  t.equal(new Set(all.map(({ id }) => id)).size, all.length, 'each id is of one rule')
  for (const { id, sentence } of all) {
    t.match(id, /^[a-z-]+\/[a-z-]+$/)
    t.match(sentence, /^[A-Z].*\.$/s, id)
  }
  t.end()
})

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'sentence' in value
}
