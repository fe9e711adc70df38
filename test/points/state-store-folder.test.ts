import fc from 'fast-check'
import t from 'tap'
import { createStateStoreFolder } from '../../sim/points/state-migration-point/state-store-folder.ts'
import { hashOf, keptBytes, occupiedBytes } from '../../sim/points/state-migration-point/state-store.ts'

const quota = 100
const deletionDelay = 1000

const computer = fc.constantFrom('A', 'B', 'c')
const step = fc.oneof(
  fc.record({
    does: fc.constant('capture' as const),
    computer,
    destination: computer,
    size: fc.integer({ min: 0, max: 60 }),
  }),
  fc.record({ does: fc.constant('write' as const), store: fc.nat(9), first: fc.nat(60), length: fc.nat(40) }),
  fc.record({ does: fc.constant('release' as const), computer, store: fc.nat(9) }),
  fc.record({ does: fc.constant('restore' as const), computer }),
  fc.record({ does: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 2000 }) }),
)

void t.test('a folder keeps its rules under requests in any order', (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const folder = createStateStoreFolder({ quota, restoreOnly: false, deletionDelay })
      let now = 0
      for (const taken of steps) {
        const store = 'store' in taken ? folder.stores[taken.store] : undefined
        switch (taken.does) {
          case 'capture':
            folder.capture({ action: 'Capture', ...taken })
            break
          case 'write': {
            const total = taken.first + taken.length
            if (
              !store ||
              total > store.reserved ||
              !['capture-requested', 'in-progress'].includes(store.state)
            )
              break
            const size = store.size
            const wasNext = folder.write(store, { first: taken.first, total }, Buffer.alloc(taken.length))
            if (!wasNext && store.size !== size) return false
            break
          }
          case 'release':
            folder.release(
              { action: 'Release', computer: taken.computer, store: store?.id ?? '' },
              new Date(now),
            )
            break
          case 'restore': {
            const found = folder.restore({ action: 'Restore', computer: taken.computer })
            if (typeof found !== 'string' && found.destination !== taken.computer) return false
            break
          }
          case 'wait':
            now += taken.milliseconds
            folder.expire(new Date(now))
        }
        const occupied = folder.stores.reduce((sum, each) => sum + occupiedBytes(each), 0)
        const sound = folder.stores.every(
          (each) =>
            each.size <= each.reserved &&
            (each.state !== 'expired' || (!each.restoring && each.kept === undefined)) &&
            (each.state !== 'restored' || (each.deleteAt?.getTime() ?? 0) > now) &&
            (each.kept === undefined || keptBytes(each) === each.size),
        )
        if (occupied > quota || !sound) return false
      }
      return true
    }),
    { numRuns: 500 },
  )
  t.end()
})

void t.test('user state has the hash of all its pieces, however it was cut', (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 6 }),
      (pieces) => {
        const folder = createStateStoreFolder({ restoreOnly: false, deletionDelay })
        const hashes = [pieces, [Buffer.concat(pieces)]].map((written) => {
          const total = Buffer.concat(written).length
          const store = folder.capture({ action: 'Capture', computer: 'A', destination: 'A', size: total })
          if (typeof store === 'string') return store
          for (const piece of written) folder.write(store, { first: store.size, total }, Buffer.from(piece))
          return hashOf(store)
        })
        return hashes[0] === hashes[1] && hashes[0]?.length === 64
      },
    ),
  )
  t.end()
})
