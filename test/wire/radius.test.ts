import fc from 'fast-check'
import t from 'tap'
import {
  isAuthenticRequest,
  isAuthenticResponse,
  responseAuthenticator,
  signRequest,
  signResponse,
} from '../../sim/wire/radius/authenticator.ts'
import {
  microsoftAttributes,
  microsoftValue,
  quarantineStateAttributes,
  quarantineStateOf,
} from '../../sim/wire/radius/microsoft.ts'
import { parseRadiusPacket, serializeRadiusPacket, type RadiusPacket } from '../../sim/wire/radius/packet.ts'
import { hideUserPassword, revealUserPassword } from './radius-user-password.ts'

const fromHex = (hex: string): Buffer => Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')
// Objects as the parsers make them, with a prototype.
const plain = { noNullPrototype: true } as const
const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((array) => Buffer.from(array))
const packet = fc.record(
  {
    code: fc.integer({ min: 0, max: 255 }),
    identifier: fc.integer({ min: 0, max: 255 }),
    authenticator: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((array) => Buffer.from(array)),
    attributes: fc.array(fc.record({ type: fc.integer({ min: 0, max: 255 }), value: bytes(253) }, plain), {
      maxLength: 15,
    }),
  },
  plain,
)

/** RFC 2865 sections 7.1 and 7.2: nemo logs in, secret xyzzy5461. */
const secret = 'xyzzy5461'
const examples = [
  {
    request: `01 00 00 38 0f 40 3f 94 73 97 80 57 bd 83 d5 cb 98 f4 22 7a 01 06 6e 65 6d 6f 02 12 0d be 70 8d
      93 d4 13 ce 31 96 e4 3f 78 2a 0a ee 04 06 c0 a8 01 10 05 06 00 00 00 03`,
    response: `02 00 00 26 86 fe 22 0e 76 24 ba 2a 10 05 f6 bf 9b 55 e0 b2 06 06 00 00 00 01 0f 06 00 00 00 00
      0e 06 c0 a8 01 03`,
  },
  {
    request: `01 01 00 47 2a ee 86 f0 8d 0d 55 96 9c a5 97 8e 0d 33 67 a2 01 08 66 6c 6f 70 73 79 03 13 16 e9
      75 57 c3 16 18 58 95 f2 93 ff 63 44 07 72 75 04 06 c0 a8 01 10 05 06 00 00 00 14 06 06 00 00 00 02
      07 06 00 00 00 01`,
    response: `02 01 00 38 15 ef bc 7d ab 26 cf a3 dc 34 d9 c0 3c 86 01 a4 06 06 00 00 00 02 07 06 00 00 00 01
      08 06 ff ff ff fe 0a 06 00 00 00 02 0d 06 00 00 00 01 0c 06 00 00 05 dc`,
  },
] as const

function read(hex: string): RadiusPacket {
  const parsed = parseRadiusPacket(fromHex(hex))
  if (!parsed) throw new Error('it was not read')
  return parsed
}

void t.test('the examples of RFC 2865 are read, written and authentic', (t) => {
  for (const { request, response } of examples) {
    const asked = read(request)
    const answered = read(response)
    t.strictSame(serializeRadiusPacket(asked), fromHex(request))
    t.strictSame(serializeRadiusPacket(answered), fromHex(response))
    t.strictSame(responseAuthenticator(answered, asked.authenticator, secret), answered.authenticator)
    t.ok(isAuthenticResponse(answered, asked, secret))
    t.notOk(isAuthenticResponse(answered, asked, 'xyzzy5462'), 'another secret')
    t.notOk(isAuthenticResponse(answered, { ...asked, identifier: 7 }, secret), 'to another request')
    t.notOk(isAuthenticResponse({ ...answered, attributes: [] }, asked, secret), 'changed on its way')
    t.notOk(isAuthenticRequest(asked, secret), 'no Message-Authenticator')
  }
  const { authenticator, attributes } = read(examples[0].request)
  t.strictSame(
    attributes.map(({ type }) => type),
    [1, 2, 4, 5],
  )
  const hidden = attributes[1]?.value ?? Buffer.alloc(0)
  t.strictSame(hideUserPassword('arctangent', authenticator, secret), hidden)
  t.equal(revealUserPassword(hidden, authenticator, secret), 'arctangent')
  t.not(revealUserPassword(hidden, authenticator, 'xyzzy5462'), 'arctangent')
  t.end()
})

void t.test('packets are printed and read again, whatever is in them', (t) => {
  fc.assert(
    fc.property(packet, (said) => {
      t.strictSame(parseRadiusPacket(serializeRadiusPacket(said)), said)
      t.strictSame(
        parseRadiusPacket(Buffer.concat([serializeRadiusPacket(said), Buffer.alloc(9)])),
        said,
        'padding',
      )
    }),
  )
  fc.assert(
    fc.property(bytes(300), (garbage) => {
      parseRadiusPacket(garbage)
      return true
    }),
  )
  t.end()
})

