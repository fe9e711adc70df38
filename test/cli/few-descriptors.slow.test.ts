import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { withDescriptors, wrongWith } from './few-descriptors.ts'

const skip = process.platform === 'win32' ? 'Windows has no such limit' : false
/** Node itself needs one fewer to start. */
const fewest = 21
const counts = [
  ...Array.from({ length: 100 - fewest + 1 }, (_, index) => fewest + index),
  ...[128, 192, 256, 384, 512, 768, 1024],
]

void t.test('no limit of descriptors leads to a wrong result', { skip }, (t) => {
  const kept = newFolder(t)
  withDescriptors(1024, kept, 'matrix')
  for (const count of counts) {
    const all = { 'certificates kept': kept, 'certificates made': newFolder(t) }
    for (const [which, cache] of Object.entries(all))
      t.equal(wrongWith(withDescriptors(count, cache, 'matrix')), undefined, `${count}, ${which}`)
  }
  t.end()
})
