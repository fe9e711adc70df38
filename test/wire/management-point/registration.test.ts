import {
  constants,
  generateKeyPairSync,
  privateEncrypt,
  createHash,
  createPublicKey,
  X509Certificate,
} from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  isHintBy,
  isRegistrationSigned,
  parseRegistrationRequest,
  parseRegistrationResponse,
  registrationHint,
  serializeRegistrationRequest,
  serializeRegistrationResponse,
  type RegistrationRequest,
} from '../../../sim/wire/management-point/registration.ts'
import { signingIdentity } from '../../../certs/issue.ts'

const { signingKey, certificate } = await signingIdentity()
const hex = certificate.toString('hex').toUpperCase()

/** Spaces and quotes that no writer of ours would leave: the signature is about them as well. */
const data =
  `<Data  TimeStamp='2007-08-22T09:30:00Z' RequestType="Registration" SMSID="" New="1">\r\n<AgentInformation AgentIdentity="CCMSetup.exe" ` +
  `AgentVersion="4.00.6487.2000" AgentType="0" /><Certificates><Signing Encoding="HexBinary" KeyType="1">${hex}</Signing></Certificates>` +
  `<DiscoveryProperties><Property Name="Netbios Name" Value="PC&amp;1" /></DiscoveryProperties></Data>`

/** RSA PKCS #1 v1.5 of SHA-1 by its definition: the DigestInfo, padded and encrypted with the private key, reversed. */
function signed(text: string): string {
  const digestInfo = Buffer.from('3021300906052b0e03021a05000414', 'hex')
  const digest = createHash('sha1').update(Buffer.from(text, 'utf16le')).digest()
  const signature = privateEncrypt(
    { key: signingKey, padding: constants.RSA_PKCS1_PADDING },
    Buffer.concat([digestInfo, digest]),
  )
  return signature.reverse().toString('hex').toUpperCase()
}

const request = (written = data, signature = signed(data)) =>
  `<ClientRegistrationRequest>${written}<Signature><SignatureValue>${signature}</SignatureValue></Signature></ClientRegistrationRequest>`

void t.test('a registration put together by hand is read, and its signature is about its very text', (t) => {
  const read = parseRegistrationRequest(request())
  t.match(read, {
    type: 'Registration',
    timeStamp: '2007-08-22T09:30:00Z',
    smsId: '',
    agent: { identity: 'CCMSetup.exe', version: '4.00.6487.2000', type: '0' },
    properties: [{ name: 'Netbios Name', value: 'PC&1' }],
  })
  t.ok(read?.signing.equals(certificate))
  t.equal(read && isRegistrationSigned(read, read.signing), true)
  for (const changed of [
    request(data.replace('PC&amp;1', 'PC&amp;2')),
    request(data.replace('<Data  ', '<Data ')),
    request(data.replace('SMSID', 'HashAlgorithm="1.2.840.113549.1.1.11" SMSID')),
    request(data.replace('SMSID', 'HashAlgorithm="1.2.3" SMSID')),
    request(data, signed(`${data} `)),
    request(data, signed(data).toLowerCase().slice(2)),
    request(data, 'no hex'),
    request(data.replace(hex, '3000')),
  ]) {
    const read = parseRegistrationRequest(changed)
    t.equal(read && isRegistrationSigned(read, read.signing), false)
  }
  t.end()
})

