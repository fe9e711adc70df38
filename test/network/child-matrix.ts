import { text } from 'node:stream/consumers'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'

/**
 * A run of its own: opens a hierarchy, prints a line with its addresses, waits for the end of its input, and prints a
 * line with what the matrix came to.
 */
const [file = '', cache = ''] = process.argv.slice(2)
const { hierarchy } = await loadHierarchy(file)
const running = await openHierarchy(hierarchy, { cache })
console.log(JSON.stringify(running.systems.map(({ address }) => address)))
await text(process.stdin)
console.log(JSON.stringify((await runMatrix(running, file)).summary))
await running.close()
