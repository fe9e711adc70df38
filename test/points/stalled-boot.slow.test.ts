import t from 'tap'
import { pxeBoot } from '../../sim/client/transports/pxe/pxe.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { stall } from '../lab/stalls.ts'

const computer = { hardwareAddress: '00:15:5d:01:02:03', uuid: '44454c4c-3500-1052-8033-b2c04f4d4e31' }
/** Milliseconds: more than the point waits for the next datagram of a computer. */
const longStall = 11_000

void t.test('a boot is one conversation, however long the machine stalls in it', async (t) => {
  const recorder = createRecorder()
  let asked = 0
  const point = await openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder,
    answersFor() {
      asked += 1
      if (asked === 1) setImmediate(() => stall(longStall))
      return 'boot'
    },
    bootFiles: [],
  })
  t.teardown(() => point.close())
  const { address, ports } = point
  const { ends, end } = await pxeBoot({ address, ports, timeout: 10_000 }, computer)
  t.match(end, { code: 'PXE-T01' })
  if (!ends) throw new Error('no socket')
  t.match(recorder.serverView(ends).end, { code: 'TFTP_FILE_NOT_FOUND' })
})
