import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { entry, environment } from './command.ts'

const megabyte = 1_000_000
const cache = newFolder(t)

/** Lines of a client, one each second, until they have so many bytes; each fiftieth tells of a failure. */
function* clientLog(bytes: number): Generator<string> {
  let written = 0
  for (let count = 0; written < bytes; count++) {
    const [day, time] = new Date(Date.UTC(2010, 2, 4) + 1000 * count).toISOString().split(/[TZ]/)
    const message =
      count % 50 === 0
        ? `[CCMHTTP] ERROR: URL=https://mp${count % 7}.contoso.com/ccm_system/request, Port=443, Options=63, Code=12175, Text=ERROR_WINHTTP_SECURE_FAILURE`
        : `Nothing in particular, number ${count}`
    const date = day?.replace(/^(\d+)-(\d+)-(\d+)$/, '$2-$3-$1')
    const line = `<![LOG[${message}]LOG]!><time="${time}+000" date="${date}" component="CcmExec" context="" type="1" thread="${count % 20}" file="a.cpp:1">\r\n`
    written += line.length
    yield line
  }
}

/** The command in a process that may not have more memory than this, in MiB. */
async function diagnosedWithin(heap: number, input: Iterable<string>): Promise<unknown> {
  const child = spawn(process.execPath, [`--max-old-space-size=${heap}`, entry, 'diagnose', '-', '--json'], {
    env: environment(cache),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [, chunks] = await Promise.all([
    pipeline(Readable.from(input), child.stdin),
    child.stdout.toArray() as Promise<Buffer[]>,
    once(child, 'close'),
  ])
  return JSON.parse(Buffer.concat(chunks).toString())
}

void t.test('100 MB of a log need no more memory than some', async (t) => {
  t.match(await diagnosedWithin(64, clientLog(100 * megabyte)), {
    files: [{ kind: 'client-log' }],
    failures: { length: 7 },
    unread: 0,
  })
})
