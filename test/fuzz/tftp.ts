import { openBootSocket } from '../../sim/client/transports/pxe/boot-socket.ts'
import { fetchBootFile } from '../../sim/client/transports/pxe/fetch-boot-file.ts'
import { serializeTftpPacket } from '../../sim/wire/tftp/packet.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { bootProgram, openFuzzedPoint } from './pxe-service-point.ts'

/** The port of a PXE service point that transfers begin at. */
export const tftp: FuzzTarget = {
  name: 'pxe-service-point-tftp',
  async open() {
    const { ports, close } = await openFuzzedPoint()
    return { port: ports.tftp, transport: 'udp', close }
  },
  samples: () => {
    const file = bootProgram.path
    const options = new Map([
      ['tsize', '0'],
      ['blksize', '1456'],
      ['timeout', '1'],
    ])
    return [
      serializeTftpPacket({ kind: 'read', file, mode: 'octet', options }),
      serializeTftpPacket({ kind: 'read', file, mode: 'netascii', options: new Map() }),
      serializeTftpPacket({ kind: 'write', file, mode: 'octet', options }),
      serializeTftpPacket({ kind: 'acknowledgment', block: 1 }),
      serializeTftpPacket({ kind: 'data', block: 1, data: bootProgram.content.subarray(0, 512) }),
      serializeTftpPacket({ kind: 'error', code: 8, message: 'no' }),
      serializeTftpPacket({ kind: 'option-acknowledgment', options }),
    ]
  },
  async stillAnswers(port, patience) {
    const socket = await openBootSocket('127.0.0.1', '127.0.0.1', patience, () => undefined)
    if ('stage' in socket) return false
    try {
      const fetched = await fetchBootFile(socket, port, bootProgram.path)
      return Buffer.isBuffer(fetched) && fetched.equals(bootProgram.content)
    } finally {
      socket.close()
    }
  },
}
