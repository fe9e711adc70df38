import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { loadHierarchy, type LoadedHierarchy } from '../../sim/model/load-hierarchy.ts'
import { clientNamed, everyClient } from '../../sim/model/populations.ts'
import { InputError } from '../../sim/errors.ts'

const hierarchy = `domain: road.test
sites:
  - { code: CEN, mode: mixed, boundaries: [{ subnet: 10.0.0.0/16 }], systems: [{ name: SRV1, roles: [management-point] }] }
`

async function imported(
  t: Test,
  table: string | Buffer,
  clients = '{ from: clients.csv }',
): Promise<LoadedHierarchy & { told: (string | number)[][] }> {
  const folder = t.testdir({ 'hierarchy.yaml': `${hierarchy}clients: ${clients}\n` })
  writeFileSync(join(folder, 'clients.csv'), table)
  const loaded = await loadHierarchy(join(folder, 'hierarchy.yaml'))
  const told = loaded.warnings.map(({ code, line = 0 }) => [line, code])
  return { ...loaded, told }
}

const headings =
  'Name,SMSAssignedSites,IPAddresses,ADSiteName,ClientVersion,ResourceDomainORWorkgroup,NativeModeReady'
const ready = '4.00.6487.2000,ROAD,2'

void t.test('a table says of each client what the product knows', async (t) => {
  const { hierarchy, told } = await imported(
    t,
    [
      headings,
      `PC1,CEN,"10.0.0.7, fe80::1",,${ready}`,
      'PC2,,"fe80::2;169.254.3.4",Oslo,4.00.5931.0000,WORKGROUP,1100/1',
      'PC3,cen,"{""2001:db8::5"", ""10.0.0.9""}",,4.00.6487.2000,road.test,',
      '',
    ].join('\r\n'),
  )
  t.strictSame(told, [[0, 'readiness-unknown']])
  const clients = [...everyClient(hierarchy)]
  t.match(clients, [
    {
      name: 'PC1',
      fqdn: 'PC1.road.test',
      assignedSite: 'CEN',
      activeDirectory: true,
      certificates: ['good'],
    },
    {
      name: 'PC2',
      assignedSite: 'none',
      activeDirectory: false,
      certificates: [],
      version: '4.00.5931.0000',
    },
    { name: 'PC3', assignedSite: 'CEN', activeDirectory: true, certificates: [], certificatesUnknown: true },
  ])
  t.notOk('certificatesUnknown' in (clients[1] ?? {}), 'of a client that is not ready it is known')
  t.strictSame(
    clients.map(({ at }) => at),
    [
      { internet: false, address: '10.0.0.7' },
      { internet: false, activeDirectorySite: 'Oslo' },
      { internet: false, address: '10.0.0.9' },
    ],
  )
})

void t.test('separators, quotation marks, encodings and lines above the headings', async (t) => {
  const table = 'Name;SMS_Assigned_Sites0\n"PC;1";CEN\nPC2;CEN\nPC3;CEN\n'
  const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')
  const cases: Record<string, string | Buffer> = {
    semicolons: table,
    tabs: table.replaceAll('"PC;1";', '"PC;1"\t').replaceAll(/(\w);/g, '$1\t').replace('PC\t1', 'PC;1'),
    commas: table.replaceAll(/(\w);(?=[SC])/g, '$1,').replace('";', '",'),
    'a byte order mark': `\ufeff${table}`,
    'UTF-16': utf16(`\ufeff${table}`),
    'UTF-16 without a mark': utf16(table),
    'UTF-16 the other way round': utf16(`\ufeff${table}`).swap16(),
    'a line of a spreadsheet': `sep=;\n${table}`,
    'a line of PowerShell': `#TYPE Selected.System.Management.ManagementObject\n${table}`,
    'lines of Windows': table.replaceAll('\n', '\r\n'),
    'no last line end': table.trimEnd(),
  }
  for (const [name, written] of Object.entries(cases)) {
    const { hierarchy, told } = await imported(t, written)
    t.strictSame(
      [...everyClient(hierarchy)].map((client) => client.name),
      ['PC2', 'PC3'],
      name,
    )
    const above = name.startsWith('a line') ? 1 : 0
    t.strictSame(told[0], [2 + above, 'malformed-name'], `${name}: the line of a row is told`)
  }
})

