import { webcrypto } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:tls'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { join } from 'node:path'
import { KeyObject } from 'node:crypto'
import * as x509 from '@peculiar/x509'
import t, { type Test } from 'tap'
import { printableJson } from '../../sim/printable.ts'
import { terminalOf } from '../../sim/cli/terminal.ts'
import { newFolder } from '../new-folder.ts'
import { environment, sitemodeWith, type Ran } from './command.ts'
import { chosenValues, giveFiles, givenValues, runToEnd, usesOf } from './given-values.ts'
import { controlCharacters, obeyedIn, orders } from './hostile-text.ts'

// No text of others is obeyed: neither by a terminal, nor by what reads the output of tests, nor by a build server.

const folder = newFolder(t)
const given = await giveFiles(join(folder, 'given'))
const { cache } = given
const hostile = [...controlCharacters, orders]

/** Runs a command, and looks at all that it prints. */
async function run(t: Test, args: string[], stdin?: string): Promise<Ran> {
  const bytes = async function* () {
    yield await Promise.resolve(Buffer.from(stdin ?? ''))
  }
  const env = { ...environment(cache), GITHUB_STEP_SUMMARY: join(folder, 'job.md') }
  const ran = await sitemodeWith(cache, args, { cwd: folder, env, stdin: bytes() })
  t.strictSame(obeyedIn(ran.stdout + ran.stderr), [], args[0] ?? '')
  // JSON is exact, alone and within TAP.
  if (!args.some((arg) => ['--json', 'json', 'tap'].includes(arg)))
    t.notMatch(ran.stdout + ran.stderr, 'swordfish')
  t.not(ran.stdout + ran.stderr, '', 'it says something')
  t.notMatch(ran.stderr, 'should not happen')
  return ran
}

/** A scenario with hostile names, of which one step fails. */
function write(name: string, text: string): string {
  const described = {
    name: `scenario ${text}`,
    cites: text,
    quotes: [{ lang: 'ja', text }],
    hierarchy: {
      name: `hierarchy ${text}`,
      domain: 'contoso.test',
      sites: [
        {
          code: 'OSL',
          kind: 'primary',
          mode: 'mixed',
          boundaries: [{ activeDirectorySite: text.slice(0, 60) }],
          systems: [{ name: 'mp.osl', roles: ['management-point'] }],
        },
      ],
      clients: [{ name: 'PC-1', assignedSite: 'OSL', at: { activeDirectorySite: text.slice(0, 60) } }],
    },
    steps: [
      { name: `holds ${text}`, client: 'PC-1', contact: 'management-point' },
      { name: `breaks ${text}`, break: { system: 'mp.osl', fault: 'reset' } },
      { name: `gets nothing ${text}`, client: 'PC-1', contact: 'management-point' },
      { name: `fails ${text}`, client: 'PC-1', contact: 'management-point', expect: { by: text } },
    ],
  }
  // JSON is YAML, but for characters that YAML wants escaped.
  writeFileSync(join(folder, name), printableJson(described))
  return name
}

void t.test('names in a scenario and its hierarchy', async (t) => {
  const before = 'before/recording.ndjson'
  await run(t, ['run', write('before.yaml', 'as usual'), '--out', 'before'])
  for (const text of hostile) {
    const file = write('scenario.yaml', text)
    for (const reporter of ['pretty', 'tap', 'junit', 'json']) {
      const { status, stdout, stderr } = await run(t, ['run', file, '--reporter', reporter, '--out', 'out'])
      t.equal(status, 1, stderr)
      if (reporter === 'json')
        t.match(JSON.parse(stdout), { scenarios: [{ name: `scenario ${text}` }] }, 'exact')
    }
    await run(t, ['trace', file, '--client', 'PC-1'])
    await run(t, ['report', 'out/recording.ndjson'])
    await run(t, ['diff', 'out', before, '--html', 'diff.html'])
    await run(t, ['diagnose', 'out/recording.ndjson'])
    for (const summary of ['job.md', 'out/summary.md']) {
      const markdown = readFileSync(join(folder, summary), 'utf8')
      t.strictSame(obeyedIn(markdown), [], summary)
      t.notMatch(markdown, /^ok 1|(?<!\\)<img|[^\\]`x`|[^\\]\]\(|https:\/\/user/m)
    }
  }
})

