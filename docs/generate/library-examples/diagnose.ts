import assert from 'node:assert/strict'
import { diagnose, runScenario } from 'sitemode'

await runScenario('scenario.yaml', { out: 'results' })
const { failures } = await diagnose('results/recording.ndjson', { hierarchy: 'hierarchy.yaml' })
const last = failures.at(-1)
assert.equal(last?.candidates[0]?.id, 'https-to-http-port')
assert.equal(last.rules?.clients[0]?.rule, 'roaming/native-client-in-mixed-site')
