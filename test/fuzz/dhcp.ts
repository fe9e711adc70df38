import { openBootSocket } from '../../sim/client/transports/pxe/boot-socket.ts'
import { firmwareMessages } from '../../sim/client/transports/pxe/firmware-messages.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { openFuzzedPoint } from './pxe-service-point.ts'

const address = '127.0.0.1'
const computer = { hardwareAddress: '00:15:5d:01:02:03', uuid: '44454c4c-3500-1052-8033-b2c04f4d4e31' }

/** The two ports of a PXE service point that hear DHCP. */
export const dhcp: FuzzTarget = {
  name: 'pxe-service-point-dhcp',
  async open() {
    const { ports, close } = await openFuzzedPoint()
    return { port: ports.dhcp, transport: 'udp', close }
  },
  samples,
  stillAnswers: (port, patience) => isAnswered(port, 'discover', patience),
}

export const binl: FuzzTarget = {
  name: 'pxe-service-point-binl',
  async open() {
    const { ports, close } = await openFuzzedPoint()
    return { port: ports.binl, transport: 'udp', close }
  },
  samples,
  stillAnswers: (port, patience) => isAnswered(port, 'request', patience),
}

function samples(): Buffer[] {
  const { discover, request } = firmwareMessages(computer, address)
  return [discover, request(address)]
}

async function isAnswered(port: number, message: 'discover' | 'request', patience: number): Promise<boolean> {
  const socket = await openBootSocket(address, address, patience, () => undefined)
  if ('stage' in socket) return false
  try {
    const { discover, readOffer, request, readAcknowledgment } = firmwareMessages(computer, address)
    const answer =
      message === 'discover'
        ? await socket.ask(port, discover, readOffer)
        : await socket.ask(port, request(address), readAcknowledgment)
    return answer === (message === 'discover' ? address : 'smsboot\\x86\\wdsnbp.com')
  } finally {
    socket.close()
  }
}
