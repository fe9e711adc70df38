import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { ruleIds } from '../../sim/vocabulary/ids.ts'
import { execute, sitemode, sitemodeWith } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-explain-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

interface Told {
  code?: string
  file?: string
  lines?: number
  unknown?: string[]
  readings: { code: string; written?: string; line?: number; times?: number }[]
}

async function told(text: string[], stdin?: AsyncIterable<Uint8Array>): Promise<Told> {
  const { stdout } = await sitemodeWith(cache, ['explain', ...text, '--json'], {
    cwd: folder,
    ...(stdin && { stdin }),
  })
  return JSON.parse(stdout) as Told
}

function write(name: string, text: string | Uint8Array): string {
  writeFileSync(join(folder, name), text)
  return name
}

const codes = ({ readings }: Told): string[] => readings.map(({ code }) => code)

void t.test('the codes are found in the words of a command line', async (t) => {
  t.strictSame(codes(await told(['HTTP', 'Error', '403.16'])), ['403.16'])
  t.strictSame(codes(await told(['-2147012721 (0x80072F8F)'])), ['12175'])
  t.match(await told(['hr = 0x80072f8f, was -2016409986']), {
    code: 'hr = 0x80072f8f, was -2016409986',
    readings: [{ code: '12175', written: '0x80072f8f', line: 1, times: 1, source: /Winhttp\.h/ }],
    unknown: ['-2016409986'],
  })
  const { status, stdout } = await sitemode(
    cache,
    'explain',
    'hr = 0x80072f8f, then HTTP 500.19; was -2016409986',
  )
  t.equal(status, 0)
  t.match(stdout, /^Line 1: 0x80072f8f\n\n12175 ERROR_WINHTTP_SECURE_FAILURE/)
  t.match(stdout, /^500\.19 \(status of the web server\).*\n(.*\n)? {2}to do {7}Read the error page/m)
  t.match(stdout, /^ {2}source {6}HTTP 403/m)
  t.match(stdout, /^Not known here: -2016409986$/m)
  for (const line of stdout.split('\n')) t.ok(line.length <= 80, line)
})

void t.test('a file and standard input are read line by line, in the encodings of Windows', async (t) => {
  const log =
    '<![LOG[Post failed with 0x87d00231.]LOG]!><time="1" thread="12175">\r\n403 7 64\r\n403 7 64\r\n'
  const expected = {
    lines: 3,
    readings: [
      { code: '0x87D00231', line: 1, times: 1 },
      { code: '403.7', line: 2, times: 2 },
      { code: '64', line: 2, times: 2 },
    ],
  }
  t.match(await told([write('CcmExec.log', log)]), { file: 'CcmExec.log', ...expected })
  t.match(await told([write('utf16.log', Buffer.from(`\uFEFF${log}`, 'utf16le'))]), expected)
  t.match(await told([write('utf8.log', `\uFEFF${log}`)]), expected)
  const byteByByte = [...Buffer.from(log)].map((byte) => Uint8Array.of(byte))
  t.match(await told(['-'], Readable.from(byteByByte)), { file: '-', ...expected })
  const torn = write('torn.log', `${'x '.repeat(40_000)}0x80072f8f`)
  t.match(await told([torn]), { lines: 1, readings: [{ code: '12175', line: 1 }] }, 'one long line')
  const piped = execute(cache, ['explain', '-', '--json'], { input: log })
  t.match(JSON.parse(piped.stdout), { file: '-', ...expected })
})

void t.test('a long log is read as it comes, and nothing of it is kept', async (t) => {
  const lines = 'Post to https://mp/ failed with 0x87d00231.\nhr = 0x8badf00d\n'.repeat(500)
  let wanted = 0
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let count = 0; count < 100; count++) {
      const chunk = await Promise.resolve(Buffer.from(lines))
      yield chunk
      // Whoever wants the next chunk has done with this one.
      chunk.fill('x')
      wanted++
    }
  }
  t.match(await told(['-'], chunks()), {
    lines: 100_000,
    readings: [{ code: '0x87D00231', times: 50_000 }],
    unknown: ['0x8badf00d'],
  })
  t.equal(wanted, 100)
})

void t.test('an unknown option is refused as by any other command', async (t) => {
  for (const [typed, suggested] of [
    ['--jsn', '(Did you mean --json?)\n(try --help)\n'],
    ['--jsn=1', '(try --help)\n'],
    ['-x', '(try --help)\n'],
  ] as const) {
    const stderr = `error: unknown option '${typed}'\n${suggested}`
    t.strictSame(await sitemode(cache, 'explain', '12175', typed), { status: 2, stdout: '', stderr })
    const other = await sitemode(cache, 'run', typed)
    t.equal(other.stderr, stderr)
  }
  t.strictSame(codes(await told(['-2147012721'])), ['12175'], 'a negative number is none')
})

