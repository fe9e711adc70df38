import assert from 'node:assert/strict'
import { validate } from 'sitemode'

const { valid, problems } = await validate('hierarchy.yaml')
assert.ok(valid)
assert.deepEqual(problems, [])
