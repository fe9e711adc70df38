import { constants, createHash, generateKeyPairSync, privateEncrypt } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { downloadAuthenticity, downloadHeaders } from '../../../sim/wire/management-point/message-header.ts'

const [own, other] = [1024, 1024].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }))
if (!own || !other) throw new Error('no keys')

/** As a web server looks them up. */
const header = (headers: Readonly<Record<string, string>>) => (name: string) =>
  Object.entries(headers).find(([written]) => written.toLowerCase() === name.toLowerCase())?.[1]

/** RSA PKCS #1 v1.5 of SHA-1 by its definition: the DigestInfo, padded and encrypted with the private key, reversed. */
function signed(text: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(`${text}\0`, 'utf16le'))
    .digest()
  const digestInfo = Buffer.concat([Buffer.from('3021300906052b0e03021a05000414', 'hex'), digest])
  const key = { key: own?.privateKey ?? '', padding: constants.RSA_PKCS1_PADDING }
  return privateEncrypt(key, digestInfo).reverse().toString('hex').toUpperCase()
}

void t.test('headers put together by hand are judged', (t) => {
  const byHand = {
    ccmclientid: 'GUID:0A',
    ccmclientidsignature: signed('GUID:0A'),
    ccmclienttimestamp: '2007-08-22T09:30:00Z',
    ccmclienttimestampssignature: signed('2007-08-22T09:30:00Z'),
  }
  const { ccmclienttimestampssignature, ...singular } = byHand
  const named = { ...singular, ccmclienttimestampsignature: ccmclienttimestampssignature }
  t.equal(downloadAuthenticity(header(byHand), own.publicKey), 'genuine')
  t.equal(downloadAuthenticity(header(named), own.publicKey), 'genuine', 'as clients spell it')
  t.equal(downloadAuthenticity(header({}), own.publicKey), 'unsigned')
  t.equal(downloadAuthenticity(header({ ccmclientid: 'GUID:0A' }), own.publicKey), 'unsigned')
  for (const wrong of [
    singular,
    { ...byHand, ccmclientid: 'GUID:0B' },
    { ...byHand, ccmclienttimestamp: '2007-08-22T09:31:00Z' },
    { ...byHand, ccmclientidsignature: 'no hex' },
    { ccmclientidsignature: signed('') },
  ])
    t.equal(downloadAuthenticity(header(wrong), own.publicKey), 'forged')
  t.equal(downloadAuthenticity(header(byHand), other.publicKey), 'forged')
  t.equal(downloadAuthenticity(header(byHand), undefined), 'forged', 'of nobody known')
  t.end()
})

void t.test("a client's signature is genuine", (t) => {
  const when = fc.date({ min: new Date('2007-01-01'), max: new Date('2037-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(fc.uuid(), when, (id, now) => {
      const headers = downloadHeaders({ clientId: `GUID:${id}`, now, privateKey: own.privateKey })
      t.equal(downloadAuthenticity(header(headers), own.publicKey), 'genuine')
      t.equal(headers.CCMClientTimestamp, now.toISOString())
    }),
    { numRuns: 20 },
  )
  t.end()
})
