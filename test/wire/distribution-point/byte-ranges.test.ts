import fc from 'fast-check'
import t from 'tap'
import {
  contentRange,
  multipartEnd,
  multipartType,
  parseByteRanges,
  partHead,
  type ByteRange,
} from '../../../sim/wire/distribution-point/ranges.ts'

const range = (first: number, last: number): ByteRange => ({ first, last })

void t.test('a byte range is read as RFC 9110 says', (t) => {
  const ranges: [header: string, size: number, first: number, last: number][] = [
    ['bytes=0-499', 10_000, 0, 499],
    ['bytes=500-999', 10_000, 500, 999],
    ['bytes=9500-', 10_000, 9500, 9999],
    ['bytes=-500', 10_000, 9500, 9999],
    ['bytes=0-0', 10_000, 0, 0],
    ['bytes=-1', 10_000, 9999, 9999],
    ['bytes=0-', 1, 0, 0],
    ['bytes=9999-9999', 10_000, 9999, 9999],
    // A last position beyond the end, or a suffix longer than the whole, means the end or the whole.
    ['bytes=9500-20000', 10_000, 9500, 9999],
    ['bytes=0-99999999999999999999999999', 10_000, 0, 9999],
    ['bytes=-20000', 10_000, 0, 9999],
    // Range units are not case-sensitive.
    ['Bytes=1-2', 10, 1, 2],
    [' bytes=1-2 ', 10, 1, 2],
  ]
  for (const [header, size, first, last] of ranges) {
    t.strictSame(parseByteRanges(header, size), [{ first, last }], `"${header}" of ${size}`)
  }
  t.end()
})

void t.test('a range that starts beyond the end cannot be satisfied', (t) => {
  for (const header of ['bytes=10-', 'bytes=10-10', 'bytes=11-20', 'bytes=-0', `bytes=${'9'.repeat(400)}-`]) {
    t.equal(parseByteRanges(header, 10), 'unsatisfiable', header)
  }
  t.equal(parseByteRanges('bytes=0-', 0), 'unsatisfiable', 'nothing has no first byte')
  t.equal(parseByteRanges('bytes=-1', 0), 'unsatisfiable', 'nor a last one')
  t.end()
})

void t.test('an invalid byte range is ignored: the whole file is sent', (t) => {
  for (const header of [
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=2-1',
    'bytes=,',
    'bytes=0-1,x',
    'bytes=0-1,2-1',
    'bytes=0-1;4-5',
    'bytes=a-b',
    'bytes=1',
    'bytes=+1-2',
    'bytes=0x1-2',
    'bytes=1.5-2',
    'bytes=--1',
    'bytes 0-1',
    'items=0-1',
    'bytes=0-1\nbytes=2-3',
  ]) {
    t.equal(parseByteRanges(header, 10), undefined, String(header))
  }
  t.end()
})

void t.test('several ranges come in the order asked for, and each byte once at most', (t) => {
  const cases: [header: string, expected: ReturnType<typeof parseByteRanges>][] = [
    ['bytes=0-1,4-5', [range(0, 1), range(4, 5)]],
    ['bytes= 4-5 , ,0-1', [range(4, 5), range(0, 1)]],
    ['bytes=0-1,', [range(0, 1)]],
    // Side by side is not one over the other.
    ['bytes=0-1,2-3', [range(0, 1), range(2, 3)]],
    ['bytes=5-9,0-6', [range(0, 9)]],
    ['bytes=0-,0-,0-', [range(0, 9)]],
    ['bytes=8-9,0-0,0-3,2-5', [range(0, 5), range(8, 9)]],
    ['bytes=-1,10-,0-0', [range(9, 9), range(0, 0)]],
    ['bytes=10-,11-', 'unsatisfiable'],
  ]
  for (const [header, expected] of cases) t.strictSame(parseByteRanges(header, 10), expected, header)
  const many = (count: number): string =>
    `bytes=${Array.from({ length: count }, (_, at) => `${2 * at}-${2 * at}`).join()}`
  t.equal(parseByteRanges(many(100), 1000)?.length, 100)
  t.equal(parseByteRanges(many(101), 1000), 'unsatisfiable', 'too many')
  t.end()
})

void t.test('no header leads outside the file, or to more than the file', (t) => {
  const part = fc.oneof(
    fc.constant(''),
    fc.nat(30),
    fc.constantFrom('-', '-', ',', ' ', 'bytes=', '1e9', '-1'),
  )
  const header = fc.array(part, { maxLength: 12 }).map((parts) => `bytes=${parts.join('')}`)
  fc.assert(
    fc.property(fc.oneof(header, fc.string()), fc.nat(40), (written, size) => {
      const ranges = parseByteRanges(written, size)
      if (ranges === undefined || ranges === 'unsatisfiable') return
      const bytes = ranges.flatMap(({ first, last }) =>
        Array.from({ length: last - first + 1 }, (_, at) => first + at),
      )
      const fits = bytes.every((at) => at >= 0 && at < size) && new Set(bytes).size === bytes.length
      if (!fits || ranges.length === 0) throw new Error(JSON.stringify(ranges))
    }),
    { numRuns: 2000 },
  )
  t.end()
})

void t.test('the heads of parts are short enough for BITS', (t) => {
  const [, boundary = ''] = /^multipart\/byteranges; boundary=(\w+)$/.exec(multipartType) ?? []
  const size = Number.MAX_SAFE_INTEGER
  const head = partHead(range(size - 2, size - 1), size, 'text/plain', true).toString()
  t.equal(
    head,
    `--${boundary}\r\nContent-Type: text/plain\r\n` +
      `Content-Range: bytes 9007199254740989-9007199254740990/9007199254740991\r\n\r\n`,
    'nothing before the first boundary, and no other headers',
  )
  t.ok(partHead(range(0, 0), 1, 'text/plain', false).toString().startsWith(`\r\n--${boundary}\r\n`))
  t.equal(multipartEnd.toString(), `\r\n--${boundary}--\r\n`)
  t.equal(contentRange(undefined, 7), 'bytes */7')
  t.end()
})
