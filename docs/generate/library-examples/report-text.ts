import assert from 'node:assert/strict'
import { reportText, runScenario } from 'sitemode'

const { recording } = await runScenario('scenario.yaml')
assert.match(await reportText(recording, 'tap'), /^ok 1 - /m)
