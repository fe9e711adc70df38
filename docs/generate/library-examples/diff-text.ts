import assert from 'node:assert/strict'
import { diff, diffText, runScenario } from 'sitemode'

const { recording: before } = await runScenario('scenario.yaml')
const { recording: after } = await runScenario('scenario.yaml', { tls: '1.3' })
assert.match(diffText(await diff(before, after)), /^Nothing ended in another way/)
