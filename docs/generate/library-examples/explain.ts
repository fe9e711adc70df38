import assert from 'node:assert/strict'
import { explain } from 'sitemode'

const explanation = await explain('HTTP Error 403.16')
assert.ok('readings' in explanation)
const [reading] = explanation.readings
assert.equal(reading?.candidates[0]?.id, 'client-certificate-untrusted')
