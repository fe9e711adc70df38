import { expect, test } from '@jest/globals'
import { contactWithExpiredCertificate } from '../expired.mjs'

test('an expired certificate is refused', async () => {
  expect((await contactWithExpiredCertificate()).diagnosis).toBe('client-certificate-expired')
})
