import assert from 'node:assert/strict'
import { serve } from 'sitemode'

await using served = await serve('hierarchy.yaml', { web: true, api: true })
assert.match(served.web ?? '', /^http:\/\/127\.0\.0\.1:/)
assert.ok(served.api)
const { url, token } = served.api
const answer = await fetch(new URL('attempts', url), { headers: { Authorization: `Bearer ${token}` } })
assert.equal(answer.status, 200)
