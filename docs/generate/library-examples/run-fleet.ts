import assert from 'node:assert/strict'
import { runFleet } from 'sitemode'

const { result } = await runFleet('hierarchy.yaml', { days: 2, seed: 42 })
assert.ok(result.held)
// The number of processes changes no fate.
const again = await runFleet('hierarchy.yaml', { days: 2, seed: 42, jobs: 2 })
assert.equal(again.result.digest, result.digest)
