import assert from 'node:assert/strict'
import { exerciseTables } from 'sitemode'

const { result } = await exerciseTables('hierarchy.yaml')
assert.equal(result.summary.disagree, 0)
