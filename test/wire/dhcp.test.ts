import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import {
  addressBytes,
  addressText,
  messageTypeOf,
  parseDhcpMessage,
  serializeDhcpMessage,
  type DhcpMessage,
} from '../../sim/wire/dhcp/message.ts'
import { serializeOptions } from '../../sim/wire/dhcp/options.ts'
import { isOfPxe, machineIdentifier, uuidOf } from '../../sim/wire/dhcp/pxe.ts'

const hex = (...parts: string[]): Buffer => Buffer.from(parts.join('').replaceAll(' ', ''), 'hex')
const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex')

/** The fixed fields of a DISCOVER, from the figure in RFC 2131 section 2. */
const fixedFields = hex(
  '01 01 06 00', // BOOTREQUEST, Ethernet, 6 bytes of address, no hops
  '0b767e7a', // transaction id
  '0004 8000', // seconds; flags: answer by broadcast
  '00000000 00000000 00000000 00000000',
  '525400123456', // hardware address
  '00'.repeat(10 + 64 + 128),
)
const cookie = hex('63825363')

/** The options that the ROM of iPXE 1.0.0 sends, with values by RFC 2132 and RFC 4578. */
const options = hex(
  '35 01 01', // 53: DISCOVER
  '39 02 05c0', // 57: 1472
  '5d 02 0000', // 93: x86 BIOS
  '5e 03 010201', // 94: UNDI 2.1
  `3c 20 ${ascii('PXEClient:Arch:00000:UNDI:002001')}`,
  `4d 04 ${ascii('iPXE')}`,
  '37 0d 01 03 3c 42 43 2b 80 81 82 83 84 85 86',
  'af 06 b105 01 8086 10', // 175: iPXE's own
  '3d 07 01 525400123456', // 61
  '61 11 00 4c4c4544 0035 5210 8033b2c04f4d4e31', // 97
  'ff',
)
const discover = Buffer.concat([fixedFields, cookie, options])

/** The message, with bytes of it changed. */
function changed(bytes: Buffer, at: number, ...to: number[]): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(to, at)
  return copy
}

void t.test('the DISCOVER of a ROM is read', (t) => {
  const message = parseDhcpMessage(discover)
  if (!message) throw new Error('not read')
  t.match(message, {
    op: 'request',
    hardwareType: 1,
    hardwareAddress: '52:54:00:12:34:56',
    transactionId: 0x0b767e7a,
    seconds: 4,
    flags: 0x8000,
    clientAddress: '0.0.0.0',
    serverName: '',
    bootFile: '',
  })
  t.equal(messageTypeOf(message), 1)
  t.ok(isOfPxe(message))
  t.equal(uuidOf(message), '44454c4c-3500-1052-8033-b2c04f4d4e31', 'the first three fields are little-endian')
  t.strictSame([...message.options.keys()], [53, 57, 93, 94, 60, 77, 55, 175, 61, 97])
  t.ok(serializeDhcpMessage(message).subarray(0, discover.length).equals(discover), 'and printed as it came')
  t.end()
})

void t.test('a message is read as it was printed', (t) => {
  const address = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)).map((bytes) => bytes.join('.'))
  const word = (bits: number) => fc.nat(2 ** bits - 1)
  const text = (longest: number) =>
    fc
      .array(fc.integer({ min: 1, max: 255 }), { maxLength: longest })
      .map((codes) => String.fromCharCode(...codes))
  const message: fc.Arbitrary<DhcpMessage> = fc.record(
    {
      op: fc.constantFrom('request' as const, 'reply' as const),
      hardwareType: word(8),
      hardwareAddress: fc
        .uint8Array({ maxLength: 16 })
        .map((bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(':')),
      hops: word(8),
      transactionId: fc.integer({ min: 0, max: 0xffffffff }),
      seconds: word(16),
      flags: word(16),
      clientAddress: address,
      yourAddress: address,
      serverAddress: address,
      relayAddress: address,
      serverName: text(63),
      bootFile: text(127),
      options: fc
        .uniqueArray(
          // Option 52 says that other fields hold options; it is no option of its own.
          fc.tuple(
            fc.integer({ min: 1, max: 254 }).filter((code) => code !== 52),
            fc.uint8Array({ maxLength: 400 }),
          ),
          { selector: ([code]) => code, maxLength: 2 },
        )
        .map((pairs) => new Map(pairs.map(([code, value]) => [code, Buffer.from(value)]))),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(message, (given) => {
      if (!isDeepStrictEqual(parseDhcpMessage(serializeDhcpMessage(given)), given))
        throw new Error('not read as printed')
    }),
    { numRuns: 300 },
  )
  t.end()
})

