import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { defaultBootFiles } from '../../sim/points/pxe-service-point/boot-files.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { lacks, run } from './run-program.ts'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** More blocks of the usual size than 16 bits can count, a whole number of blocks, and nothing at all. */
const contents = {
  'smsboot\\boot.sdi': Buffer.alloc(65_600 * 512 + 7, 'a boot image that goes round'),
  'smsboot\\whole.bin': Buffer.alloc(8 * 512, 'whole'),
  'smsboot\\empty.bin': Buffer.alloc(0),
}

async function open(t: Test) {
  const point = await openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder: createRecorder(),
    answersFor: () => 'boot',
    bootFiles: [
      ...defaultBootFiles,
      ...Object.entries(contents).map(([path, content]) => ({ path, size: content.length, content })),
    ],
  })
  t.teardown(() => point.close())
  const port = point.ports.tftp.toString()
  const folder = t.testdir()
  const fetched = join(folder, 'fetched')
  return {
    folder,
    async atftp(file: string, ...options: string[]) {
      const args = options.flatMap((option) => ['--option', option])
      const ran = await run('atftp', [...args, '-g', '-r', file, '-l', fetched, '127.0.0.1', port])
      return { ...ran, bytes: () => readFileSync(fetched) }
    },
    async tftp(...command: string[]) {
      const ran = await run('tftp', ['-m', 'binary', '127.0.0.1', port, '-c', ...command])
      return { ...ran, said: ran.stdout.toString() + ran.stderr }
    },
  }
}

void t.test('atftp', { skip: lacks('atftp', '--version') }, async (t) => {
  const { atftp } = await open(t)
  for (const [file, content] of Object.entries(contents)) {
    for (const options of [[], ['blksize 1456'], ['blksize 8192', 'tsize 0', 'timeout 2']]) {
      const { status, stderr, bytes } = await atftp(file, ...options)
      t.equal(status, 0, stderr)
      t.equal(sha256(bytes()), sha256(content), `${file} ${options.join(', ')}`)
    }
  }
  t.not((await atftp('smsboot\\nothing.com')).status, 0)
})

void t.test('tftp-hpa', { skip: lacks('tftp', '-V') }, async (t) => {
  const { tftp, folder } = await open(t)
  for (const [file, content] of Object.entries(contents)) {
    const local = join(folder, 'fetched')
    const { status, said } = await tftp('get', file.toUpperCase().replaceAll('\\', '/'), local)
    t.equal(status, 0, said)
    t.equal(sha256(readFileSync(local)), sha256(content), file)
  }
  t.match((await tftp('get', 'smsboot/nothing.com', '/dev/null')).said, /Error code 1: there is no boot file/)
  t.match((await tftp('get', '../../etc/passwd', '/dev/null')).said, /Error code 1/)
  t.match((await tftp('put', '/dev/null', 'smsboot/x86/wdsnbp.com')).said, /Error code 2: .*read-only/)
})

void t.test(
  'both fetch the same boot program',
  { skip: lacks('tftp', '-V') || lacks('atftp', '--version') },
  async (t) => {
    const { atftp, tftp, folder } = await open(t)
    const local = join(folder, 'by-tftp-hpa')
    for (const { path, size } of defaultBootFiles) {
      await tftp('get', path, local)
      const bytes = readFileSync(local)
      t.equal(bytes.length, size)
      t.equal(sha256((await atftp(path, 'blksize 1456')).bytes()), sha256(bytes), path)
    }
  },
)
