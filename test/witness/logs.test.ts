import { cp, mkdir, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import t from 'tap'
import { clientLogs, cmtraceLine } from '../../sim/report/logs/client-logs.ts'
import { webServerLogs } from '../../sim/report/logs/web-server-log.ts'
import type { TextFile } from '../../sim/report/output-file.ts'
import { recordedRun, recordedWhile } from '../report/recorded.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const noLnav = lacks('lnav', '-V')
const noGoaccess = lacks('goaccess', '--version')
const format = fileURLToPath(new URL('../../../schemas/lnav/cmtrace_log.json', import.meta.url))
const folder = newFolder(t)

const recording = await recordedRun('scenarios/site-goes-native.yaml')
const [hierarchy] = recording.hierarchies
if (!hierarchy) throw new Error('nothing was recorded')

async function written(files: readonly TextFile[]): Promise<string[]> {
  for (const { path, text } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  return files.map(({ path }) => join(folder, path))
}

/** lnav's answer to an SQL query, as lines of CSV without their heading. */
async function lnav(files: readonly string[], question: string): Promise<string[]> {
  const config = join(folder, 'lnav')
  await mkdir(join(config, 'formats', 'sitemode'), { recursive: true })
  await cp(format, join(config, 'formats', 'sitemode', 'cmtrace_log.json'))
  const { stdout } = await run('lnav', [
    '-n',
    '-I',
    config,
    '-c',
    `;${question}`,
    '-c',
    ':write-csv-to -',
    ...files,
  ])
  return stdout.toString().trim().split('\n').slice(1)
}

void t.test('lnav reads the logs of the clients', { skip: noLnav }, async (t) => {
  const files = clientLogs(hierarchy, 0)
  const lines = files.flatMap(({ text }) => text.trim().split('\r\n'))
  const errors = lines.filter((line) => line.includes('type="3"'))
  t.ok(errors.length > 0)
  const paths = await written(files)
  t.strictSame(await lnav(paths, 'SELECT count(*) FROM cmtrace_log'), [`${lines.length}`])
  t.strictSame(await lnav(paths, "SELECT count(*) FROM cmtrace_log WHERE log_level = 'error'"), [
    `${errors.length}`,
  ])
})

void t.test(
  'lnav and goaccess read the logs of the web servers',
  { skip: noLnav || noGoaccess },
  async (t) => {
    const paths = await written(webServerLogs(hierarchy, 0))
    const asked = hierarchy.requests.length
    t.ok(asked > 0)
    t.strictSame(await lnav(paths, 'SELECT count(*) FROM w3c_log'), [`${asked}`])
    const report = join(folder, 'goaccess.json')
    // Its own W3C format, but for the verb: it takes those of HTTP alone, and clients of that age have others.
    const fields = '%d %t %^ %^ %U %q %^ %^ %h %u %R %s %^ %^ %L'
    const times = ['--date-format=%Y-%m-%d', '--time-format=%T']
    await run('goaccess', [...paths, `--log-format=${fields}`, ...times, '--no-progress', '-o', report])
    const { general } = JSON.parse(readFileSync(report, 'utf8')) as { general: Record<string, number> }
    t.match(general, { total_requests: asked, valid_requests: asked, failed_requests: 0 })
  },
)

void t.test(
  'a failed handshake leaves no line in a web server’s log; a refusal by status does',
  async (t) => {
    for (const [refusal, lines] of [
      ['handshake', []],
      ['iis', ['403 17 2148204801']],
    ] as const) {
      const refused = await recordedWhile(
        {
          sites: [
            {
              code: 'NAT',
              mode: 'native',
              systems: [{ name: 'mp', roles: ['management-point'], listen: { refusal } }],
            },
          ],
          clients: [{ name: 'PC', assignedSite: 'NAT', certificate: 'expired' }],
        },
        async (running) => {
          t.equal((await running.client('PC').contact('management-point')).outcome, 'failed')
        },
      )
      const logged = refused.hierarchies.flatMap(webServerLogs).flatMap(({ text }) => text.split('\r\n'))
      const requests = logged.filter((line) => line !== '' && !line.startsWith('#'))
      t.strictSame(
        requests.map((line) => line.split(' ').slice(11, 14).join(' ')),
        lines,
      )
    }
  },
)

void t.test('a request that is never answered leaves no line', async (t) => {
  const dropped = await recordedWhile(
    {
      sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
      clients: [{ name: 'PC', assignedSite: 'MIX' }],
    },
    async (running) => {
      const pc = running.client('PC')
      t.equal((await pc.contact('management-point')).outcome, 'answered')
      for (const fault of ['closed-after-request', 'garbage-answer'] as const) {
        await running.break('mp', fault)
        t.equal((await pc.contact('management-point')).outcome, 'failed', fault)
      }
    },
  )
  const logged = dropped.hierarchies.flatMap(webServerLogs).flatMap(({ text }) => text.split('\r\n'))
  const lines = logged.filter((line) => line !== '' && !line.startsWith('#'))
  t.strictSame(
    lines.map((line) => line.split(' ')[11]),
    ['200'],
  )
})

void t.test('every message is one line', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (message) => {
      const line = cmtraceLine({ component: 'CcmExec', message, type: 1, at: '2026-01-01T00:00:00.000Z' })
      return (
        /^<!\[LOG\[.*\]LOG\]!><time="00:00:00.000\+000" date="01-01-2026" .*>$/su.test(line) &&
        !/[\r\n]/.test(line) &&
        line.split(']LOG]!>').length === 2
      )
    }),
  )
  t.end()
})
