import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { failHandshakes, outsideTolerated } from './failing.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

void t.test('five thousand failed handshakes leave nothing behind', async (t) => {
  const { before, after, failed } = await failHandshakes(5000, t.testdir(), collectGarbage)
  t.ok(failed >= 5000)
  t.equal(after.descriptors, before.descriptors)
  // A connection that was kept would weigh tens of KiB.
  t.ok(after.heap - before.heap < 4 * 2 ** 20, `heap ${before.heap} before, ${after.heap} after`)
  // A certificate that OpenSSL keeps weighs 4 KiB.
  t.ok(
    after.outside - before.outside < outsideTolerated,
    `outside ${before.outside} before, ${after.outside} after`,
  )
})
