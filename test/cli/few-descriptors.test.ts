import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { withDescriptors, wrongWith } from './few-descriptors.ts'

const skip = process.platform === 'win32' ? 'Windows has no such limit' : false

void t.test(
  'with few descriptors a run is right, or ends with a sentence about the machine',
  { skip },
  (t) => {
    const cache = newFolder(t)
    t.match(withDescriptors(1024, cache, 'matrix'), { status: 0 })
    // Too few for the modules, for the listeners, for a client's socket, to accept it, for a list, and enough.
    for (const count of [22, 30, 50, 60, 61, 64, 66, 67, 80])
      t.equal(wrongWith(withDescriptors(count, cache, 'matrix')), undefined, `${count} descriptors`)
    t.end()
  },
)