void t.test('no row is dropped silently', async (t) => {
  const { hierarchy, warnings, told } = await imported(
    t,
    [
      headings,
      `"many\nlines",CEN,10.0.0.1,,${ready}`,
      `PC1,CEN,10.0.0.1,,${ready}`,
      `pc1,CEN,10.0.0.1,,${ready}`,
      `PC2,XYZ,10.0.0.1,,${ready}`,
      `PC3,CENTRAL,10.0.0.1,,${ready}`,
      `PC4,"CEN;WST",10.0.0.1,,${ready}`,
      `PC5,CEN,10.0.0,,${ready}`,
      'PC6,CEN,10.0.0.1,,,ROAD,',
      'PC7,CEN,10.0.0.1,,4.0,ROAD,2',
      'PC8,CEN,10.0.0.1',
      `srv1,CEN,10.0.0.1,,${ready}`,
      'PC9,CEN,10.0.0.1,,4.00.6487.2000,ROAD,yes',
      'PC10,CEN,,,4.00.6487.2000,ROAD,2',
    ].join('\n'),
  )
  t.strictSame(told, [
    [2, 'malformed-name'],
    [5, 'duplicate-client'],
    [6, 'unknown-site'],
    [7, 'malformed-site'],
    [8, 'several-sites'],
    [9, 'malformed-address'],
    [10, 'no-client'],
    [11, 'malformed-version'],
    [12, 'uneven-row'],
    [13, 'name-taken'],
    [14, 'unreadable-readiness'],
    [0, 'readiness-unknown'],
    [0, 'clients-without-place'],
  ])
  t.ok(warnings.every(({ file }) => file === 'clients.csv'))
  t.strictSame(
    [...everyClient(hierarchy)].map(({ name }) => name),
    ['PC1', 'PC10', 'PC9'],
  )
})

void t.test('beyond a hundred rows the others are counted', async (t) => {
  const rows = Array.from({ length: 150 }, (_, index) => `PC${index},XYZ`)
  const { warnings } = await imported(t, ['Name,SMSAssignedSites', ...rows].join('\n'))
  t.equal(warnings.filter(({ code }) => code === 'unknown-site').length, 100)
  t.match(
    warnings.find(({ code }) => code === 'more-rows'),
    { message: '50 further rows have such problems, the last of them in line 151' },
  )
})

void t.test("headings of one's own, and domains of the forest", async (t) => {
  const { hierarchy, told } = await imported(
    t,
    'Computer,Domain\nPC1,CORP\nPC2,ROAD\n',
    '{ from: clients.csv, columns: { name: Computer, domain: Domain }, domains: [corp] }',
  )
  t.match(
    [...everyClient(hierarchy)].map(({ name, assignedSite, activeDirectory }) => [
      name,
      assignedSite,
      activeDirectory,
    ]),
    [
      ['PC1', 'auto', true],
      ['PC2', 'auto', false],
    ],
  )
  t.strictSame(told, [
    [0, 'readiness-unknown'],
    [0, 'clients-without-place'],
  ])
  const elsewhere = await imported(t, 'Name,ResourceDomainORWorkgroup\nPC1,CORP\n')
  t.ok(elsewhere.told.some(([, code]) => code === 'nobody-in-forest'))
})

void t.test('what is no table of clients is refused', async (t) => {
  const code = async (table: string | Buffer, clients?: string): Promise<unknown> => {
    try {
      await imported(t, table, clients)
      return 'read'
    } catch (error) {
      return error instanceof InputError && error.problems[0]?.code
    }
  }
  t.equal(await code(''), 'empty-file')
  t.equal(await code('Computer\nPC1\n'), 'no-name-column')
  t.equal(await code('Name\nPC1\n', '{ from: clients.csv, columns: { version: V } }'), 'unknown-column')
  t.equal(await code('Name\nPC1\n', '{ from: nobody.csv }'), 'file-not-found')
  t.equal(await code('Name\nPC1\n', '{ from: "." }'), 'not-a-file')
  t.equal(await code(Buffer.from('Name\nZ\xfcrich\n', 'latin1')), 'not-text')
  t.equal(await code('Name\n"PC1\n'), 'malformed-table')
  t.equal(await code(`Name\n"${'x'.repeat(300 * 1024)}"\n`), 'malformed-table')
})

void t.test('a hundred thousand rows are read as they come', async (t) => {
  const folder = t.testdir()
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'hierarchy.yaml'), `${hierarchy}clients: { from: clients.csv }\n`)
  const out = createWriteStream(join(folder, 'clients.csv'))
  out.write(`${headings}\n`)
  for (let index = 0; index < 100_000; index++) {
    const line = `PC${index},CEN,10.0.${Math.floor(index / 250) % 250}.${(index % 250) + 1},,${ready}\n`
    if (!out.write(line)) await once(out, 'drain')
  }
  await once(out.end(), 'finish')
  const { hierarchy: loaded } = await loadHierarchy(join(folder, 'hierarchy.yaml'))
  t.match(clientNamed(loaded, 'PC99999'), { at: { address: '10.0.149.250' }, certificates: ['good'] })
  t.equal(loaded.groups.length, 1, 'clients that are alike are one group')
})
