import { createRecorder } from '../../sim/evidence/recorder.ts'
import {
  openPxeServicePoint,
  type PxeServicePoint,
} from '../../sim/points/pxe-service-point/pxe-service-point.ts'

export const bootProgram = {
  path: 'smsboot\\x86\\wdsnbp.com',
  size: 5000,
  content: Buffer.alloc(5000, 'a boot program '),
}

export function openFuzzedPoint(): Promise<PxeServicePoint> {
  return openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder: createRecorder(),
    answersFor: () => 'boot',
    bootFiles: [bootProgram],
  })
}
