// node --test laptop.test.mjs
import assert from 'node:assert/strict'
import { fileURLToPath, URL } from 'node:url'
import { after, test } from 'node:test'
import { startHierarchy } from 'sitemode'

const running = await startHierarchy(fileURLToPath(new URL('hierarchy.yaml', import.meta.url)))
after(() => running.close())

test('a native-mode laptop keeps away from a mixed-mode office', async () => {
  const laptop = running.client('LAPTOP')
  const home = await laptop.contact('management-point')
  assert.equal(home.outcome, 'answered')
  assert.equal(home.protocol, 'https')

  laptop.move({ address: '10.2.0.7' })
  const visiting = await laptop.contact('management-point', { relation: 'resident' })
  assert.equal(visiting.outcome, 'withheld')
  assert.equal(visiting.rule, 'roaming/native-client-in-mixed-site')
})
