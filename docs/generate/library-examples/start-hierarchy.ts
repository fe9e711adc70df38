import assert from 'node:assert/strict'
import { startHierarchy } from 'sitemode'

await using running = await startHierarchy('hierarchy.yaml')
const laptop = running.client('LAPTOP')
laptop.move({ address: '10.2.0.7' })
const { outcome, rule } = await laptop.contact('management-point', { relation: 'resident' })
assert.equal(outcome, 'withheld')
assert.equal(rule, 'roaming/native-client-in-mixed-site')
