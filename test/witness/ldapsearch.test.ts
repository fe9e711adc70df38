import { Client } from 'ldapts'
import t, { type Test } from 'tap'
import { readManagementPoints, readSites } from '../../sim/client/conversations/published-sites.ts'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import { publishedDirectory } from '../../sim/points/domain-controller/published-directory.ts'
import { valuesOf, type LdapEntry } from '../../sim/wire/ldap/search.ts'
import { printFilterText } from '../wire/ldap-filter-text.ts'
import {
  account,
  addresses,
  container,
  contosoDirectory,
  domain,
  netBiosName,
  openContoso,
  principalName,
  site,
} from '../points/domain-controller-of-contoso.ts'
import { lacks, run } from './run-program.ts'
import { findManagementPoints } from '../client/published.ts'

const skip = lacks('ldapsearch', '-VV')

/** ldapsearch as a function of its further arguments; `-LLL -o ldif-wrap=no`: nothing but whole lines of LDIF. */
async function open(t: Test, entries?: () => readonly LdapEntry[]) {
  const { target, server } = await openContoso(t, entries)
  const url = `ldap://${server.address}:${server.port}`
  return {
    target,
    async ldapsearch(...args: readonly string[]) {
      const options = ['-x', '-LLL', '-o', 'ldif-wrap=no', '-H', url, ...args]
      const { status, stdout, stderr } = await run('ldapsearch', options)
      return { status, entries: readLdif(stdout.toString()), text: stdout.toString(), said: stderr }
    },
    other: (program: string, args: readonly string[], input?: string) =>
      run(program, ['-x', '-H', url, ...args], input),
    url,
  }
}

/** LDIF as ldapsearch writes it (RFC 2849). */
function readLdif(text: string): LdapEntry[] {
  return text.split('\n\n').flatMap((block) => {
    const lines = block.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    const pairs = lines.map((line): [string, string] => {
      const [, name = '', sign, value = ''] = /^([^:]+)(::?) ?(.*)$/.exec(line) ?? []
      return [name, sign === '::' ? Buffer.from(value, 'base64').toString() : value]
    })
    const attributes: Record<string, string[]> = {}
    for (const [name, value] of pairs.slice(1)) (attributes[name] ??= []).push(value)
    return pairs[0]?.[0] === 'dn' ? [{ name: pairs[0][1], attributes }] : []
  })
}

const byName = (one: LdapEntry, other: LdapEntry): number => (one.name < other.name ? -1 : 1)
const cnOf = (entry: LdapEntry): string => valuesOf(entry, 'cn')[0] ?? ''
const names = (entries: readonly LdapEntry[]): string[] => entries.map(cnOf).sort()

void t.test('ldapsearch reads all that is published, byte by byte', { skip }, async (t) => {
  const { ldapsearch } = await open(t)
  const { status, entries, said } = await ldapsearch('-b', 'dc=contoso,dc=test')
  t.equal(status, 0, said)
  t.strictSame(entries.toSorted(byName), contosoDirectory.toSorted(byName))
})

void t.test('ldapsearch finds sites and management points by filters', { skip }, async (t) => {
  const { ldapsearch } = await open(t)
  const find = async (filter: string): Promise<string[]> => {
    const { status, entries, said } = await ldapsearch('-b', container, filter, 'cn')
    t.equal(status, 0, `${filter}: ${said}`)
    return names(entries)
  }
  const mp = (code: string, name = 'mp'): string =>
    `SMS-MP-${code}-${name}.${code.toLowerCase()}.contoso.test`
  const cases: [filter: string, ...found: string[]][] = [
    ['(objectClass=mSSMSSite)', 'SMS-Site-BGO', 'SMS-Site-CEN', 'SMS-Site-OSL'],
    ['(objectCategory=mSSMSManagementPoint)', mp('BGO'), mp('CEN'), mp('OSL'), mp('OSL', 'mp2')],
    [
      '(objectCategory=CN=MS-SMS-Site,CN=Schema,CN=Configuration,DC=contoso,DC=test)',
      ...['SMS-Site-BGO', 'SMS-Site-CEN', 'SMS-Site-OSL'],
    ],
    ['(&(objectCategory=msSMSManagementPoint)(mSSMSDefaultMP=TRUE)(mSSMSSiteCode=osl))', mp('OSL')],
    ['(&(mSSMSRoamingBoundaries=Oslo \\28east\\29)(objectClass=mSSMSSite))', 'SMS-Site-OSL'],
    ['(&(mSSMSRangedIPLow<=168361994)(mSSMSRangedIPHigh>=168361994))', 'SMS-OSL-168361994-168362083'],
    ['(&(mSSMSRangedIPLow<=168361993)(mSSMSRangedIPHigh>=168361993))'],
    [
      '(|(mSSMSSiteCode=CEN)(!(mSSMSSiteCode=*)))',
      'SMS-SLP-CEN-slp.cen.contoso.test',
      'SMS-Site-CEN',
      mp('CEN'),
      'System Management',
    ],
    ['(mSSMSMPName=mp*.OSL.*test)', mp('OSL'), mp('OSL', 'mp2')],
    ['(mSSMSSiteCode~=bgo)', mp('BGO'), 'SMS-Site-BGO'],
    ['(&(mSSMSSiteCode:=BGO)(objectClass=mSSMSSite))', 'SMS-Site-BGO'],
    ['(mSSMSSiteCode:1.2.840.113556.1.4.803:=1)'],
    ['(!(noSuchAttribute=1))'],
    ['(noSuchAttribute=*)'],
  ]
  for (const [filter, ...found] of cases) t.strictSame(await find(filter), found.sort(), filter)
})

