import type { EndEvidence } from '../../../evidence/end-evidence.ts'
import {
  blockSizes,
  parseTftpPacket,
  serializeTftpPacket,
  defaultBlockSize,
  type TftpOptions,
  type TftpPacket,
} from '../../../wire/tftp/packet.ts'
import { tftpErrors } from '../../../vocabulary/error-codes.ts'
import type { BootSocket } from './boot-socket.ts'
import type { Basis } from '../../../vocabulary/basis.ts'

/** The size of a block that fits in a frame of Ethernet, as PXE firmware asks for it. */
const proposedBlockSize = 1456
/** Bytes; not documented, our choice: more than any boot program has, and little enough to keep. */
const longestFile = 32 * 1024 * 1024

type Packet<Kind extends TftpPacket['kind']> = Extract<TftpPacket, { kind: Kind }>

/** Reads a whole file by TFTP, from a server that may or may not know options. */
export async function fetchBootFile(
  socket: BootSocket,
  tftpPort: number,
  file: string,
): Promise<Buffer | EndEvidence> {
  const request = readRequest(file)
  if (!request) return failed('PXE-E36', "the boot file's name is longer than TFTP allows")
  const opened = await socket.ask(tftpPort, request, (bytes, fromPort) => {
    const packet = parseTftpPacket(bytes)
    const taken = packet?.kind === 'option-acknowledgment' || isAfter(0, packet)
    return taken ? { packet, fromPort } : undefined
  })
  if (!opened) return failed('PXE-E32', `no server opens ${file} at port ${tftpPort}`)
  const { packet, fromPort } = opened
  if (packet.kind === 'error') return refused(file, packet)

  async function dataAfter(block: number): Promise<Packet<'data'> | EndEvidence> {
    const next = await socket.ask(fromPort, acknowledgment(block), (bytes, port) => {
      const answer = port === fromPort ? parseTftpPacket(bytes) : undefined
      // Earlier blocks are not acknowledged again: the server would send everything twice (RFC 1123 4.2.3.1).
      return isAfter(block, answer) ? answer : undefined
    })
    if (!next) return failed('PXE-E35', `${file} stops after block ${block}`)
    return next.kind === 'error' ? refused(file, next) : next
  }

  async function giveUp(code: number, message: string): Promise<EndEvidence> {
    await socket.tell(fromPort, serializeTftpPacket({ kind: 'error', code, message }))
    return failed('PXE-E36', `the download of ${file} was given up: ${message}`)
  }

  const blockSize = packet.kind === 'data' ? defaultBlockSize : agreedBlockSize(packet.options)
  if (!blockSize) return giveUp(tftpErrors.optionsRefused, 'the block size is not one that was proposed')
  const stated = packet.kind === 'data' ? undefined : packet.options.get('tsize')
  let data = packet.kind === 'data' ? packet : await dataAfter(0)
  const blocks: Buffer[] = []
  let length = 0
  for (;;) {
    if ('stage' in data) return data
    length += data.data.length
    if (data.data.length > blockSize) return giveUp(tftpErrors.notDefined, 'a block is too long')
    if (length > longestFile) return giveUp(tftpErrors.notDefined, 'the file is too long')
    blocks.push(data.data)
    if (data.data.length < blockSize) {
      await socket.tell(fromPort, acknowledgment(blocks.length))
      // RFC 2349: the server has said how long the file is.
      if (stated !== undefined && stated !== `${length}`)
        return failed('PXE-E36', `${file} ends after ${length} of ${stated} bytes`)
      return Buffer.concat(blocks, length)
    }
    data = await dataAfter(blocks.length)
  }
}

/** undefined for a name that is longer than TFTP allows. */
function readRequest(file: string): Buffer | undefined {
  const options = new Map([
    ['tsize', '0'],
    ['blksize', proposedBlockSize.toString()],
  ])
  try {
    return serializeTftpPacket({ kind: 'read', file, mode: 'octet', options })
  } catch {
    return undefined
  }
}

function acknowledgment(block: number): Buffer {
  return serializeTftpPacket({ kind: 'acknowledgment', block: block & 0xffff })
}

/** Whether a packet follows the acknowledgment of a block; 0: of the request or its options. */
function isAfter(block: number, packet: TftpPacket | undefined): packet is Packet<'data' | 'error'> {
  return packet?.kind === 'error' || (packet?.kind === 'data' && packet.block === ((block + 1) & 0xffff))
}

/** undefined for a size above the one that was proposed (RFC 2348). */
function agreedBlockSize(options: TftpOptions): number | undefined {
  const value = options.get('blksize')
  if (value === undefined) return defaultBlockSize
  const size = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  return size >= blockSizes.smallest && size <= proposedBlockSize ? size : undefined
}

function refused(file: string, { code, message }: Packet<'error'>): EndEvidence {
  return code === tftpErrors.fileNotFound
    ? failed('PXE-T01', `file not found: ${file} (${message})`)
    : failed('PXE-E36', `the server answers with TFTP error ${code}: ${message}`)
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the longest boot file that it keeps: 32 MiB',
  },
  {
    certainty: 'our choice',
    about: 'that it holds a boot file against the size that the server states',
  },
]