void t.test('bytes too short, too long or cut off are not a packet', (t) => {
  const whole = fromHex(examples[0].request)
  for (const length of whole.keys()) {
    t.equal(parseRadiusPacket(whole.subarray(0, length)), undefined, `${length} bytes`)
  }
  const longer = Buffer.alloc(5000, whole, 'binary')
  longer.writeUInt16BE(4097, 2)
  t.equal(parseRadiusPacket(longer), undefined, 'longer than RADIUS allows')
  const header = (length: number, ...attributes: number[]) =>
    parseRadiusPacket(
      Buffer.concat([Buffer.from([1, 0, 0, length]), Buffer.alloc(16), Buffer.from(attributes)]),
    )
  t.ok(header(20))
  t.equal(header(19), undefined)
  t.equal(header(21, 1), undefined, 'an attribute without length')
  t.equal(header(22, 1, 1), undefined, 'an attribute shorter than its own header')
  t.equal(header(22, 1, 3), undefined, 'an attribute longer than the packet')
  const attributes = (count: number, length: number) =>
    Array.from({ length: count }, () => ({ type: 1, value: Buffer.alloc(length) }))
  const base = read(examples[0].request)
  t.throws(() => serializeRadiusPacket({ ...base, attributes: attributes(1, 254) }), {
    message: /at most 253/,
  })
  t.throws(() => serializeRadiusPacket({ ...base, attributes: attributes(16, 253) }), {
    message: /at most 4096/,
  })
  t.end()
})

void t.test('signed packets are authentic to whoever knows the secret', (t) => {
  const few = packet.map((said) => ({
    ...said,
    attributes: said.attributes.slice(0, 8).filter(({ type }) => type !== 80),
  }))
  const secrets = fc.string({ minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(few, few, secrets, fc.nat(), (asked, said, shared, at) => {
      const request = signRequest(asked, shared)
      const parsed = parseRadiusPacket(request)
      if (!parsed) throw new Error('it was not read')
      t.ok(isAuthenticRequest(parsed, shared))
      t.notOk(isAuthenticRequest(parsed, `${shared}x`))
      const signed = signResponse({ ...said, identifier: asked.identifier }, parsed, shared)
      const response = parseRadiusPacket(signed)
      if (!response) throw new Error('it was not read')
      t.ok(isAuthenticResponse(response, parsed, shared))
      t.notOk(isAuthenticResponse(response, parsed, `${shared}x`))
      for (const [whole, isAuthentic] of [
        [request, (changed: RadiusPacket) => isAuthenticRequest(changed, shared)],
        [signed, (changed: RadiusPacket) => isAuthenticResponse(changed, parsed, shared)],
      ] as const) {
        const bad = Buffer.from(whole)
        const byte = at % bad.length
        bad[byte] = (bad[byte] ?? 0) ^ 0x10
        const changed = parseRadiusPacket(bad)
        t.notOk(changed && isAuthentic(changed), `byte ${byte} changed`)
      }
    }),
    { numRuns: 30 },
  )
  t.end()
})

void t.test('a packet has one Message-Authenticator', (t) => {
  const request = read(examples[0].request)
  const signed = parseRadiusPacket(signRequest(request, secret))
  const [own] = signed?.attributes ?? []
  if (!signed || !own) throw new Error('it was not read')
  t.strictSame([own.type, own.value.length], [80, 16])
  const and = (count: number, value: Buffer) => {
    const more = Array.from({ length: count }, () => ({ type: 80, value }))
    return isAuthenticRequest({ ...signed, attributes: [...signed.attributes, ...more] }, secret)
  }
  t.ok(and(0, own.value))
  t.notOk(and(1, own.value))
  t.notOk(and(1500, Buffer.alloc(0)), 'as many as a packet can hold')
  const short = { type: 80, value: Buffer.alloc(15) }
  t.notOk(isAuthenticRequest({ ...request, attributes: [short] }, secret))
  t.end()
})

void t.test("Microsoft's attributes are put together from as many as it takes", (t) => {
  const base = read(examples[0].request)
  const holding = (attributes: RadiusPacket['attributes']) => ({ ...base, attributes })
  fc.assert(
    fc.property(bytes(1200), (value) => {
      const attributes = microsoftAttributes(55, value)
      t.strictSame(microsoftValue(holding(attributes), 55), value)
      t.equal(microsoftValue(holding(attributes), 45), undefined)
      // 255 bytes, less type and length of either kind and the vendor's four.
      t.equal(attributes.length, Math.max(1, Math.ceil(value.length / 247)))
    }),
  )
  const vsa = (hex: string) => ({ type: 26, value: fromHex(hex) })
  const two = holding([vsa('00000137 3703aa 2d0600000001'), vsa('00000009 3703cc'), vsa('00000137 3703bb')])
  t.strictSame(microsoftValue(two, 55), fromHex('aabb'), 'in order, and of no other vendor')
  t.equal(quarantineStateOf(two), 'quarantine', 'several in one attribute')
  t.equal(microsoftValue(holding([vsa('00000137 3704aa')]), 55), undefined, 'cut off')
  t.equal(microsoftValue(holding([vsa('000001')]), 55), undefined)
  for (const state of ['full-access', 'quarantine', 'probation'] as const) {
    t.equal(quarantineStateOf(holding(quarantineStateAttributes(state))), state)
  }
  t.equal(quarantineStateOf(holding([vsa('00000137 2d0600000003')])), undefined)
  t.end()
})

void t.test('a password is hidden and shown again', (t) => {
  const authenticator = fromHex('0f403f9473978057bd83d5cb98f4227a')
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{0,128}$/), (password) => {
      const hidden = hideUserPassword(password, authenticator, secret)
      t.equal(hidden.length % 16, 0)
      t.equal(revealUserPassword(hidden, authenticator, secret), password)
    }),
  )
  t.throws(() => hideUserPassword('x'.repeat(129), authenticator, secret), RangeError)
  for (const length of [0, 15, 144]) {
    t.equal(revealUserPassword(Buffer.alloc(length), authenticator, secret), undefined)
  }
  t.end()
})
