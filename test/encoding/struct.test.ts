import fc from 'fast-check'
import t from 'tap'
import {
  bytesAt,
  constant,
  converted,
  fileTimeBe,
  fileTimeLe,
  nested,
  preset,
  struct,
  u16be,
  u16le,
  u32be,
  u32le,
  u64be,
  u64le,
  u8,
  utf16,
} from '../../sim/encoding/struct.ts'

const hex = (written: string): Buffer => Buffer.from(written.replaceAll(/\s/g, ''), 'hex')

void t.test('numbers stand at their offsets, in their byte order', (t) => {
  const numbers = struct(32, {
    a: u8(0),
    b: u16le(1),
    c: u16be(3),
    d: u32le(5),
    e: u32be(9),
    f: u64le(13),
    g: u64be(21),
  })
  const values = { a: 1, b: 0x0203, c: 0x0203, d: 0x04050607, e: 0x04050607, f: 8n, g: 8n }
  const bytes = hex('01 0302 0203 07060504 04050607 0800000000000000 0000000000000008 000000')
  t.strictSame(numbers.serialize(values), bytes)
  t.strictSame(numbers.parse(bytes), values)
  t.strictSame(numbers.parse(bytes.subarray(0, 29)), values, 'bytes behind the last field may be missing')
  t.equal(numbers.parse(bytes.subarray(0, 28)), undefined, 'those of a field may not')
  t.throws(() => numbers.serialize({ ...values, a: 256 }), RangeError)
  t.end()
})

void t.test('constants have to be there, presets are written and ignored', (t) => {
  const layout = struct(5, {
    magic: constant(bytesAt(0, 2), Buffer.from('SM')),
    version: constant(u8(2), 3),
    reserved: preset(u8(3), 4),
    value: u8(4),
  })
  t.strictSame(layout.serialize({ value: 5 }), hex('534d 03 04 05'))
  t.strictSame(layout.parse(hex('534d 03 ff 05')), { value: 5 })
  t.equal(layout.parse(hex('534e 03 04 05')), undefined)
  t.equal(layout.parse(hex('534d 02 04 05')), undefined)
  t.end()
})

void t.test('a field may refuse a value, convert it, and append bytes', (t) => {
  const tail = {
    end: 1,
    parse: (bytes: Buffer) => bytes.subarray(bytes.readUInt8(0)),
    serialize: (value: Buffer, output: { fixed: Buffer; append(bytes: Buffer): number }): void =>
      void output.fixed.writeUInt8(output.append(value), 0),
  }
  const even = converted(
    u8(1),
    (number) => (number % 2 === 0 ? number / 2 : undefined),
    (half: number) => half * 2,
  )
  const inner = struct(2, { text: utf16(tail), half: even })
  t.strictSame(inner.serialize({ text: 'é', half: 4 }), hex('02 08 e900'))
  t.strictSame(inner.parse(hex('02 08 e900')), { text: 'é', half: 4 })
  t.equal(inner.parse(hex('02 07 e900')), undefined, 'an odd number')
  t.equal(inner.parse(hex('02 08 e9')), undefined, 'half a character')
  const outer = struct(4, { pair: nested(2, struct(2, { low: u8(0), high: u8(1) })) })
  t.strictSame(outer.serialize({ pair: { low: 1, high: 2 } }), hex('0000 01 02'))
  t.strictSame(outer.parse(hex('ffff 01 02')), { pair: { low: 1, high: 2 } })
  t.end()
})

void t.test('times of Windows, in both byte orders', (t) => {
  // KB 188768 and [MS-DTYP] 2.3.3: 0x019DB1DED53E8000 is the first of January 1970.
  const times = struct(16, { le: fileTimeLe(0), be: fileTimeBe(8) })
  const epoch = { le: new Date(0), be: new Date(0) }
  t.strictSame(times.serialize(epoch), hex('00803ed5deb19d01 019db1ded53e8000'))
  const date = fc.date({ min: new Date('1601-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(date, date, (le, be) => {
      t.strictSame(times.parse(times.serialize({ le, be })), { le, be })
    }),
  )
  t.end()
})