void t.test('files that cannot be used, and their names', async (t) => {
  const withoutSlash = hostile.map((text) => text.replaceAll(/[/\0]/g, '').slice(0, 60))
  for (const text of withoutSlash) {
    const wrong = {
      name: 'x',
      sites: [{ code: text, mode: text, [text]: 1, parent: text, systems: [{ name: text, roles: [text] }] }],
    }
    const file = `${text}.yaml`
    writeFileSync(join(folder, file), printableJson(wrong))
    for (const args of [
      ['validate', file],
      ['run', file],
      ['serve', file],
      ['matrix', '--hierarchy', file],
      ['certs', file, '--out', 'pki'],
      ['trace', file, '--client', text],
      ['report', file],
      ['diff', file, file],
      ['explain', file],
      ['diagnose', file, '--hierarchy', file],
      ['diagnose', file],
      ['init', file],
      ['probe', 'https://127.0.0.1:9/', '--ca', file],
      ['probe', 'https://127.0.0.1:9/', '--cert', file, '--key', file],
    ])
      await run(t, args)
  }
})

void t.test('every value of every command', async (t) => {
  const uses = usesOf(given)
  t.strictSame((await givenValues()).sort(), Object.keys(uses).sort(), 'none is left out')
  for (const text of hostile) {
    for (const [what, { does, args, isQuiet }] of Object.entries(uses)) {
      // A name that the file system takes, so that something is written under it.
      const value = does === 'writes' ? `out-${text.replaceAll(/[/\0]/g, '').slice(0, 60)}` : text
      const { stdout, stderr } = await runToEnd(given, args(value), { cwd: folder })
      if (!isQuiet) t.not(stdout + stderr, '', what)
      t.strictSame(obeyedIn(stdout + stderr), [], what)
      t.notMatch(stderr, 'should not happen', what)
    }
    for (const before of await chosenValues()) await run(t, [...before, text])
  }
})

void t.test('names of folders', async (t) => {
  const there = orders.replaceAll(/[/\0]/g, '').slice(0, 200)
  mkdirSync(join(folder, there))
  for (const args of [
    ['init', there],
    ['validate', join(there, 'hierarchy.yaml'), join(there, 'scenario.yaml')],
    ['run', join(there, 'scenario.yaml'), '--out', join(there, 'out')],
    ['report', join(there, 'out', 'recording.ndjson')],
    ['diff', join(there, 'out'), join(there, 'out', 'recording.ndjson')],
    ['certs', join(there, 'hierarchy.yaml'), '--out', join(there, 'pki')],
  ])
    await run(t, args)
})

void t.test('arguments', async (t) => {
  for (const text of hostile) {
    for (const args of [
      [text],
      ['run', `--${text}`],
      ['run', '--reporter', text],
      ['run', '--tls', text],
      ['lab', '--only', text],
      ['trace', 'scenario.yaml', '--client', text],
      ['explain', text],
      ['explain', `0x80072F8F ${text}`],
      ['completion', text],
      ['probe', text],
      ['probe', `https://user:swordfish@example.test/${text}`],
      ['probe', 'https://127.0.0.1:9/', '--resolve', text],
      ['probe', 'https://127.0.0.1:9/', '--timeout', text],
      ['serve', 'scenario.yaml', '--web-port', text],
    ])
      await run(t, args)
  }
})

