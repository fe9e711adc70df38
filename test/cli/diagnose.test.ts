import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { stripVTControlCharacters } from 'node:util'
import t from 'tap'
import type * as z from 'zod'
import { ownProcess } from '../../sim/library/own-process.ts'
import { main } from '../../sim/cli/program.ts'
import { sitemodeWith, type Ran } from './command.ts'
import { diagnoseShape } from './json-shapes.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-diagnose-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

function diagnose(args: string[], stdin?: AsyncIterable<Uint8Array>): Promise<Ran> {
  return sitemodeWith(cache, ['diagnose', ...args], { cwd: folder, ...(stdin && { stdin }) })
}

async function told(
  args: string[],
  stdin?: AsyncIterable<Uint8Array>,
): Promise<z.infer<typeof diagnoseShape>> {
  const { stdout } = await diagnose([...args, '--json'], stdin)
  return diagnoseShape.parse(JSON.parse(stdout))
}

function write(name: string, text: string | Uint8Array): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
  return name
}

const entry = (message: string, time: string): string =>
  `<![LOG[${message}]LOG]!><time="${time}+000" date="03-04-2010" component="CcmExec" context="" type="1" thread="1234" file="a.cpp:297">\r\n`
const refusedAt = (time: string): string =>
  [
    '[CCMHTTP] ERROR: URL=https://mp.contoso.com/ccm_system/request, Port=443, Options=63, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE',
    '[CCMHTTP] ERROR INFO: StatusCode=403 StatusText=Forbidden',
    'Post to https://mp.contoso.com/ccm_system/request failed with 0x87d00231.',
  ]
    .map((message) => entry(message, time))
    .join('')
const clientText = refusedAt('10:11:12.123') + refusedAt('10:26:12.000')
const serverText = [
  '#Software: Microsoft Internet Information Services 6.0',
  '#Fields: date time s-ip cs-method cs-uri-stem s-port c-ip sc-status sc-substatus sc-win32-status',
  '2010-03-04 10:11:12 10.1.0.5 CCM_POST /ccm_system/request 443 10.1.4.20 403 13 2148081680',
  '2010-03-04 10:26:12 10.1.0.5 CCM_POST /ccm_system/request 443 10.1.4.20 403 13 2148081680',
  '',
].join('\r\n')

void t.test('both ends of a failure: how often, for whom, why, and what to do', async (t) => {
  const files = [write('PC1/CcmExec.log', clientText), write('MP/ex100304.log', serverText)]
  const { status, stdout, stderr } = await diagnose(files)
  t.equal(status, 0)
  t.equal(stderr, '')
  t.match(stdout, /^1 client's log and 1 web server's log, 10 lines\. 2 requests failed\.$/m)
  t.match(stdout, /^1\. 2 times at mp\.contoso\.com from PC1$/m)
  t.match(stdout, /^ {4}most likely {2}client-certificate-revoked: /m)
  t.match(stdout, /^ {4}who acts {5}the client$/m)
  t.match(stdout, /^ {4}to do {8}Issue a new certificate/m)
  t.match(stdout, /^ {4}or {11}client-certificate-authority-revoked/m)
  t.match(stdout, /^ {4}when {9}2010-03-04 10:11:12 to 10:26:12 UTC$/m)
  t.match(stdout, /^ {4}PC1\/CcmExec\.log:1\n {6}\[CCMHTTP\] ERROR:/m)
  t.match(stdout, /^ {4}MP\/ex100304\.log:3$/m)
  const { files: read, failures, unread } = await told(files)
  t.match(read, [
    { file: 'PC1/CcmExec.log', kind: 'client-log', lines: 6 },
    { file: 'MP/ex100304.log', kind: 'web-server-log', lines: 4 },
  ])
  t.equal(unread, 0)
  t.match(failures, [
    {
      count: 2,
      first: '2010-03-04T10:11:12.123Z',
      last: '2010-03-04T10:26:12.000Z',
      url: 'https://mp.contoso.com/ccm_system/request',
      clients: ['PC1'],
      ends: 'both',
      // The authority's certificate may be the one that is revoked.
      certain: false,
      candidates: [{ id: 'client-certificate-revoked' }, { id: 'client-certificate-authority-revoked' }],
    },
  ])
})

void t.test('a log that was rotated, standard input, and the encodings of Windows', async (t) => {
  const rotated = write('PC2/CcmExec.lo_', refusedAt('09:00:00.000'))
  const current = write('PC2/CcmExec.log', Buffer.from(`\ufeff${refusedAt('10:00:00.000')}`, 'utf16le'))
  t.match((await told([rotated, current])).failures, [{ count: 2, clients: ['PC2'] }])
  const withMark = write('PC3/CcmExec.log', `\ufeff${clientText}<![LOG[torn`)
  t.match(await told([withMark]), { failures: [{ count: 2 }], unread: 1 })
  const piped = await told(['-'], Readable.from([Buffer.from(serverText)]))
  t.match(piped, { files: [{ file: '-', kind: 'web-server-log' }], failures: [{ count: 2, ends: 'server' }] })
})

