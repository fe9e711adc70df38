import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { createRecorder, type Recorder } from '../../sim/evidence/recorder.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { bootByNetwork, bootProgram, emulator, stoppedByProgram } from './pxe-rom/emulated-computer.ts'
import { openEthernetBridge } from './pxe-rom/ethernet-bridge.ts'
import { lacks } from './run-program.ts'

const computer = { hardwareAddress: '52:54:00:12:34:56', uuid: '44454c4c-3500-1052-8033-b2c04f4d4e31' }
const paths = { boot: 'smsboot\\x86\\wdsnbp.com', abort: 'smsboot\\x86\\abortpxe.com' }

/** Many blocks and a part of one; and less than one block. */
const programs = {
  boot: bootProgram('the whole boot program runs', 30_011),
  abort: bootProgram('there is no advertisement', 80),
}

/** Boots the computer at a service point that has these files, and this to say of it. */
async function boot(t: Test, decision: 'boot' | 'abort' | 'ignore', files: readonly ('boot' | 'abort')[]) {
  const { recorder, codes } = listening()
  const asked: unknown[] = []
  const point = await openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder,
    answersFor(identity) {
      asked.push(identity)
      return decision
    },
    bootFiles: files.map((file) => ({
      path: paths[file],
      size: programs[file].length,
      content: programs[file],
    })),
  })
  t.teardown(() => point.close())
  const bridge = await openEthernetBridge(point)
  t.teardown(() => bridge.close())
  const booted = await bootByNetwork(computer.uuid, computer.hardwareAddress, bridge.port)
  t.ok(asked.length > 0, 'the service point was asked')
  for (const identity of asked) t.strictSame(identity, computer, 'the firmware says which computer it is')
  return { ...booted, codes, download: bridge.download() }
}

/** A recorder, and the codes of all that the service point saw go wrong. */
function listening(): { recorder: Recorder; codes: string[] } {
  const recorder = createRecorder()
  const codes: string[] = []
  return {
    codes,
    recorder: {
      ...recorder,
      accepted(ends, by) {
        const side = recorder.accepted(ends, by)
        return {
          ...side,
          sawWrong(end) {
            codes.push(end.code)
            side.sawWrong(end)
          },
        }
      },
    },
  }
}

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

void t.test('the PXE ROM of iPXE, in QEMU', { skip: lacks(emulator, '--version') }, async (t) => {
  await t.test('a computer with an advertisement fetches the boot program and runs it', async (t) => {
    const { status, screen, download, codes } = await boot(t, 'boot', ['boot', 'abort'])
    t.equal(status, stoppedByProgram, screen)
    t.match(screen, 'Next server: 127.0.0.1')
    t.match(screen, `Filename: ${paths.boot}`)
    t.match(screen, 'the whole boot program runs')
    t.equal(download.length, 30_011)
    t.equal(sha256(download), sha256(programs.boot), 'every byte is on the cable')
    t.strictSame(codes, [])
  })

  await t.test('a computer without one gets the program that ends the boot', async (t) => {
    const { status, screen, download, codes } = await boot(t, 'abort', ['boot', 'abort'])
    t.equal(status, stoppedByProgram, screen)
    t.match(screen, `Filename: ${paths.abort}`)
    t.match(screen, 'there is no advertisement')
    t.equal(sha256(download), sha256(programs.abort))
    t.strictSame(codes, [])
  })

  await t.test('an unknown computer has nothing to boot', async (t) => {
    const { status, screen, download, codes } = await boot(t, 'ignore', ['boot', 'abort'])
    t.equal(status, 0, screen)
    t.match(screen, 'Nothing to boot')
    t.notMatch(screen, 'Filename')
    t.equal(download.length, 0)
    t.ok(codes.includes('PXE_COMPUTER_UNKNOWN'), codes.join(', '))
  })

  await t.test('a boot program that is missing is not found', async (t) => {
    const { status, screen, download, codes } = await boot(t, 'boot', ['abort'])
    t.equal(status, 0, screen)
    t.match(screen, `Filename: ${paths.boot}`)
    t.match(screen, 'wdsnbp.com... No such file or directory')
    t.equal(download.length, 0)
    t.ok(codes.includes('TFTP_FILE_NOT_FOUND'), codes.join(', '))
  })
})
