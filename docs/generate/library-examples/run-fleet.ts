import assert from 'node:assert/strict'
import { runFleet } from 'sitemode'

const { result } = await runFleet('hierarchy.yaml', { days: 2, seed: 42 })
assert.ok(result.held)
const again = await runFleet('hierarchy.yaml', { days: 2, seed: 42 })
assert.equal(again.result.digest, result.digest)