void t.test('options are found wherever they stand', (t) => {
  const value = Buffer.alloc(300, 7)
  const split = parseDhcpMessage(
    Buffer.concat([fixedFields, cookie, serializeOptions(new Map([[43, value]]))]),
  )
  t.ok(split?.options.get(43)?.equals(value), 'a long one is in two parts (RFC 3396)')

  // RFC 2131 section 4.1: 3 says that both `file` and `sname` hold options; `file` comes first.
  const overload = hex('35 01 05', '34 01 03', '3c 02 6162', 'ff')
  const overloaded = Buffer.concat([fixedFields, cookie, overload])
  hex('3c 02 6364', 'ff').copy(overloaded, 108)
  hex('3c 02 6566', '36 04 7f000001', 'ff').copy(overloaded, 44)
  const read = parseDhcpMessage(overloaded)
  t.equal(read?.options.get(60)?.toString(), 'abcdef')
  t.equal(addressText(read?.options.get(54)), '127.0.0.1')
  t.strictSame([read?.serverName, read?.bootFile], ['', ''], 'they are no names then')

  const padded = Buffer.concat([fixedFields, cookie, hex('00 00 35 00 01 ff'), Buffer.alloc(50)])
  t.equal(
    parseDhcpMessage(padded),
    undefined,
    'a length of 0 leaves the end option behind as a code: cut off',
  )
  t.ok(parseDhcpMessage(Buffer.concat([fixedFields, cookie, hex('00 00 35 01 01 00 ff'), Buffer.alloc(50)])))
  t.end()
})

void t.test('bytes that are not a DHCP message do not parse', (t) => {
  const bad: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['too short', discover.subarray(0, 239)],
    ['another operation', changed(discover, 0, 3)],
    ['a hardware address of 17 bytes', changed(discover, 2, 17)],
    ['no cookie', changed(discover, 236, 0)],
    ['an option that is cut off', discover.subarray(0, discover.length - 5)],
    ['no end option', discover.subarray(0, discover.length - 1)],
    ['longer than a frame', Buffer.concat([discover, Buffer.alloc(2000)])],
  ]
  for (const [what, bytes] of bad) t.equal(parseDhcpMessage(bytes), undefined, what)
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
      parseDhcpMessage(Buffer.concat([fixedFields, cookie, tail]))
    }),
  )
  t.end()
})

void t.test('a value that a message cannot hold is not serialized', (t) => {
  const message = parseDhcpMessage(discover)
  if (!message) throw new Error('not read')
  const wrong: Partial<DhcpMessage>[] = [
    { clientAddress: '127.0.0.256' },
    { clientAddress: 'pxe.contoso.test' },
    { hardwareAddress: '00-15-5d-01-02-03' },
    { hardwareAddress: Array.from({ length: 17 }, () => '00').join(':') },
    { serverName: 'x'.repeat(64) },
    { bootFile: 'x'.repeat(128) },
    { options: new Map([[0, Buffer.alloc(1)]]) },
    { options: new Map([[255, Buffer.alloc(1)]]) },
    { options: new Map([[43, Buffer.alloc(1300)]]) },
  ]
  for (const part of wrong) t.throws(() => serializeDhcpMessage({ ...message, ...part }), RangeError)
  t.throws(() => machineIdentifier('no uuid'), RangeError)
  t.throws(() => addressBytes(''), RangeError)
  t.end()
})

void t.test('only what says PXEClient is of PXE', (t) => {
  const message = parseDhcpMessage(discover)
  if (!message) throw new Error('not read')
  const of = (vendorClass: string) =>
    isOfPxe({ ...message, options: new Map([[60, Buffer.from(vendorClass)]]) })
  t.ok(of('PXEClient'))
  t.notOk(of('PXEClients'))
  t.notOk(of('MSFT 5.0'))
  t.notOk(isOfPxe({ ...message, options: new Map() }))
  const identified = (value: Buffer) => uuidOf({ ...message, options: new Map([[97, value]]) })
  t.equal(identified(Buffer.alloc(17)), '00000000-0000-0000-0000-000000000000')
  t.equal(identified(Buffer.alloc(17, 1)), undefined, 'another type')
  t.equal(identified(Buffer.alloc(16)), undefined)
  t.end()
})
