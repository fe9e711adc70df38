import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { gunzipped } from '../../sim/encoding/gunzip.ts'
import { linesOf, type TextLine } from '../../sim/encoding/text-lines.ts'

// eslint-disable-next-line @typescript-eslint/require-await
async function* split(bytes: Uint8Array, ...at: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const to of [...at].sort((one, other) => one - other)) {
    yield bytes.subarray(from, to)
    from = Math.max(from, to)
  }
  yield bytes.subarray(from)
}

async function read(bytes: Uint8Array, ...at: readonly number[]): Promise<TextLine[]> {
  const lines: TextLine[] = []
  for await (const line of linesOf(gunzipped(split(bytes, ...at)))) lines.push(line)
  return lines
}

async function texts(bytes: Uint8Array): Promise<string[]> {
  return (await read(bytes)).map(({ number, text }) => `${number} ${text}`)
}

const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16()

/** Each way in which Windows and others write a text. */
const encodings: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`),
  'UTF-16': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16, big end first': bigEndian,
  'UTF-16, big end first, with a mark': (text) => bigEndian(`\uFEFF${text}`),
  gzip: (text) => gzipSync(text),
  'gzip of UTF-16': (text) => gzipSync(Buffer.from(text, 'utf16le')),
}

void t.test('a text gives the same lines in every encoding', async (t) => {
  const text = 'Zürich 東京 \u{1F511}\r\n\r\n<![LOG[Post failed]LOG]!>\nthe last one is to'
  for (const [name, encoded] of Object.entries(encodings)) {
    t.strictSame(
      await texts(encoded(text)),
      ['1 Zürich 東京 \u{1F511}', '2 ', '3 <![LOG[Post failed]LOG]!>', '4 the last one is to'],
      name,
    )
    t.strictSame(await read(encoded('')), [], `${name}, empty`)
  }
})

void t.test('what a crash or a careless hand left in a text', async (t) => {
  const bytes = Buffer.concat([
    Buffer.from(`one\ncut o${'\0'.repeat(100_000)}two\nthree\n`),
    Buffer.from('four\n', 'utf16le'),
    Buffer.from('\uFEFFfive\r\n\0\0\0\r\nsix\r'),
  ])
  const lines = ['1 one', '2 cut o', '2 two', '3 three', '4 four', '5 five', '6 ', '7 six']
  t.strictSame(await texts(bytes), lines)
  t.strictSame(await texts(Buffer.from('abc\xff\n', 'latin1')), ['1 abc\uFFFD'])
})

void t.test('a line without an end comes in parts, torn between words', async (t) => {
  const parts = await read(Buffer.from(`${'word '.repeat(40_000)}\nnext`))
  t.ok(parts.every(({ text }) => text.length <= 16 * 1024))
  t.strictSame([...new Set(parts.map(({ number }) => number))], [1, 2])
  t.equal(parts.map(({ text }) => text).join(''), `${'word '.repeat(40_000)}next`)
  const [, ...later] = parts.slice(0, -1)
  t.ok(later.every(({ text }) => text.startsWith(' word')))
})

void t.test('a gzip file that was cut short gives what it has; one that is damaged fails', async (t) => {
  const text = Array.from({ length: 5000 }, (_, index) => `line ${index * 7919}`).join('\n')
  const packed = gzipSync(text)
  const lines = await texts(packed.subarray(0, packed.length / 2))
  t.ok(lines.length > 1000)
  t.equal(lines[0], '1 line 0')
  t.strictSame(await texts(Buffer.concat([gzipSync('one\n'), gzipSync('two')])), ['1 one', '2 two'])
  const damaged = Buffer.from(packed)
  damaged.fill(0xff, 100, 200)
  await t.rejects(read(damaged), { code: 'Z_DATA_ERROR' })
})

const anyText = fc
  .array(
    fc.oneof(
      fc.constantFrom('\n', '\r\n', '\r', '\0', '\0\0', '\0\0\0', ' ', '\uFEFF', '東京', '\u{1F511}'),
      fc.string({ maxLength: 20 }),
      // Lines as long as a part, and a little less or more.
      fc.integer({ min: -3, max: 3 }).map((more) => 'x'.repeat(16 * 1024 + more)),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

const anyBytes = fc.oneof(
  fc
    .tuple(anyText, fc.constantFrom(...Object.values(encodings)))
    .map(([text, encoded]) => Buffer.from(encoded(text))),
  fc.uint8Array({ maxLength: 600 }).filter(([first, second]) => first !== 0x1f || second !== 0x8b),
)

void t.test('however the bytes are split, the lines are the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyBytes, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), async (bytes, cuts) => {
      const whole = JSON.stringify(await read(bytes))
      const places = cuts.map((cut) => Math.floor(cut * bytes.length))
      const inPieces = JSON.stringify(await read(bytes, ...places))
      // The first bytes tell how the rest is read.
      const atHead = JSON.stringify(await read(bytes, 1, 2, 3, 511, 512, 513))
      return inPieces === whole && atHead === whole
    }),
    { numRuns: 300 },
  )
})
