import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactWithExpiredCertificate } from '../expired.mjs'

void test('an expired certificate is refused', async () => {
  assert.equal((await contactWithExpiredCertificate()).diagnosis, 'client-certificate-expired')
})
