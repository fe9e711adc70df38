import fc from 'fast-check'
import t from 'tap'
import { serializeValue } from '../../sim/encoding/ber.ts'
import { md4 } from '../../sim/wire/ntlm/md4.ts'
import {
  computeNtlmV2Response,
  checkNtlmV2,
  ntlmFlags,
  ntlmMessageType,
  ntlmV2Hash,
  parseNtlmAuthenticate,
  parseNtlmChallenge,
  parseNtlmNegotiate,
  serializeNtlmAuthenticate,
  serializeNtlmChallenge,
  serializeNtlmNegotiate,
  serializeTargetInfo,
} from '../../sim/wire/ntlm/ntlm.ts'
import {
  mechanisms,
  parseSpnego,
  serializeSpnego,
  type SpnegoToken,
  parseDer,
} from '../../sim/wire/ntlm/spnego.ts'

// Objects as the parsers make them, with a prototype.
const plain = { noNullPrototype: true } as const
const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex')
const bytes = (minLength: number, maxLength = minLength): fc.Arbitrary<Buffer> =>
  fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array))

void t.test('MD4 of what RFC 1320 A.5 has it of', (t) => {
  for (const [text, digest] of [
    ['', '31d6cfe0d16ae931b73c59d7e0c089c0'],
    ['a', 'bde52cb31de33e46245e05fbdbd6fb24'],
    ['abc', 'a448017aaf21d8525fc10ae87aa6729d'],
    ['message digest', 'd9130a8164549fe818874806e1c7014b'],
    ['abcdefghijklmnopqrstuvwxyz', 'd79e1c308aa5bbcdeea8ed63df412da9'],
    ['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', '043f8582f241db351ce627e153e7f0e4'],
    ['1234567890'.repeat(8), 'e33b4ddc9c38f2199c3e7b164fcc0536'],
  ] as const) {
    t.equal(md4(Buffer.from(text)).toString('hex'), digest, text)
  }
  t.end()
})

// [MS-NLMP] 4.2.1 and 4.2.4: the values of its worked example.
const account = { user: 'User', domain: 'Domain', password: 'Password' }
const serverChallenge = hex('0123456789abcdef')
const clientChallenge = hex('aaaaaaaaaaaaaaaa')
const targetInfo = hex('02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000')

void t.test('NTLMv2 as in the worked example of [MS-NLMP] 4.2.4', (t) => {
  t.equal(ntlmV2Hash(account).toString('hex'), '0c868a403bfd7a93a3001ef22ef02e3f')
  // Its time is 0, which FILETIME counts from 1601.
  const time = new Date('1601-01-01T00:00:00Z')
  const answer = computeNtlmV2Response(account, { serverChallenge, clientChallenge, time, targetInfo })
  t.equal(answer.ntResponse.subarray(0, 16).toString('hex'), '68cd0ab851e51c96aabc927bebef6a1c')
  t.equal(answer.lmResponse.toString('hex'), '86c35097ac9cec102554764a57cccc19aaaaaaaaaaaaaaaa')
  t.equal(answer.sessionKey.toString('hex'), '8de40ccadbc14a82f15cb0ad0de95ca3')
  t.equal(
    answer.ntResponse.subarray(16).toString('hex'),
    `01010000000000000000000000000000aaaaaaaaaaaaaaaa00000000${targetInfo.toString('hex')}00000000`,
  )
  t.equal(
    checkNtlmV2(account, serverChallenge, answer.ntResponse)?.toString('hex'),
    '8de40ccadbc14a82f15cb0ad0de95ca3',
    'the server finds the same key',
  )
  t.end()
})

void t.test('a proof goes with its account and its challenge', (t) => {
  const time = new Date('2007-08-22T00:00:00Z')
  const { ntResponse } = computeNtlmV2Response(account, {
    serverChallenge,
    clientChallenge,
    time,
    targetInfo,
  })
  t.ok(checkNtlmV2({ ...account, user: 'USER' }, serverChallenge, ntResponse), 'names in any case')
  t.notOk(checkNtlmV2({ ...account, domain: 'DOMAIN' }, serverChallenge, ntResponse), 'domains as they are')
  t.notOk(checkNtlmV2({ ...account, password: 'password' }, serverChallenge, ntResponse))
  t.notOk(checkNtlmV2(account, clientChallenge, ntResponse))
  t.notOk(checkNtlmV2(account, serverChallenge, ntResponse.subarray(0, 24)), 'as long as one of NTLMv1')
  t.notOk(checkNtlmV2(account, serverChallenge, Buffer.alloc(0)))
  t.end()
})

