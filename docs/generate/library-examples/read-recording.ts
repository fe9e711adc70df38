import assert from 'node:assert/strict'
import { readRecording, runScenario } from 'sitemode'

await runScenario('scenario.yaml', { out: 'results' })
const recording = await readRecording('results/recording.ndjson')
assert.ok(recording.ended)
