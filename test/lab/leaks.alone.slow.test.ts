import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { failHandshakes } from './failing.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

void t.test('a thousand failed handshakes leave nothing behind', async (t) => {
  const { before, after, failed } = await failHandshakes(1000, t.testdir(), collectGarbage)
  t.ok(failed >= 1000)
  t.equal(after.descriptors, before.descriptors)
  // A connection that was kept would weigh tens of KiB.
  t.ok(after.heap - before.heap < 4 * 2 ** 20, `heap ${before.heap} before, ${after.heap} after`)
})