void t.test('required parts of a registration', (t) => {
  for (const changed of [
    '',
    '<ClientRegistrationRequest/>',
    '<Data></Data>',
    request(data.replace('RequestType="Registration"', '')),
    request(data.replace('RequestType="Registration"', 'RequestType="Other"')),
    request(data.replace(/TimeStamp='[^']*'/, '')),
    request(data.replace('SMSID=""', '')),
    request(data.replace('AgentInformation', 'Agent')),
    request(data.replace(hex, '')),
    request(data.replace(hex, 'ABC')),
    request().replace('<Client', '<!DOCTYPE x><Client'),
    request().replaceAll('ClientRegistrationRequest', 'Other'),
  ]) {
    t.equal(parseRegistrationRequest(changed), undefined, changed.slice(0, 80))
  }
  t.end()
})

const text = fc.string({ unit: 'grapheme' }).map((said) => said.replaceAll(/[^ -\ud7ff\ue000-\ufffd]/g, ''))
const plain = <Model>(model: { [Key in keyof Model]: fc.Arbitrary<Model[Key]> }) =>
  fc.record(model, { noNullPrototype: true })
const arbitrary: fc.Arbitrary<RegistrationRequest> = fc.record(
  {
    type: fc.constantFrom('Registration' as const, 'Confirmation' as const),
    timeStamp: text,
    smsId: text,
    agent: plain({ type: text, version: text, identity: text }),
    signing: fc.constant(certificate),
    properties: fc.array(plain({ name: text, value: text }), { maxLength: 4 }),
    encryption: fc.constant(certificate),
    hint: fc.constant('ABCD'),
    hashAlgorithm: fc.constantFrom('1.2.840.113549.1.1.11', '1.2.840.113549.1.1.5'),
  },
  { requiredKeys: ['type', 'timeStamp', 'smsId', 'agent', 'signing', 'properties'], noNullPrototype: true },
)

void t.test('a serialized registration is signed and parses to its original', (t) => {
  const other = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey
  fc.assert(
    fc.property(arbitrary, fc.option(text, { nil: undefined }), (written, proxy) => {
      const read = parseRegistrationRequest(serializeRegistrationRequest(written, signingKey, proxy))
      const { signature, signed, signerId, ...rest } = read ?? {}
      t.ok(signature !== undefined && signed !== undefined)
      t.strictSame(rest, written)
      t.equal(signerId, proxy)
      t.equal(read && isRegistrationSigned(read, read.signing), true)
      const forged = parseRegistrationRequest(serializeRegistrationRequest(written, other))
      t.equal(forged && isRegistrationSigned(forged, forged.signing), false)
    }),
    { numRuns: 30 },
  )
  t.equal(createPublicKey(signingKey).equals(new X509Certificate(certificate).publicKey), true)
  t.end()
})

void t.test('a hint is a signature of the SMSID', (t) => {
  const smsId = 'GUID:0EAD457A-7EE3-4E90-B8BF-6144266E6823'
  const hinting = (changed: {
    hint?: string
    hashAlgorithm?: string
    smsId?: string
  }): RegistrationRequest => ({
    type: 'Registration',
    timeStamp: '',
    smsId,
    agent: { type: '', version: '', identity: '' },
    signing: Buffer.alloc(0),
    properties: [],
    ...changed,
  })
  const hint = signed(smsId)
  t.equal(registrationHint(smsId, signingKey), hint)
  t.equal(isHintBy(hinting({ hint }), certificate), true)
  const sha256 = '1.2.840.113549.1.1.11'
  const later = registrationHint(smsId, signingKey, sha256)
  t.equal(isHintBy(hinting({ hint: later, hashAlgorithm: sha256 }), certificate), true)
  for (const wrong of [{}, { hint: later }, { hint, hashAlgorithm: '1.2.3' }, { hint, smsId: 'GUID:0A' }])
    t.equal(isHintBy(hinting(wrong), certificate), false)
  t.equal(isHintBy(hinting({ hint }), Buffer.from('none')), false)
  t.end()
})

void t.test('a response has no elements in it', (t) => {
  const timeStamp = '2026-01-01T00:00:00Z'
  const written =
    '<ClientRegistrationResponse ResponseType="Registration" TimeStamp="2026-01-01T00:00:00Z" Status="0" SMSID="GUID:0A"/>'
  const read = { type: 'Registration', timeStamp, status: 0, smsId: 'GUID:0A' } as const
  t.strictSame(parseRegistrationResponse(written), read)
  t.equal(serializeRegistrationResponse(read), written)
  for (const status of [1, 2, 3] as const) {
    const refusal = { type: 'Confirmation', timeStamp, status } as const
    t.strictSame(parseRegistrationResponse(serializeRegistrationResponse(refusal)), refusal)
  }
  t.strictSame(parseRegistrationResponse(written.replace('Status', 'ApprovalStatus="-1" Status')), read)
  for (const wrong of [
    '',
    '<a/>',
    written.replace('"0"', '"4"'),
    written.replace('Registration"', 'x"'),
    written.replace('SMSID', 'ID'),
    written.replace('"GUID:0A"', '""'),
  ])
    t.equal(parseRegistrationResponse(wrong), undefined)
  t.end()
})
