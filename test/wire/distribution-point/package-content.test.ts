import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import type { ByteRange } from '../../../sim/wire/distribution-point/ranges.ts'
import {
  packageContent,
  packageFiles,
  type PackageIdentity,
} from '../../../sim/wire/distribution-point/package.ts'

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

void t.test('the files of a package make it up, in the order of their names', (t) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 45 }), (size) => {
      const files = packageFiles({ id: 'ABC00001', version: 1, size })
      let end = 0
      for (const { offset, size } of files) {
        if (offset !== end || size < 1) throw new Error(JSON.stringify(files))
        end += size
      }
      const paths = files.map(({ path }) => path.join('/'))
      if (end !== size || paths.join() !== paths.toSorted().join()) throw new Error(JSON.stringify(files))
    }),
  )
  const paths = (size: number): string[] =>
    packageFiles({ id: 'ABC00001', version: 1, size }).map(({ path }) => path.join('/'))
  t.strictSame(paths(1024 * 1024), ['ABC00001.bin'])
  t.strictSame(paths(1024 * 1024 + 1), ['ABC00001.bin', 'ABC00001.files/1.bin', 'ABC00001.files/2.bin'])
  t.end()
})
