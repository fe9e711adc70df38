import { spawn } from 'node:child_process'

export const emulator = 'qemu-system-x86_64'

export interface Booted {
  /** QEMU's exit status; 0 when it was ended since the firmware gave up. */
  status: number | null
  /** The screen of the firmware and the boot program, in lines of 80 columns, and QEMU's own messages. */
  screen: string
}

/** SeaBIOS's message after the ROM returns without a boot program. */
const gaveUp = 'No bootable device'
/** Milliseconds; a machine that is busy with other tests takes tens of seconds. */
const longestBoot = 120_000

/**
 * A computer of QEMU's, with a PXE ROM of iPXE's and nothing else to boot from, until its boot program stops it or its
 * firmware gives up. Its card's frames go to a port of loopback in datagrams.
 */
export function bootByNetwork(uuid: string, hardwareAddress: string, port: number): Promise<Booted> {
  const cable = [
    'dgram,id=cable',
    // A port of its own choice: the other end learns it from the first frame.
    'local.type=inet,local.host=127.0.0.1,local.port=0',
    `remote.type=inet,remote.host=127.0.0.1,remote.port=${port}`,
  ].join(',')
  const child = spawn(
    emulator,
    [
      ...['-nodefaults', '-no-reboot', '-m', '64', '-uuid', uuid, '-boot', 'n'],
      // Without graphics the screen is written to the serial port.
      ...['-display', 'none', '-machine', 'pc,graphics=off', '-serial', 'stdio'],
      ...['-netdev', cable, '-device', `e1000,netdev=cable,mac=${hardwareAddress}`],
      ...['-device', `isa-debug-exit,iobase=${stopPort},iosize=1`],
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], timeout: longestBoot },
  )
  let screen = ''
  child.stderr.on('data', (bytes: Buffer) => (screen += bytes.toString('latin1')))
  child.stdout.on('data', (bytes: Buffer) => {
    screen += bytes.toString('latin1')
    if (screen.includes(gaveUp)) child.kill()
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, screen }))
  })
}

const stopPort = 0xf4
/** QEMU's status after a program wrote this to the port: twice as much and one. */
const stopValue = 16
export const stoppedByProgram = 33

/**
 * A program of real mode, so many bytes long. A ROM loads it at 0:7C00 and calls it there (PXE 2.1 section 3.4). It
 * writes a text, which stands at its very end, to the serial port, and stops the computer: only whole can it say so.
 */
export function bootProgram(says: string, length: number): Buffer {
  const text = Buffer.from(`${says}\0`)
  const textAt = 0x7c00 + length - text.length
  const instructions = Buffer.from(
    [
      [0xfc], // cld
      [0x31, 0xc0], // xor ax, ax
      [0x8e, 0xd8], // mov ds, ax
      [0xba, 0xf8, 0x03], // mov dx, 0x3f8
      [0xbe, textAt & 0xff, textAt >> 8], // mov si, text
      [0xac], // next: lodsb
      [0x84, 0xc0], // test al, al
      [0x74, 0x03], // jz end
      [0xee], // out dx, al
      [0xeb, 0xf8], // jmp next
      [0xb0, stopValue], // end: mov al, value
      [0xe6, stopPort], // out port, al
      [0xf4], // halt: hlt
      [0xeb, 0xfd], // jmp halt
    ].flat(),
  )
  const filling = Buffer.alloc(
    length - instructions.length - text.length,
    'no block is like the one before. ',
  )
  return Buffer.concat([instructions, filling, text])
}
