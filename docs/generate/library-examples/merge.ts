import assert from 'node:assert/strict'
import { merge, runScenario } from 'sitemode'

// Each on a machine of its own; the folder is one that all of them share.
await runScenario('scenario.yaml', { shard: '1/2', out: 'shards' })
const early = await merge('shards')
assert.equal(early.work, null)
assert.deepEqual(early.result.missing, ['2/2'])

await runScenario('scenario.yaml', { shard: '2/2', out: 'shards' })
const { work, result } = await merge('shards', { out: 'merged' })
assert.equal(work, 'run')
assert.ok(result.held)
