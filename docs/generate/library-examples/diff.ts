import assert from 'node:assert/strict'
import { diff, runScenario } from 'sitemode'

await runScenario('scenario.yaml', { out: 'expected' })
const { recording } = await runScenario('scenario.yaml', { tls: '1.3' })
const { same, changes } = await diff('expected', recording)
assert.ok(same, JSON.stringify(changes, null, 2))
