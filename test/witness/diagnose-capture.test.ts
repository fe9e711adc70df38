import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { entryOf, type FailureId } from '../../sim/evidence/catalogue.ts'
import { provoke, type Conditions } from '../../sim/scenario/lab/provoke.ts'
import { sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { capture } from './capture.ts'
import { lacks } from './run-program.ts'

const skip = lacks('tshark', '-v')

/** Failures that show between the two ends, under either version of TLS and in either style of refusal. */
const onTheWire = [
  'nothing-listens',
  'connection-closed',
  'connection-reset',
  'https-to-http-port',
  'tls-version-not-shared',
  'handshake-closed',
  'handshake-reset',
  'handshake-garbage',
  'server-certificate-expired',
  'server-certificate-wrong-host',
  'client-certificate-missing',
  'client-certificate-expired',
  'client-certificate-wrong-usage',
  'client-certificate-self-signed',
  'request-reset',
  'not-authorized',
  'read-forbidden',
  'not-served-by-this-protocol',
  'server-error',
  'service-unavailable',
] as const satisfies readonly FailureId[]

interface Diagnosed {
  failures: { hosts: string[]; ends: string; lines: { line: number }[]; candidates: { id: string }[] }[]
}

for (const tls of ['1.2', '1.3'] as const) {
  for (const refusal of ['handshake', 'iis'] as const) {
    void t.test(
      `what fails between the ends is in a capture, TLS ${tls}, ${refusal}`,
      { skip },
      async (t) => {
        const folder = newFolder(t)
        const provoked = await captured(t, folder, { tls, refusal, keys: 'ec' })
        if (!provoked) {
          t.comment('tshark may not capture here')
          return
        }
        const { status, stdout } = await sitemodeWith(
          join(folder, 'cache'),
          ['diagnose', 'capture.pcapng', '--keylog', 'capture.keys', '--json'],
          { cwd: folder },
        )
        t.equal(status, 0)
        const { failures } = JSON.parse(stdout) as Diagnosed
        for (const [id, addresses] of provoked) {
          const here = failures.filter(({ hosts }) => hosts.some((host) => addresses.includes(host)))
          t.ok(here.every(({ ends, lines }) => ends === 'both' && lines.length > 0))
          t.ok(
            here.some(({ candidates }) => candidates.slice(0, 3).some((one) => one.id === id)),
            `${id}: ${JSON.stringify(here.map(({ candidates }) => candidates.map((one) => one.id).slice(0, 5)))}`,
          )
        }
      },
    )
  }
}

/** Provokes each failure while everything is captured; the addresses of its site systems. */
async function captured(
  t: Test,
  folder: string,
  conditions: Conditions,
): Promise<Map<FailureId, string[]> | undefined> {
  const [file, keys] = [join(folder, 'capture.pcapng'), join(folder, 'capture.keys')]
  writeFileSync(keys, '')
  const capturing = await capture(t, file)
  if (!capturing) return undefined
  const provoked = new Map<FailureId, string[]>()
  for (const id of onTheWire) {
    const entry = entryOf(id)
    if (!entry) throw new RangeError(`the catalogue has no ${id}`)
    const addresses: string[] = []
    await provoke(entry.provocation, conditions, {
      cache: join(folder, 'cache'),
      keyLog: (line) => appendFileSync(keys, line),
      journal: (event) => addresses.push(...addressesOf(event)),
    })
    provoked.set(id, addresses)
  }
  await capturing.stop()
  return provoked
}

function addressesOf(event: RecordedEvent): string[] {
  if (event.type !== 'opened') return []
  return event.hierarchy.sites.flatMap(({ systems }) => systems.map(({ address }) => address))
}

void t.test('what a capture needs is told by a sentence', { skip }, async (t) => {
  const folder = newFolder(t)
  const write = (name: string, bytes: Uint8Array | string): void => writeFileSync(join(folder, name), bytes)
  // A section header block of pcapng, and no packet.
  const empty = Buffer.from('0a0d0d0a1c0000004d3c2b1a01000000ffffffffffffffff1c000000', 'hex')
  write('empty.pcapng', empty)
  write('damaged.pcapng', Buffer.concat([empty, Buffer.alloc(64, 0xff)]))
  write('no-capture.txt', 'no capture\n')
  write('ex100304.log', '#Fields: date time s-ip cs-method cs-uri-stem sc-status\n')
  const diagnose = (args: string[], env?: NodeJS.ProcessEnv) =>
    sitemodeWith(join(folder, 'cache'), ['diagnose', ...args], { cwd: folder, ...(env && { env }) })

  t.match(await diagnose(['empty.pcapng']), { status: 0, stdout: /^1 capture, 0 lines\./ })
  t.match(await diagnose(['no-capture.txt', '--capture']), {
    status: 2,
    stderr: /no-capture\.txt: tshark cannot read the capture: .*\. Check that Wireshark opens it/,
  })
  t.match(await diagnose(['damaged.pcapng', 'ex100304.log']), {
    status: 2,
    stdout: /1 web server's log/,
    stderr: /^damaged\.pcapng: tshark cannot read the capture: /,
  })
  t.match(await diagnose(['empty.pcapng', '--keylog', 'nowhere.keys']), {
    status: 2,
    stderr: /^nowhere\.keys: there is no such file/,
  })
  t.match(await diagnose(['empty.pcapng', 'ex100304.log'], { PATH: folder }), {
    status: 3,
    stdout: /^1 web server's log/,
    stderr: /tshark, which is not installed: install the package tshark \(Debian, Ubuntu\)/,
  })
})
