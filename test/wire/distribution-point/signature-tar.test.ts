import t from 'tap'
import { blankHashes, signatureTar } from '../../../sim/wire/distribution-point/signature-tar.ts'

void t.test('a file of signatures is laid out as ustar says', (t) => {
  const files = [{ path: 'a/b', sha1: 'A'.repeat(40), sha256: 'B'.repeat(64) }]
  const tar = signatureTar(files, new Date('2007-08-22T00:00:00Z'))
  t.equal(tar.length, 6 * 512, 'two heads, two bodies, and an end')
  t.equal(tar.toString('latin1', 0, 9), 'sha1.txt\0')
  t.equal(tar.toString('latin1', 100, 108), '0000444\0')
  t.equal(
    tar.toString('latin1', 124, 136),
    '00000000056\0',
    '46 bytes: a hash, a blank, an asterisk, a path, a line end',
  )
  // 2007-08-22 is second 1187740800.
  t.equal(parseInt(tar.toString('latin1', 136, 147), 8), 1_187_740_800)
  t.equal(tar.toString('latin1', 257, 265), 'ustar\x0000')
  const header = Buffer.from(tar.subarray(0, 512)).fill(' ', 148, 156)
  t.equal(
    parseInt(tar.toString('latin1', 148, 154), 8),
    [...header].reduce((sum, byte) => sum + byte),
  )
  t.equal(tar.toString('latin1', 512, 512 + 48), `${'A'.repeat(40)} *a/b\n\0\0`)
  t.equal(signatureTar([{ path: 'a/b', ...blankHashes }], new Date(0)).length, tar.length)
  t.end()
})
