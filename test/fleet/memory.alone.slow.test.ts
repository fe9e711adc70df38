import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { runUnit } from '../../sim/fleet/run-unit.ts'
import { emptyTally, joinTallies } from '../../sim/fleet/tally.ts'
import { unitsOf } from '../../sim/fleet/units.ts'
import { fleetOf, smallHierarchy } from './small-fleet.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const clients = 50
const units = 20

void t.test('memory does not grow with the clients that have lived', async (t) => {
  const [laptops] = smallHierarchy.groups
  const hierarchy = { ...smallHierarchy, clients: [], groups: [{ ...laptops, count: clients * units }] }
  const fleet = fleetOf({}, hierarchy)
  let tally = emptyTally()
  const heaps: number[] = []
  for (const unit of unitsOf(fleet, clients)) {
    tally = joinTallies(tally, await runUnit(fleet, unit, { cache: false, evidence: 3 }), 3)
    collectGarbage()
    heaps.push(process.memoryUsage().heapUsed)
  }
  t.equal(tally.clients, clients * units)
  // In the first units, code is loaded and compiled, and buffers fill. One reading may be high by the garbage of the
  // moment, so the lowest of four counts. A client that stayed would take some 50 KiB, in every one of them.
  const [before, after] = [Math.min(...heaps.slice(6, 10)), Math.min(...heaps.slice(-4))]
  const perClient = (after - before) / (clients * 10)
  t.ok(perClient < 4096, `${Math.round(perClient)} bytes for each client; heaps: ${heaps.join(', ')}`)
})
