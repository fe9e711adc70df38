import t from 'tap'
import { contactWithExpiredCertificate } from '../expired.mjs'

void t.test('an expired certificate is refused', async (t) => {
  t.equal((await contactWithExpiredCertificate()).diagnosis, 'client-certificate-expired')
})
