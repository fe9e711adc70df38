import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openListener } from '../../sim/points/listener/listener.ts'
import type { TlsMaterial } from '../../sim/points/listener/tls-offer.ts'

void t.test('is ready once its certificate is made, and for what has failed too', async (t) => {
  let fail: (error: Error) => void = () => undefined
  const material = new Promise<TlsMaterial>((_resolve, reject) => (fail = reject))
  const asked: string[] = []
  const listener = await openListener({
    address: '127.0.0.1',
    port: 0,
    protocol: 'https',
    fqdn: 'mp.contoso.test',
    recorder: createRecorder(),
    answer: () => () => undefined,
    tls: {
      clientCertificate: 'require',
      refusal: 'handshake',
      material: () => {
        asked.push('certificate')
        return material
      },
    },
  })
  t.teardown(() => listener.close())
  t.strictSame(asked, [], 'nothing is made that nobody needs')
  let ready = false
  const waiting = listener.ready().then(() => (ready = true))
  await new Promise(setImmediate)
  t.notOk(ready)
  fail(new Error('the disk is full'))
  await waiting
  await listener.ready()
  t.strictSame(asked, ['certificate'], 'it is asked for once')
})