void t.test('ldapsearch selects attributes, scopes and sizes', { skip }, async (t) => {
  const { ldapsearch } = await open(t)
  const site = `CN=SMS-Site-OSL,${container}`
  const one = await ldapsearch('-b', 'CN=System,DC=contoso,DC=test', '-s', 'one', '1.1')
  t.strictSame(one.entries, [{ name: container, attributes: {} }])
  const base = await ldapsearch('-b', site.toLowerCase(), '-s', 'base', 'MSSMSSITECODE', 'nothing')
  t.strictSame(base.entries, [{ name: site, attributes: { mSSMSSiteCode: ['OSL'] } }])
  const types = await ldapsearch('-b', site, '-s', 'base', '-A', 'cn')
  t.strictSame(types.entries, [{ name: site, attributes: { cn: [''] } }])
  const limited = await ldapsearch('-b', container, '-z', '2')
  t.equal(limited.status, 4, 'sizeLimitExceeded')
  t.equal(limited.entries.length, 2)
  const missing = await ldapsearch('-b', `CN=No,CN=Such,${container}`)
  t.equal(missing.status, 32, 'noSuchObject')
  t.match(missing.said + missing.text, `Matched DN: ${container}`)
  t.equal((await ldapsearch('-b', 'no name')).status, 34, 'invalidDNSyntax')
  const root = await ldapsearch('-b', '', '-s', 'base', '*')
  t.strictSame(root.entries[0]?.attributes.defaultNamingContext, ['DC=contoso,DC=test'])
  t.strictSame(root.entries[0]?.attributes.supportedLDAPVersion, ['3'])
})

void t.test(
  'ldapsearch is led to the schema, and reads of every entry what it can be',
  { skip },
  async (t) => {
    const { ldapsearch } = await open(t)
    const root = await ldapsearch('-b', '', '-s', 'base', 'subschemaSubentry')
    const [name = ''] = root.entries[0]?.attributes.subschemaSubentry ?? []
    t.equal(name, 'CN=Aggregate,CN=Schema,CN=Configuration,DC=contoso,DC=test')
    // RFC 4512, section 4.4: one asks for them by name, of the entry alone.
    const read = (...attributes: string[]) =>
      ldapsearch('-b', name, '-s', 'base', '(objectClass=subschema)', ...attributes)
    const { entries } = await read('attributeTypes', 'objectClasses')
    const { attributeTypes = [], objectClasses = [] } = entries[0]?.attributes ?? {}
    t.strictSame((await read()).entries[0]?.attributes, {
      ...{ objectClass: ['top', 'subSchema'], cn: ['Aggregate'], name: ['Aggregate'] },
      distinguishedName: [name],
    })
    t.strictSame(Object.keys((await read('+')).entries[0]?.attributes ?? {}).sort(), [
      ...['attributeTypes', 'objectClasses', 'subschemaSubentry'],
    ])
    t.equal((await ldapsearch('-b', name, '-s', 'one')).entries.length, 0)

    // RFC 4512, sections 4.1.1 and 4.1.2.
    const type = /^\( \d+(?:\.\d+)+ NAME '([A-Za-z]+)' SYNTAX \d+(?:\.\d+)+(?: SINGLE-VALUE)? \)$/
    const known = attributeTypes.map((text) => type.exec(text)?.[1])
    const oneOnly = new Set(known.filter((_, index) => attributeTypes[index]?.includes('SINGLE-VALUE')))
    t.ok(known.every((each) => each !== undefined) && new Set(known).size === known.length)
    const list = (word: string) => `(?: ${word} \\( ([A-Za-z $]+) \\))?`
    const kind = new RegExp(
      `^\\( [\\d.]+ NAME '([A-Za-z]+)'(?: SUP ([A-Za-z]+))? (?:ABSTRACT|STRUCTURAL)${list('MUST')}${list('MAY')} \\)$`,
    )
    const classes = new Map(
      objectClasses.map((text) => {
        const [, own = '', above, must = '', may = ''] = kind.exec(text) ?? []
        return [own, { above, must: must.split(' $ '), may: may.split(' $ ') }]
      }),
    )
    t.notOk(classes.has(''))
    const all = await ldapsearch('-b', 'dc=contoso,dc=test')
    for (const { name, attributes } of all.entries) {
      const own = (attributes.objectClass ?? []).map((each) => classes.get(each))
      t.ok(
        own.every((each) => each !== undefined),
        `the classes of ${name} are known`,
      )
      const must = own.flatMap((each) => each?.must ?? []).filter((each) => each !== '')
      const may = own.flatMap((each) => each?.may ?? [])
      const has = Object.keys(attributes)
      t.strictSame(
        must.filter((each) => !has.includes(each)),
        [],
        'it has what it must',
      )
      t.strictSame(
        has.filter((each) => ![...must, ...may].includes(each)),
        [],
        'and nothing that it may not',
      )
      t.strictSame(
        has.filter((each) => !known.includes(each)),
        [],
      )
      t.strictSame(
        has.filter((each) => oneOnly.has(each) && attributes[each]?.length !== 1),
        [],
      )
    }
  },
)