void t.test('a log that gzip compressed, and one that a crash has filled up with NULs', async (t) => {
  const packed = write('PC5/CcmExec.log.gz', gzipSync(clientText))
  t.match((await told([packed])).failures, [{ count: 2, clients: ['PC5'] }])
  const filledUp = write('PC6/CcmExec.log', `${clientText}<![LOG[cut o${'\0'.repeat(5000)}${clientText}`)
  t.match(await told([filledUp]), { failures: [{ count: 4, clients: ['PC6'] }], unread: 1 })
  const damaged = write('PC7/CcmExec.log.gz', gzipSync(clientText).fill(0xff, 12))
  t.match(await diagnose([damaged]), {
    status: 2,
    stderr: /^PC7\/CcmExec\.log\.gz: the gzip file is damaged \(Z_DATA_ERROR\)/,
  })
})

void t.test('a hierarchy says what clients should have done there', async (t) => {
  const hierarchy = write(
    'hierarchy.yaml',
    [
      'domain: contoso.com',
      'sites:',
      '  - { code: OSL, mode: mixed, ports: { http: 80, https: 443 }, systems: [{ name: mp, roles: [management-point] }] }',
    ].join('\n'),
  )
  const log = write('PC8/CcmExec.log', clientText)
  const { failures } = await told([log, '--hierarchy', hierarchy])
  t.match(failures, [
    {
      rules: {
        system: 'mp.contoso.com',
        site: { code: 'OSL', mode: 'mixed' },
        asked: { protocol: 'https', port: 443 },
        clients: [{ client: 'a client of OSL', protocol: 'http', port: 80, asAsked: false }],
      },
    },
  ])
  const { stdout } = await diagnose([log, '--hierarchy', hierarchy])
  t.match(stdout, /^ {4}by the rules mp\.contoso\.com of OSL, in mixed mode$/m)
  t.match(stdout, /^ {17}a client of OSL asks its management point by HTTP on port 80$/m)
  t.match(stdout, /^ {17}by the rules nobody asks it by HTTPS on port 443$/m)
  t.notOk('rules' in ((await told([log])).failures[0] ?? {}), 'without a hierarchy nothing is said')
  t.match(await diagnose([log, '--hierarchy', 'nowhere.yaml']), { status: 2, stdout: '' })
})

void t.test('a page has the same, and no script but its own', async (t) => {
  const log = write('PC9/CcmExec.log', clientText.replaceAll('ccm_system/', 'ccm_system/<script>'))
  t.match(await diagnose([log, '--html', 'page.html']), { status: 0, stdout: /2 requests failed/ })
  const page = readFileSync(join(folder, 'page.html'), 'utf8')
  t.match(page, '<h3 id="failure-1-title">2 times at mp.contoso.com from PC9</h3>')
  t.match(page, 'script&gt;')
  t.equal(page.split('<script').length - 1, 1)
  t.match(page, 'PC9/CcmExec.log:1')
  t.match(await diagnose([log, '--html', 'nowhere/page.html']), {
    status: 3,
    stderr: /cannot write nowhere\/page\.html \(ENOENT\)/,
  })
})

void t.test('progress is shown on a terminal, and nowhere else', async (t) => {
  const long = write(
    'PC10/CcmExec.log',
    clientText + entry('Nothing in particular.', '11:00:00.000').repeat(20_000),
  )
  const shown: string[] = []
  const stderr = { write: (text: string) => shown.push(text), isTTY: true }
  await main(['diagnose', long], {
    stdout: { write: () => undefined },
    stderr,
    env: {},
    cwd: folder,
    ownProcess: ownProcess(process),
  })
  t.match(stripVTControlCharacters(shown[0] ?? ''), /^\r\S*PC10\/CcmExec\.log: 1 of \d MiB$/)
  t.equal(shown.at(-1), '\r\u001b[K', 'the line is removed')
  t.equal((await diagnose([long])).stderr, '')
})

void t.test('a file that is no log is named, and the others are told all the same', async (t) => {
  const log = write('PC4/CcmExec.log', clientText)
  const letter = write('letter.txt', 'Dear all,\nit does not work.\n')
  const { status, stdout, stderr } = await diagnose([letter, log, 'nowhere.log'])
  t.equal(status, 2)
  t.match(stderr, /^letter\.txt: it is neither a client's log .*\[no-log\]$/m)
  t.match(stderr, /^nowhere\.log: there is no such file/m)
  t.match(stdout, /2 requests failed/)
  t.match(await diagnose([letter]), { status: 2, stdout: '' })
  t.match(await diagnose([]), { status: 2, stderr: /missing required argument 'file'/ })
})

void t.test('our own recordings and logs', async (t) => {
  const out = join(folder, 'results')
  const scenario = write(
    'scenario.yaml',
    [
      'name: A client whose certificate has expired',
      'hierarchy:',
      '  sites: [{ code: OSL, mode: native, systems: [{ name: mp.osl, roles: [management-point] }] }]',
      '  clients: [{ name: PC1, assignedSite: OSL, certificate: expired }]',
      'steps: [{ client: PC1, contact: management-point }]',
    ].join('\n'),
  )
  t.match(await sitemodeWith(cache, ['run', scenario, '--out', out], { cwd: folder }), { status: 0 })
  const { files, failures } = await told([join(out, 'recording.ndjson')])
  t.match(files, [{ kind: 'recording' }])
  t.match(failures, [
    { ends: 'both', certain: true, clients: ['PC1'], candidates: [{ id: 'client-certificate-expired' }] },
  ])
})

void t.test('it says that it sends nothing anywhere', async (t) => {
  t.match((await diagnose(['--help'])).stdout, /sends nothing anywhere/)
})