void t.test("NTLM's three messages", (t) => {
  const name = fc.string({ maxLength: 40 })
  const flags = fc.nat(0xffffffff)
  fc.assert(
    fc.property(flags, (flags) => {
      t.strictSame(parseNtlmNegotiate(serializeNtlmNegotiate(flags)), { flags })
    }),
  )
  const challenge = fc.record(
    { flags, targetName: name, challenge: bytes(8), targetInfo: bytes(0, 60) },
    plain,
  )
  fc.assert(
    fc.property(challenge, fc.nat(), (challenge, at) => {
      const printed = serializeNtlmChallenge(challenge)
      t.strictSame(parseNtlmChallenge(printed), challenge)
      parseNtlmChallenge(printed.subarray(0, at % printed.length))
    }),
  )
  const authenticate = fc.record(
    {
      flags: flags.map((flags) => (flags | ntlmFlags.unicode) >>> 0),
      lmResponse: bytes(0, 24),
      ntResponse: bytes(0, 100),
      domain: name,
      user: name,
      workstation: name,
    },
    plain,
  )
  fc.assert(
    fc.property(authenticate, fc.nat(), (authenticate, at) => {
      const printed = serializeNtlmAuthenticate(authenticate)
      t.strictSame(parseNtlmAuthenticate(printed), authenticate)
      parseNtlmAuthenticate(printed.subarray(0, at % printed.length))
    }),
  )
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3 }), bytes(0, 100), (type, rest) => {
      const message = Buffer.concat([Buffer.from('NTLMSSP\0'), Buffer.from([type, 0, 0, 0]), rest])
      t.equal(ntlmMessageType(message), type)
      for (const parse of [parseNtlmNegotiate, parseNtlmChallenge, parseNtlmAuthenticate]) parse(message)
    }),
  )
  t.equal(ntlmMessageType(Buffer.from('NTLMSSQ\0\x01\0\0\0')), undefined)
  t.end()
})

void t.test('the target information of the worked example', (t) => {
  const printed = serializeTargetInfo({ domain: 'Domain', computer: 'Server', dnsComputer: 'S' })
  const dns = '030002005300'
  t.equal(printed.toString('hex'), targetInfo.toString('hex').replace(/00000000$/, `${dns}00000000`))
  t.end()
})

void t.test('SPNEGO (RFC 4178)', (t) => {
  const mechanism = fc.constantFrom(mechanisms.ntlm, '2a864886f712010202')
  const token: fc.Arbitrary<SpnegoToken> = fc.oneof(
    fc.record(
      { kind: fc.constant('init' as const), mechanisms: fc.array(mechanism), token: bytes(0, 70_000) },
      { requiredKeys: ['kind', 'mechanisms'], ...plain },
    ),
    fc.record(
      { kind: fc.constant('response' as const), state: fc.nat(3), mechanism, token: bytes(0, 400) },
      { requiredKeys: ['kind'], ...plain },
    ),
  )
  fc.assert(
    fc.property(token, fc.nat(), (token, at) => {
      const printed = serializeSpnego(token)
      t.strictSame(parseSpnego(printed), token)
      t.equal(parseSpnego(printed.subarray(0, at % printed.length)), undefined)
    }),
  )
  fc.assert(
    fc.property(bytes(0, 60), (nonsense) => {
      parseSpnego(nonsense)
      parseSpnego(Buffer.concat([hex('603e 06062b0601050502 a034'), nonsense]))
    }),
  )
  // By hand: [APPLICATION 0] { 1.3.6.1.5.5.2, [0] { [0] { { NTLMSSP } } } }.
  const offered = hex('601c 0606 2b0601050502 a012 3010 a00e 300c 060a 2b06010401823702020a')
  t.strictSame(parseSpnego(offered), { kind: 'init', mechanisms: [mechanisms.ntlm] })
  t.strictSame(serializeSpnego({ kind: 'init', mechanisms: [mechanisms.ntlm] }), offered)
  // By hand: [1] { [0] accept-incomplete, [1] NTLMSSP, [2] "AB" }.
  const chosen = hex('a119 3017 a003 0a0101 a10c 060a 2b06010401823702020a a204 0402 4142').subarray()
  chosen[1] = chosen.length - 2
  chosen[3] = chosen.length - 4
  t.strictSame(parseSpnego(chosen), {
    kind: 'response',
    state: 1,
    mechanism: mechanisms.ntlm,
    token: Buffer.from('AB'),
  })
  t.end()
})

void t.test('DER, in its shortest form and in none that leads out of the bytes', (t) => {
  for (const [length, head] of [
    [0x7f, '047f'],
    [0x80, '048180'],
    [0xff, '0481ff'],
    [0x100, '04820100'],
    [0x10000, '0483010000'],
  ] as const) {
    const printed = serializeValue(4, Buffer.alloc(length))
    t.equal(printed.subarray(0, head.length / 2).toString('hex'), head)
    t.equal(parseDer(printed)?.content.length, length)
  }
  t.equal(parseDer(hex('04')), undefined)
  t.equal(parseDer(hex('0401')), undefined, 'longer than what is there')
  t.equal(parseDer(hex('0480 0000')), undefined, 'of no length, as only BER has it')
  t.equal(parseDer(hex('0484 00000001 00')), undefined, 'of a length in four bytes')
  t.end()
})
