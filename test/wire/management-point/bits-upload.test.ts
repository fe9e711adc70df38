import fc from 'fast-check'
import t from 'tap'
import {
  packetTypeOf,
  parseFragmentRange,
  supportsUpload,
  serializeFragmentRange,
} from '../../../sim/wire/management-point/bits-upload.ts'

void t.test('headers as the specification of uploads has them', (t) => {
  // The specification writes them in capitals.
  for (const [written, type] of [
    ['CREATE-SESSION', 'Create-Session'],
    ['Ping', 'Ping'],
    [' fragment ', 'Fragment'],
    ['CLOSE-SESSION', 'Close-Session'],
    ['Cancel-Session', 'Cancel-Session'],
    ['Ack', undefined],
    [undefined, undefined],
  ] as const)
    t.equal(packetTypeOf(written), type, String(written))
  const protocol = '{7df0354d-249b-430f-820d-3d2a9bef4931}'
  for (const written of [protocol, protocol.toUpperCase(), `{0}, ${protocol}`, `${protocol} {0}`])
    t.equal(supportsUpload(written), true, written)
  for (const written of [undefined, '', '{0}', protocol.slice(1)]) t.equal(supportsUpload(written), false)
  t.strictSame(parseFragmentRange('bytes 128-212/213', 85), { first: 128, total: 213 })
  t.strictSame(parseFragmentRange('Bytes=0-0/1', 1), { first: 0, total: 1 })
  for (const [wrong, length] of [
    [undefined, 1],
    ['bytes 0-1/2', 1],
    ['bytes 0-1/1', 2],
    ['bytes 1-0/2', 0],
    ['bytes */2', 2],
    ['bytes 0-1/*', 2],
    ['bytes 0-1234567890123/2', 2],
    ['pages 0-1/2', 2],
  ] as const)
    t.equal(parseFragmentRange(wrong, length), undefined, String(wrong))
  t.end()
})

void t.test('a serialized text parses to its original', (t) => {
  const size = fc.integer({ min: 1, max: 1_000_000_000 })
  fc.assert(
    fc.property(fc.nat(), size, fc.nat(), (first, length, rest) => {
      const range = { first, total: first + length + rest }
      t.strictSame(parseFragmentRange(serializeFragmentRange(range, length), length), range)
    }),
  )
  t.end()
})
