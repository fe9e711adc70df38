import { createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  authenticityOf,
  clientAuthentication,
  signatureHash,
  signReversed,
  verifyReversed,
} from '../../../sim/wire/management-point/message-header.ts'
import {
  parsePublicKeyBlob,
  serializePublicKeyBlob,
} from '../../../sim/wire/management-point/public-key-blob.ts'

const [own, other] = [1024, 2048].map((modulusLength) => generateKeyPairSync('rsa', { modulusLength }))
if (!own || !other) throw new Error('no keys')
const payload = Buffer.from('compressed')
const sourceId = 'GUID:0A1B2C3D-0000-1111-2222-333344445555'
const blob = serializePublicKeyBlob(own.publicKey)

void t.test('a key blob has the key in the order of CryptoAPI', (t) => {
  t.equal(blob.toString('hex', 0, 20), '0602000000a400005253413100040000' + '01000100')
  t.equal(blob.length, 20 + 128)
  const { n = '' } = own.publicKey.export({ format: 'jwk' })
  t.equal(blob.at(-1), Buffer.from(n, 'base64url')[0], 'the most significant byte last')
  for (const { publicKey } of [own, other])
    t.equal(parsePublicKeyBlob(serializePublicKeyBlob(publicKey))?.equals(publicKey), true)
  const forSignature = Buffer.from(blob)
  forSignature[5] = 0x24
  t.equal(parsePublicKeyBlob(forSignature)?.equals(own.publicKey), true)
  for (const at of [0, 1, 4, 8, 12, 13, 15]) {
    const broken = Buffer.from(blob)
    broken.writeUInt8(0xff, at)
    t.equal(parsePublicKeyBlob(broken), undefined, `byte ${at}`)
  }
  for (const wrong of [Buffer.alloc(0), blob.subarray(0, 19), blob.subarray(0, -1)])
    t.equal(parsePublicKeyBlob(wrong), undefined)
  t.end()
})

void t.test('a signature is reversed and in hexadecimal', (t) => {
  const expected = sign('sha1', payload, own.privateKey).reverse().toString('hex').toUpperCase()
  t.equal(signReversed('sha1', payload, own.privateKey), expected)
  t.equal(verifyReversed('sha1', payload, own.publicKey, expected.toLowerCase()), true)
  t.equal(verifyReversed('sha256', payload, own.publicKey, expected), false)
  const straight = sign('sha1', payload, own.privateKey).toString('hex')
  for (const wrong of ['', 'x', straight, expected.slice(1)])
    t.equal(verifyReversed('sha1', payload, own.publicKey, wrong), false)
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  t.equal(verifyReversed('sha1', payload, ec.publicKey, expected), false)
  t.strictSame([undefined, '', '1.2.840.113549.1.1.5', '1.2.840.113549.1.1.11', '1.2.3'].map(signatureHash), [
    'sha1',
    'sha1',
    'sha1',
    'sha256',
    undefined,
  ])
  t.end()
})

void t.test('a message is by whom it says when each of its signatures is', (t) => {
  const signed = clientAuthentication({
    sourceId,
    sender: 'PC',
    payload,
    publicKeyBlob: blob,
    privateKey: own.privateKey,
  })
  const judge = (authentication?: Record<string, string>, key?: typeof own.publicKey) =>
    authenticityOf({ sourceId, ...(authentication && { authentication }) }, payload, key)
  t.equal(judge(), 'unsigned')
  t.equal(judge({ AuthSenderMachine: 'PC' }), 'unsigned')
  t.equal(judge(signed), 'genuine')
  t.equal(judge(signed, createPublicKey(own.privateKey)), 'genuine')
  t.equal(judge(signed, other.publicKey), 'forged', 'the key of the registration counts')
  t.equal(judge({ ...signed, PublicKey: '' }), 'forged')
  for (const one of ['ClientIDSignature', 'PayloadSignature']) {
    const half = Object.fromEntries(Object.entries(signed).filter(([name]) => name !== one))
    t.equal(judge(half), 'unsigned', `without ${one}`)
    t.equal(judge(half, other.publicKey), 'forged')
  }
  t.equal(judge({ ...signed, HashAlgorithm: '1.2.3' }), 'forged')
  t.equal(judge({ ...signed, HashAlgorithm: '1.2.840.113549.1.1.11' }), 'forged')
  t.equal(
    judge({ ...signed, PayloadSignature: signReversed('sha1', Buffer.from('x'), own.privateKey) }),
    'forged',
  )
  const ofId = (text: string) => signReversed('sha1', Buffer.from(text, 'utf16le'), own.privateKey)
  const bare = sourceId.slice(5)
  t.equal(judge({ ...signed, ClientIDSignature: ofId(`GUID:{${bare}}\0`) }), 'genuine', 'with braces')
  t.equal(judge({ ...signed, ClientIDSignature: ofId(`GUID:${bare}`) }), 'forged', 'without the NUL')
  t.end()
})

void t.test('only a signed message is genuine', (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), fc.uuid(), fc.nat(), (bytes, id, at) => {
      const [sourceId, payload] = [`GUID:${id}`, Buffer.from(bytes)]
      const signed = { sourceId, sender: 'PC', payload, publicKeyBlob: blob, privateKey: own.privateKey }
      const authentication = clientAuthentication(signed)
      t.equal(authenticityOf({ sourceId, authentication }, payload, own.publicKey), 'genuine')
      const changed = Buffer.from(payload)
      changed.writeUInt8((changed[at % changed.length] ?? 0) ^ 1, at % changed.length)
      t.equal(authenticityOf({ sourceId, authentication }, changed, own.publicKey), 'forged')
    }),
    { numRuns: 30 },
  )
  t.end()
})
