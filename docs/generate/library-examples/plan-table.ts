import assert from 'node:assert/strict'
import { plan, planTable } from 'sitemode'

const result = await plan('hierarchy.yaml', { to: 'native' })
const [header, laptop] = (await planTable('hierarchy.yaml', result)).split('\r\n')
assert.equal(header, 'name,group,assignedSite,kind,because')
assert.match(laptop ?? '', /^LAPTOP,1,HQ1,/)
