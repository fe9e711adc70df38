import { spawnSync } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { clientNamed } from '../../sim/model/populations.ts'
import { environment, root, sitemode, sitemodeWith } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-starting-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

void t.test('init writes files that work as they are, and overwrites nothing', async (t) => {
  const project = join(folder, 'project')
  const made = await sitemode(cache, 'init', project)
  t.equal(made.status, 0)
  t.match(made.stdout, `sitemode run ${join(project, 'scenario.yaml')}`)
  t.strictSame(readdirSync(project).sort(), ['hierarchy.yaml', 'laptop.test.mjs', 'scenario.yaml'])
  t.equal((await sitemode(cache, 'run', join(project, 'scenario.yaml'))).status, 0)

  mkdirSync(join(project, 'node_modules'))
  symlinkSync(root, join(project, 'node_modules/sitemode'))
  const tested = spawnSync(process.execPath, ['--test', 'laptop.test.mjs'], {
    cwd: project,
    env: environment(cache),
    encoding: 'utf8',
  })
  t.equal(tested.status, 0, tested.stdout)

  writeFileSync(join(project, 'hierarchy.yaml'), 'mine')
  const again = await sitemode(cache, 'init', project)
  t.equal(again.status, 2)
  t.match(again.stderr, /hierarchy\.yaml: this file is there already/)
  t.equal(readFileSync(join(project, 'hierarchy.yaml'), 'utf8'), 'mine')
})

void t.test('init describes a hierarchy from its tables', async (t) => {
  const tables = t.testdir({
    'sites.csv':
      'SiteCode;SiteName;ReportingSiteCode;Type;Version\nCEN;Center;;2;4.00.6487.2000\nSEC;Second;CEN;1;4.00.6487.2000\n',
    'boundaries.csv':
      '#TYPE Selected.SMS_Boundary\n"BoundaryType","Value","BoundaryFlags","SiteCode"\n"0","10.0.7.0","0","CEN"\n' +
      '"3","10.1.0.1-10.1.0.99","1","SEC"\n"1","Oslo","0","SEC"\n"0","10.0.8.64","0","SEC"\n"2","fd00:1::/64","0","SEC"\n"4","x","0","SEC"\n',
    'systems.tsv':
      'SiteCode\tRoleName\tServerName\nCEN\tSMS Management Point\tSRV1\nCEN\tSMS Distribution Point\tsrv1\n' +
      'CEN\tSMS Site Server\tSRV1\nSEC\tSMS Coffee Point\tSRV2\n',
    'clients.csv': 'Name,SMSAssignedSites,IPAddresses\nPC1,CEN,10.0.7.4\nPC2,CEN,10.0.7.5\n',
  })
  const project = join(tables, 'described')
  const files = ['sites.csv', 'boundaries.csv', 'systems.tsv', 'clients.csv'].map((name) =>
    join(tables, name),
  )
  const made = await sitemode(cache, 'init', project, '--from', ...files)
  t.equal(made.status, 0, made.stderr)
  t.match(made.stdout, /read 2 rows of clients from/)
  t.match(made.stderr, /boundaries\.csv:3: warning: subnet 10\.0\.7\.0 has no mask here/)
  t.match(made.stderr, /boundaries\.csv:8: warning: this row cannot be used: x of type 4/)
  t.match(made.stderr, /systems\.tsv:5: warning: this row is left out: SMS Coffee Point/)
  t.notMatch(made.stderr, /Site Server/, 'a role that no client turns to is no mistake')
  const { hierarchy } = await loadHierarchy(join(project, 'hierarchy.yaml'))
  t.match(
    hierarchy.sites.map(({ code, kind, parent, boundaries, systems }) => ({
      ...{ code, kind, parent },
      boundaries: boundaries.map(({ text, connection }) => `${text} ${connection}`),
      systems: systems.map(({ name, roles }) => `${name}: ${roles.join(', ')}`),
    })),
    [
      {
        code: 'CEN',
        kind: 'primary',
        boundaries: ['10.0.7.0/24 fast'],
        systems: ['SRV1: management-point, standard-distribution-point'],
      },
      {
        code: 'SEC',
        kind: 'secondary',
        parent: 'CEN',
        boundaries: ['10.1.0.1-10.1.0.99 slow', 'Oslo fast', '10.0.8.64/26 fast', 'fd00:1::/64 fast'],
      },
    ],
  )
  t.match(clientNamed(hierarchy, 'PC2'), { assignedSite: 'CEN', at: { address: '10.0.7.5' } })

  const again = await sitemode(cache, 'init', project, '--from', ...files)
  t.equal(again.status, 2, 'and overwrites nothing')
  const other = join(tables, 'other.csv')
  writeFileSync(other, 'Colour,Taste\nred,sweet\n')
  const unknown = await sitemode(cache, 'init', join(tables, 'elsewhere'), '--from', other)
  t.equal(unknown.status, 2)
  t.match(unknown.stderr, /unknown-table/)
  const json = await sitemode(cache, 'init', join(tables, 'json'), '--json', '--from', ...files)
  t.match(JSON.parse(json.stdout), {
    files: ['hierarchy.yaml'],
    tables: [{ kind: 'sites', rows: 2 }, {}, {}, {}],
  })
})

void t.test(
  'with --watch it runs again when a file changes, and tells of one that cannot be used',
  async (t) => {
    const project = join(folder, 'watched')
    await sitemode(cache, 'init', project)
    const controller = new AbortController()
    t.teardown(() => controller.abort())
    const telling = new EventEmitter()
    let told = ''
    let seen = 0
    const watched = sitemodeWith(cache, ['run', 'scenario.yaml', '--watch'], {
      cwd: project,
      interrupted: controller.signal,
      printed({ stdout, stderr }) {
        told = stdout + stderr
        telling.emit('told')
      },
    })
    const until = async (...words: RegExp[]): Promise<void> => {
      while (!words.every((one) => one.test(told.slice(seen)))) await once(telling, 'told')
      seen = told.length
    }
    await until(/1 of 1 scenarios passed/, /watching 2 files/)
    const hierarchy = join(project, 'hierarchy.yaml')
    const before = readFileSync(hierarchy, 'utf8')
    writeFileSync(hierarchy, before.replace('httpForRoaming: false', 'httpForRoaming: true'))
    await until(/0 of 1 scenarios passed/, /watching 2 files/)
    writeFileSync(hierarchy, before.replace('mode: mixed', 'mode: neither'))
    await until(/hierarchy\.yaml.*neither/, /watching 2 files/)
    // Editors save like this: another file takes the place of the first.
    writeFileSync(`${hierarchy}~`, before)
    renameSync(`${hierarchy}~`, hierarchy)
    await until(/1 of 1 scenarios passed/, /watching 2 files/)
    controller.abort()
    t.equal((await watched).status, 130)
  },
)

void t.test('--version loads no command', async (t) => {
  const { status, stdout } = await sitemode(cache, '--version')
  t.equal(status, 0)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  t.equal(stdout, `${version}\n`)
})