void t.test('ldapsearch reads a large directory by pages, and not without', { skip }, async (t) => {
  const sites = Array.from({ length: 1100 }, (_, index) =>
    site(index.toString(36).toUpperCase().padStart(3, '0'), { boundaries: [addresses('10.0.0.0/8')] }),
  )
  const entries = publishedDirectory(sites, domain)
  const { ldapsearch } = await open(t, () => entries)
  for (const size of [7, 1000, 5000]) {
    const filter = size === 7 ? '(mSSMSSiteCode=00*)' : '(objectClass=mSSMSSite)'
    const {
      status,
      entries: found,
      said,
    } = await ldapsearch(...['-b', container, '-E', `!pr=${size}/noprompt`, filter])
    t.equal(status, 0, said)
    const expected = size === 7 ? 72 : 1100
    t.equal(new Set(names(found)).size, expected, `each once, by pages of ${size}`)
    t.equal(found.length, expected)
  }
  const all = await ldapsearch('-b', container, '(objectClass=*)', 'cn')
  t.equal(all.status, 4, 'more than 1000 need pages')
  t.equal(all.entries.length, 1000)
})

void t.test('other programs of OpenLDAP cannot write, and are told so', { skip }, async (t) => {
  const { other, ldapsearch } = await open(t)
  const site = `CN=SMS-Site-OSL,${container}`
  const modify = `dn: ${site}\nchangetype: modify\nreplace: mSSMSSiteCode\nmSSMSSiteCode: XXX\n`
  const add = `dn: CN=New,${container}\nchangetype: add\nobjectClass: container\ncn: New\n`
  t.equal((await other('ldapmodify', [], modify)).status, 50, 'insufficientAccessRights')
  t.equal((await other('ldapmodify', [], add)).status, 50)
  t.equal((await other('ldapdelete', [site])).status, 50)
  t.equal((await other('ldapmodrdn', [site, 'CN=Other'])).status, 50)
  t.equal((await other('ldapcompare', [site, 'mSSMSSiteCode:osl'])).status, 6, 'compareTrue')
  t.equal((await other('ldapcompare', [site, 'mSSMSSiteCode:bgo'])).status, 5, 'compareFalse')
  t.match((await other('ldapwhoami', [])).stderr, 'Protocol error (2)', 'no extended operation is known')
  t.match((await other('ldapexop', ['1.2.3'])).stderr, 'Protocol error (2)')
  t.equal((await ldapsearch('-b', site, '-E', '!1.2.3.4')).status, 12, 'unavailableCriticalExtension')
  t.match((await ldapsearch('-b', site, '-ZZ')).said, 'Protocol error (2)', 'no TLS')
  t.equal((await ldapsearch('-b', site, '-P', '2')).status, 2, 'no version 2')
  for (const name of [principalName, netBiosName])
    t.equal((await ldapsearch('-b', site, '-D', name, '-w', account.password)).status, 0, name)
  t.equal((await ldapsearch('-b', site, '-D', principalName, '-w', 'x')).status, 49, 'invalidCredentials')
  t.equal((await ldapsearch('-b', site, '-D', 'CN=PC,DC=contoso,DC=test', '-w', 'x')).status, 49)
  t.equal((await ldapsearch('-b', site, '-D', principalName, '-w', '')).status, 53)
})

void t.test('ldapts finds what the client finds', async (t) => {
  const { target, url } = await open(t)
  const client = new Client({ url })
  t.teardown(() => client.unbind())
  await t.rejects(client.bind(principalName, 'anything'), { code: 49 })
  await client.bind(principalName, account.password)
  const search = findManagementPoints(domain)
  const filter = printFilterText(search.filter)
  const { searchEntries } = await client.search(container, { filter, scope: 'one', paged: { pageSize: 2 } })
  const { entries, end } = await searchDirectory(target, search)
  t.equal(end, null)
  t.strictSame(names(entries), searchEntries.map(({ cn }) => String(cn)).sort())
  t.equal(entries.length, 4)
  t.strictSame(
    readManagementPoints(entries)
      .map(({ fqdn }) => fqdn)
      .sort(),
    searchEntries.map(({ dNSHostName }) => String(dNSHostName)).sort(),
  )
  t.strictSame(readSites(entries), [], 'and they are no sites')
})