void t.test('what is not known is said to be unknown', async (t) => {
  for (const [text, says] of [
    ['12174', 'it is no code that can be explained; sitemode explain lists'],
    ['0x80072f9f', 'it is no code that can be explained; sitemode explain lists'],
    ['403.71', 'it is no code that can be explained; sitemode explain lists'],
    ['failed with 0x8badf00d and ERR_NO_SUCH', 'not known: 0x8badf00d, ERR_NO_SUCH'],
    ['none.log', 'it is no code that can be explained, and there is no such file; sitemode explain lists'],
    ['', 'text: it is empty; sitemode explain lists'],
    [' ', 'text: it is empty; sitemode explain lists'],
    ['nothing at all in this text', 'sitemode explain lists what there is'],
    [write('empty.log', ''), 'no code that can be explained is in its 0 lines'],
    [write('image.png', Buffer.from([0x89, 0x50, 0, 1, 2, 3, 255, 254])), 'no code that can be explained'],
    ['.', 'this is a directory, not a file; name a file in it'],
  ] as const) {
    const { status, stdout, stderr } = await sitemodeWith(cache, ['explain', text], { cwd: folder })
    t.equal(status, 2, text)
    t.equal(stdout, '')
    t.match(stderr, says, text)
    t.notMatch(stderr, 'did you mean', 'two numbers that look alike mean nothing alike')
  }
})

void t.test('nothing that is read reaches the terminal as a command to it', async (t) => {
  const hostile = '\u001b]0;title\u0007 sc-status\u001b[ 403 \u009b31m\u202e error:\u0085 12175'
  for (const args of [
    ['explain', hostile],
    ['explain', hostile, '--json'],
    ['explain', '\u001b[31mnothing\u009b'],
    ['explain', '\u001b[31m403.7\u009b', '--json'],
    ['explain', write('\u001b[31m.log', 'nothing')],
  ]) {
    const { stdout, stderr } = await sitemodeWith(cache, args, { cwd: folder })
    t.notMatch(stdout + stderr, /(?!\n)[\p{Cc}\p{Cf}]/u, JSON.stringify(args))
    t.not(stdout + stderr, '')
  }
})

void t.test('a rule is told with what it decides, which way, for whom, and by which source', async (t) => {
  const { status, stdout } = await sitemode(cache, 'explain', 'roaming/Native-client-in-mixed-site')
  t.equal(status, 0)
  t.match(stdout, /^roaming\/native-client-in-mixed-site: A native-mode client in a mixed-mode site\n/)
  t.match(
    stdout,
    /^ {2}decides {5}whether a client may contact .*\n {14}allowed, by HTTP or SMB\n {14}forbidden/m,
  )
  t.match(stdout, /^ {2}systems {5}management point, standard distribution point and branch$/m)
  t.match(stdout, /^ {2}clients {5}in native mode\n {2}sites {7}in mixed mode$/m)
  t.match(
    stdout.replaceAll(/\s+/g, ' '),
    'not at all without. (Client Communication in Mixed Mode and Native Mode',
  )
  for (const line of stdout.split('\n')) t.ok(line.length <= 80, line)
  t.notMatch(stdout, 'Inferred')
  const inferred = await sitemode(cache, 'explain', 'roaming/same-mode')
  t.match(inferred.stdout, /^Inferred from what the documentation says\n {2}\w.*\n(.*\n)? {4}.*\(Client/m)
  t.notMatch(inferred.stdout, 'What the documentation says')
  const settings = await sitemode(cache, 'explain', 'site-settings/read-again')
  t.match(
    settings.stdout,
    /^ {2}decides {5}when a client takes over the settings of its site\n {2}systems {5}none$/m,
  )
})

void t.test('all failures and rules are listed where none is named', async (t) => {
  const { stdout } = await sitemode(cache, 'explain')
  for (const id of [...catalogue.map((entry) => entry.id), ...ruleIds]) t.match(stdout, `  ${id}`)
})

void t.test('a mistyped id of a failure, a rule or a code is corrected', async (t) => {
  for (const [typed, meant] of [
    ['client-certificate-expird', 'client-certificate-expired'],
    ['roaming/samemode', 'roaming/same-mode'],
    ['ECONNRESTE', 'ECONNRESET'],
    ['same-mode', 'roaming/same-mode'],
    ['same-mod', 'roaming/same-mode'],
  ] as const) {
    const { status, stderr } = await sitemode(cache, 'explain', typed)
    t.equal(status, 2)
    t.match(stderr, `did you mean ${meant}?`)
  }
})

void t.test('the failures that show a code are told by end', async (t) => {
  const { stdout } = await sitemode(cache, 'explain', 'CERT_HAS_EXPIRED')
  const summary = stdout.split('\n\n').at(-1) ?? ''
  t.match(summary, /^Which failures show it at which end\n {2}client {6}server-certificate-expired[,\n]/)
  t.match(summary, /^ {2}server {6}client-certificate-expired[,\n]/m)
  t.notMatch(summary, /client {6}.*\bclient-certificate-expired/)
  const alone = await sitemode(cache, 'explain', 'DEPTH_ZERO_SELF_SIGNED_CERT')
  t.match(alone.stdout, /^Which failures/m)
  const none = await sitemode(cache, 'explain', '1000/1')
  t.notMatch(none.stdout, 'Which failures', 'nothing where the catalogue has none')
})
