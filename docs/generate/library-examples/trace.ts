import assert from 'node:assert/strict'
import { trace } from 'sitemode'

const { passed, story } = await trace('scenario.yaml', { client: 'LAPTOP' })
assert.ok(passed)
const kept = story.find(({ rule }) => rule === 'roaming/native-client-in-mixed-site')
assert.equal(kept?.outcome, 'withheld')
