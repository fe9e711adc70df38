import assert from 'node:assert/strict'
import { runScenario } from 'sitemode'

const { result } = await runScenario('scenario.yaml', { tls: '1.2' })
assert.equal(result.summary.failed, 0)
const [scenario] = result.scenarios
assert.equal(scenario?.steps.at(-1)?.observed.diagnosis, 'https-to-http-port')