void t.test('lines of logs', async (t) => {
  for (const text of hostile) {
    const shown = text.replaceAll(/[\r\n]/g, ' ')
    const logs = [
      `<![LOG[Failed to send ${shown} to https://mp.contoso.test/ccm: 0x80072f8f]LOG]!><time="10:00:00.000+000" date="03-04-2010" component="${shown}" context="" type="3" thread="1" file="x">\n`,
      `#Software: Microsoft Internet Information Services 6.0\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status\n2010-03-04 10:00:00 10.0.0.1 GET /${shown.replaceAll(/\s/g, '+')} - 443 - 10.0.0.2 ${shown.replaceAll(/\s/g, '+')} 403 16 0\n`,
    ]
    for (const log of logs) {
      writeFileSync(join(folder, 'x.log'), log)
      await run(t, ['diagnose', 'x.log'])
      await run(t, ['diagnose', '-'], log)
      await run(t, ['explain', 'x.log'])
      await run(t, ['explain', '-', '--json'], log)
    }
  }
})

void t.test('what a server says', async (t) => {
  for (const text of hostile) {
    const { certificate, key } = await selfIssued(text)
    const secure = createTlsServer({ cert: certificate, key, ca: [certificate], requestCert: true })
    const { port } = await listening(t, secure)
    secure.on('tlsClientError', () => undefined)
    const { stdout } = await run(t, ['probe', `https://127.0.0.1:${port}/`, '--tls', '1.2'])
    t.match(stdout, 'issued by')
    await run(t, ['probe', `https://127.0.0.1:${port}/`, '--json'])

    const header = Buffer.from(text.replaceAll(/[\r\n]/g, ' '))
    const plain = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => {
        socket.write('HTTP/1.1 302 ')
        socket.write(header)
        socket.write('\r\nLocation: /')
        socket.write(header)
        socket.end('\r\nContent-Length: 0\r\n\r\n')
      })
    })
    const http = await listening(t, plain)
    await run(t, ['probe', `http://127.0.0.1:${http.port}/`, '--include'])
  }
})

async function listening(t: Test, server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address
}

/** A certificate whose every name is this text. */
async function selfIssued(text: string): Promise<{ certificate: string; key: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: new x509.Name([{ O: [{ utf8String: text }] }, { CN: [{ utf8String: text }] }]),
    keys,
    signingAlgorithm: algorithm,
  })
  const key = KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString()
  return { certificate: certificate.toString('pem'), key }
}

void t.test('progress, colours, and long names', (t) => {
  let printed = ''
  const output = { isTTY: true, columns: 80, write: (text: string) => (printed += text) }
  const terminal = terminalOf(output, {})
  terminal.progress(`1/2 ${orders}`)
  const [, shown = ''] = printed.split(/.\[\?7[lh]/)
  t.ok(printed.startsWith('\r\u001b[K\u001b[?7l1/2 '), 'progress is ours, and does not wrap')
  t.strictSame(obeyedIn(shown), [])
  t.ok(shown.length < 80, 'and one line')
  printed = ''
  terminal.say`done`
  t.equal(printed, '\r\u001b[Kdone', 'which gives way to what is said')
  terminal.say` at last`
  t.equal(printed, '\r\u001b[Kdone at last')
  printed = ''
  terminalOf(output, { TERM: 'dumb' }).progress('1/2')
  t.equal(printed, '', 'a dumb terminal could not take it away again')
  printed = ''
  terminal.tell({ name: orders }, ({ name }, { red }) => red(name))
  t.ok(printed.startsWith('\u001b[31m\\u001b[31mRED'), 'the colours that are ours, and not theirs')
  printed = ''
  terminal.say`${'x'.repeat(1_000_000)} and ${'y '.repeat(1_000_000)}`
  t.ok(printed.length < 2500, 'a name is cut')
  t.match(printed, /^x{200}… and (y )+…$/)
  t.end()
})

void t.test('what is printed is as it was, where there is nothing to obey', (t) => {
  let printed = ''
  const terminal = terminalOf({ write: (text: string) => (printed += text) }, {})
  const text = String.raw`::1, fd00::/64, ::ffff:10.0.0.1, C:\new, 'ж' 日本 😀, a:b@c, https://mp:8443/x@y, error::x, # [x]`
  terminal.say`${text}`
  t.equal(printed, text)
  t.end()
})
