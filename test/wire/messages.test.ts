import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import {
  multistatus,
  parseByteRange,
  type ByteRange,
} from '../../sim/wire/distribution-point/distribution-point.ts'
import { errorPage, readErrorPage } from '../../sim/wire/error-page.ts'
import { mpCert, mpList } from '../../sim/wire/management-point/management-point-list.ts'
import { packageContent, type PackageIdentity } from '../../sim/wire/distribution-point/package-content.ts'

void t.test('one byte range is read as RFC 9110 says', (t) => {
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
    t.strictSame(parseByteRange(header, size), { first, last }, `"${header}" of ${size}`)
  }
  t.end()
})

void t.test('a range that starts beyond the end cannot be satisfied', (t) => {
  for (const header of ['bytes=10-', 'bytes=10-10', 'bytes=11-20', 'bytes=-0', `bytes=${'9'.repeat(400)}-`]) {
    t.equal(parseByteRange(header, 10), 'unsatisfiable', header)
  }
  t.equal(parseByteRange('bytes=0-', 0), 'unsatisfiable', 'nothing has no first byte')
  t.equal(parseByteRange('bytes=-1', 0), 'unsatisfiable', 'nor a last one')
  t.end()
})

void t.test('what is no single byte range is ignored: the whole file is sent', (t) => {
  for (const header of [
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=2-1',
    'bytes=0-1,4-5',
    'bytes=0-1,',
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
    t.equal(parseByteRange(header, 10), undefined, String(header))
  }
  t.end()
})

void t.test('no header leads outside the file', (t) => {
  const part = fc.oneof(fc.constant(''), fc.nat(), fc.constantFrom('-', ',', ' ', 'bytes=', '1e9', '-1'))
  const header = fc.array(part, { maxLength: 5 }).map((parts) => `bytes=${parts.join('')}`)
  fc.assert(
    fc.property(fc.oneof(header, fc.string()), fc.nat(), (written, size) => {
      const range = parseByteRange(written, size)
      if (range === undefined || range === 'unsatisfiable') return
      if (!(range.first >= 0 && range.first <= range.last && range.last < size)) {
        throw new Error(JSON.stringify(range))
      }
    }),
    { numRuns: 2000 },
  )
  t.end()
})

const bytesOf = (content: PackageIdentity, range: ByteRange): Buffer =>
  Buffer.concat([...packageContent(content, range)])

void t.test('any range of a package is that slice of the whole', (t) => {
  const content = { id: 'ABC00001', version: 1 }
  const size = 300 * 1024 + 7
  const whole = bytesOf(content, { first: 0, last: size - 1 })
  t.equal(whole.length, size)
  t.ok(bytesOf(content, { first: 0, last: size - 1 }).equals(whole), 'the same every time')
  const block = 64 * 1024
  const edge = fc.oneof(fc.nat(size - 1), fc.constantFrom(0, block - 1, block, 2 * block, size - 1))
  fc.assert(
    fc.property(edge, edge, (one, other) => {
      const [first, last] = one < other ? [one, other] : [other, one]
      if (!bytesOf(content, { first, last }).equals(whole.subarray(first, last + 1)))
        throw new Error('differs')
    }),
  )
  t.strictSame([...packageContent(content, { first: 0, last: -1 })], [], 'an empty package')
  t.end()
})

void t.test('packages, versions and places in a package differ in their bytes', (t) => {
  const first64KiB = (id: string, version: number, block = 0): string => {
    const first = block * 64 * 1024
    return createHash('sha256')
      .update(bytesOf({ id, version }, { first, last: first + 65_535 }))
      .digest('hex')
  }
  const hashes = [
    first64KiB('ABC00001', 1),
    first64KiB('ABC00002', 1),
    first64KiB('ABC00001', 2),
    first64KiB('ABC00001', 1, 1),
    first64KiB('ABC00001', 1, 11),
    // Neither is this version 11 of the one, nor block 11 of version 1.
    first64KiB('ABC00001', 11, 1),
  ]
  t.equal(new Set(hashes).size, hashes.length)
  t.end()
})

void t.test('an error page tells status and substatus, and nothing else is one', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      fc.string(),
      (status, substatus, reason) => {
        const told = { status, ...(substatus !== undefined && { substatus }) }
        const read = readErrorPage(errorPage({ ...told, reason }))
        if (JSON.stringify(read) !== JSON.stringify(told)) throw new Error(JSON.stringify(read))
      },
    ),
  )
  t.match(errorPage({ status: 403, substatus: 7, reason: 'Why.' }), /^<html>.*HTTP Error 403\.7 - Why\./)
  for (const page of ['', '<html>Not Found</html>', 'HTTP Error 40 - x', 'HTTP Error 403.x - y']) {
    t.equal(readErrorPage(page), undefined, page)
  }
  t.end()
})

void t.test('messages carry what they are about', (t) => {
  const managementPoint = { name: 'MP1', fqdn: 'mp1.contoso.test', siteCode: 'ABC' }
  const native = mpList([{ ...managementPoint, native: true }])
  t.match(native, /^<MPList><MP Name="MP1" FQDN="mp1\.contoso\.test" SiteCode="ABC">.*<\/MP><\/MPList>$/)
  t.match(native, '<Property Name="SSL" Version="1"/>')
  t.notMatch(mpList([{ ...managementPoint, native: false }]), 'SSL')
  t.equal(mpList([]), '<MPList></MPList>')
  t.equal(mpCert(Buffer.from([0x30, 0x0a, 0xff])), '<Certificate>300AFF</Certificate>')

  const lastModified = new Date('2007-08-22T00:00:00Z')
  const listing = multistatus([
    { path: '/a&b/', lastModified },
    { path: '/a&b/c', size: 7, lastModified },
  ])
  t.match(listing, /<D:href>\/a&#38;b\/<\/D:href>.*<D:collection\/>.*<D:href>\/a&#38;b\/c<\/D:href>/)
  t.equal(listing.match(/<D:getcontentlength>/g)?.length, 1, 'a directory has no length')
  t.match(listing, '<D:getcontentlength>7</D:getcontentlength>')
  t.match(listing, '<D:getlastmodified>Wed, 22 Aug 2007 00:00:00 GMT</D:getlastmodified>')
  t.end()
})
