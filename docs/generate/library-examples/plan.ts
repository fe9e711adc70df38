import assert from 'node:assert/strict'
import { plan } from 'sitemode'

const { summary, switches } = await plan('hierarchy.yaml', { to: 'native' })
assert.deepEqual(switches, [{ site: 'BR1', mode: 'native', refused: null }])
assert.equal(summary.stranded, 0)
