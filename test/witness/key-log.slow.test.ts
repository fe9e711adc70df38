import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const folder = newFolder(t)

/** Captures what goes over loopback until it is told to stop. Resolves once it captures; undefined: it may not. */
function capture(t: Test, file: string): Promise<{ stop(): Promise<void> } | undefined> {
  return new Promise((resolve) => {
    const child = spawn('tshark', ['-i', 'lo', '-f', 'tcp port 8443', '-w', file])
    const ended = new Promise<void>((done) => child.on('close', () => done()))
    t.teardown(() => child.kill('SIGKILL'))
    let told = ''
    child.stderr.on('data', (data: Buffer) => {
      told += data.toString()
      // It says so before the kernel's buffer is mapped; what follows waits for packets of its own.
      if (told.includes('Capturing on')) resolve({ stop: () => (child.kill('SIGINT'), ended) })
    })
    child.on('close', () => resolve(undefined))
  })
}

/** Fields of each packet that a filter finds. */
async function fields(file: string, keys: string, filter: string, ...names: string[]): Promise<string[]> {
  const options = [
    '-r',
    file,
    '-o',
    `tls.keylog_file:${keys}`,
    '-d',
    'tcp.port==8443,tls',
    '-Y',
    filter,
    '-T',
    'fields',
  ]
  const { stdout } = await run('tshark', [...options, ...names.flatMap((name) => ['-e', name])])
  return stdout
    .toString()
    .trim()
    .split('\n')
    .filter((line) => line !== '')
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(
    `tshark decrypts mutual TLS ${version} with the key log`,
    { skip: lacks('tshark', '-v') },
    async (t) => {
      const [file, keys] = [join(folder, `${version}.pcapng`), join(folder, `${version}.keys`)]
      const { running } = await open(
        t,
        {
          tls: { version },
          sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp', roles: ['management-point'] }] }],
          clients: [{ name: 'PC', assignedSite: 'NAT' }],
        },
        { cache: join(folder, 'cache'), keyLog: (line) => appendFileSync(keys, line) },
      )
      const capturing = await capture(t, file)
      if (!capturing) {
        t.comment('tshark may not capture here')
        return
      }
      const asked = 'http.request.uri contains "MPLIST"'
      let seen: string[] = []
      // The first packets can come before the capture has begun.
      for (let tries = 0; tries < 20 && seen.length === 0; tries++) {
        t.equal((await running.client('PC').contact('management-point')).outcome, 'answered')
        seen = await fields(file, keys, asked, 'http.request.uri')
      }
      await capturing.stop()
      t.match(seen[0], /MPLIST/)
      const [answered] = await fields(file, keys, 'http.response', 'http.response.code')
      t.equal(answered, '200')
      const shown = await fields(
        file,
        keys,
        'tls.handshake.type == 11 && tcp.dstport == 8443',
        'x509sat.uTF8String',
        'x509sat.printableString',
      )
      t.match(shown.join(' '), /PC/, 'the client’s certificate is in the handshake')
      t.strictSame(
        await fields(file, '/dev/null', asked, 'http.request.uri'),
        [],
        'without the key log it reads nothing',
      )
    },
  )
}
