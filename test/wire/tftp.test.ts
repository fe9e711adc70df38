import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { parseTftpPacket, serializeTftpPacket, type TftpPacket } from '../../sim/wire/tftp/packet.ts'

const word = fc.nat(0xffff)
const text = (longest: number) =>
  fc
    .array(fc.integer({ min: 1, max: 255 }), { maxLength: longest })
    .map((codes) => String.fromCharCode(...codes))
const options = fc
  .dictionary(fc.stringMatching(/^[a-z]{1,12}$/), text(20), { maxKeys: 4 })
  .map((pairs) => new Map(Object.entries(pairs)))

const plain = { noNullPrototype: true }

const packet: fc.Arbitrary<TftpPacket> = fc.oneof(
  fc.record(
    {
      kind: fc.constantFrom('read' as const, 'write' as const),
      file: text(200),
      mode: fc.constantFrom('octet', 'netascii'),
      options,
    },
    plain,
  ),
  fc.record(
    {
      kind: fc.constant('data' as const),
      block: word,
      data: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    },
    plain,
  ),
  fc.record({ kind: fc.constant('acknowledgment' as const), block: word }, plain),
  fc.record({ kind: fc.constant('error' as const), code: word, message: text(200) }, plain),
  fc.record({ kind: fc.constant('option-acknowledgment' as const), options }, plain),
)

/** A packet as the figures of RFC 1350 and RFC 2347 have it; a bar stands for a null. */
const written = (operation: number, rest: string): Buffer =>
  Buffer.concat([Buffer.from([0, operation]), Buffer.from(rest.replaceAll('|', '\0'), 'latin1')])

void t.test('a packet is read as it was printed', (t) => {
  fc.assert(
    fc.property(packet, (given) => {
      if (!isDeepStrictEqual(parseTftpPacket(serializeTftpPacket(given)), given))
        throw new Error('not read as printed')
    }),
    { numRuns: 300 },
  )
  t.end()
})

void t.test('packets are those of the documents', (t) => {
  const request = written(1, 'smsboot\\x86\\wdsnbp.com|octet|tsize|0|blksize|1456|')
  t.strictSame(parseTftpPacket(request), {
    kind: 'read',
    file: 'smsboot\\x86\\wdsnbp.com',
    mode: 'octet',
    options: new Map([
      ['tsize', '0'],
      ['blksize', '1456'],
    ]),
  })
  t.ok(
    serializeTftpPacket({
      kind: 'option-acknowledgment',
      options: new Map([['blksize', '1456']]),
    }).equals(written(6, 'blksize|1456|')),
  )
  t.ok(
    serializeTftpPacket({ kind: 'data', block: 258, data: Buffer.from('x') }).equals(
      Buffer.from([0, 3, 1, 2, 0x78]),
    ),
  )
  t.ok(serializeTftpPacket({ kind: 'acknowledgment', block: 0 }).equals(Buffer.from([0, 4, 0, 0])))
  t.strictSame(parseTftpPacket(written(5, '|\u0001File not found|')), {
    kind: 'error',
    code: 1,
    message: 'File not found',
  })
  t.end()
})

void t.test('names of modes and options are not case-sensitive, and an option counts once', (t) => {
  t.match(parseTftpPacket(written(1, 'A|OCTET|BlkSize|8|blksize|9|')), {
    file: 'A',
    mode: 'octet',
    options: new Map([['blksize', '8']]),
  })
  t.end()
})

void t.test('bytes that are not a packet do not parse', (t) => {
  const bad = [
    Buffer.alloc(0),
    Buffer.from([1]),
    written(0, 'f|octet|'),
    written(7, 'f|octet|'),
    written(1, ''),
    written(1, 'f|'),
    written(1, 'f|octet'),
    written(1, 'f|octet|blksize|'),
    written(1, 'f|octet|blksize|8'),
    written(1, `${'f'.repeat(510)}|octet|`),
    written(3, ''),
    written(3, 'x'),
    Buffer.concat([written(3, '||'), Buffer.alloc(65_465)]),
    written(4, 'x'),
    written(5, '|'),
    written(5, '|\u0001no end'),
    written(6, 'blksize|'),
  ]
  for (const bytes of bad)
    t.equal(parseTftpPacket(bytes), undefined, bytes.subarray(0, 40).toString('latin1'))
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.uint8Array({ maxLength: 100 }), (operation, rest) => {
      parseTftpPacket(Buffer.concat([Buffer.from([0, operation]), rest]))
    }),
  )
  t.end()
})

void t.test('an unreadable packet is not serialized', (t) => {
  const none = new Map<string, string>()
  t.throws(
    () => serializeTftpPacket({ kind: 'read', file: 'a\0b', mode: 'octet', options: none }),
    RangeError,
  )
  t.throws(
    () => serializeTftpPacket({ kind: 'read', file: 'x'.repeat(510), mode: 'octet', options: none }),
    RangeError,
  )
  t.throws(() => serializeTftpPacket({ kind: 'error', code: 0, message: 'x'.repeat(510) }), RangeError)
  t.end()
})
