import { deflateSync, gzipSync } from 'node:zlib'
import type { Random } from './random.ts'

/** Makes nonsense of the request that a sample holds. */
type HttpNonsense = (sample: Buffer, random: Random) => Generator<Buffer>

export const httpNonsense: Readonly<Record<string, HttpNonsense>> = {
  *manyHeaders(sample) {
    yield text(`${requestLine(sample)}Host: x\r\n`)
    for (let count = 0; count < 100_000; count += 100) {
      yield text(Array.from({ length: 100 }, (_, at) => `X-${count + at}: y\r\n`).join(''))
    }
    yield text('\r\n')
  },
  *endlessHeader(sample) {
    yield text(`${requestLine(sample)}Host: `)
    for (;;) yield filler
  },
  *endlessRequestLine() {
    yield text('GET /')
    for (;;) yield filler
  },
  *endlessChunks(sample) {
    yield withHeaders(sample, 'Transfer-Encoding: chunked')
    for (;;) yield Buffer.concat([text(`${filler.length.toString(16)}\r\n`), filler, text('\r\n')])
  },
  *endlessChunkExtension(sample) {
    yield withHeaders(sample, 'Transfer-Encoding: chunked')
    yield text('5;')
    for (;;) yield filler
  },
  *endlessTrailers(sample) {
    yield withHeaders(sample, 'Transfer-Encoding: chunked')
    yield text('0\r\n')
    for (;;) yield text('X: y\r\n'.repeat(1000))
  },
  *bodyLongerThanAnybodyTakes(sample) {
    yield withHeaders(sample, 'Content-Length: 9007199254740991')
    for (;;) yield filler
  },
  *bodyThatDoesNotCome(sample, random) {
    yield withHeaders(sample, `Content-Length: ${random.pick([1, 1000, 2 ** 31, 2 ** 53 - 1])}`)
  },
  *lengthThatIsNone(sample, random) {
    yield withHeaders(
      sample,
      `Content-Length: ${random.pick(['-1', '1x', '0x10', '', '1,2', '9'.repeat(400)])}`,
    )
    yield text('body')
  },
  *twoLengths(sample) {
    yield withHeaders(sample, 'Content-Length: 4\r\nContent-Length: 5')
    yield text('body')
  },
  *lengthAndChunks(sample) {
    yield withHeaders(sample, 'Content-Length: 4\r\nTransfer-Encoding: chunked')
    yield text('0\r\n\r\nGET /smuggled HTTP/1.1\r\n\r\n')
  },
  *manyAtOnce(sample) {
    for (let count = 0; count < 1000; count += 1) yield sample
  },
  *half(sample, random) {
    yield sample.subarray(0, random.below(sample.length))
  },
  *zipBomb(sample, random) {
    const form = random.pick(['deflate', 'gzip'] as const)
    yield withHeaders(sample, `Content-Encoding: ${form}\r\nContent-Length: ${bombs[form].length}`)
    yield bombs[form]
  },
  *zipBombWithin(sample) {
    yield withBomb(sample)
  },
}

const filler = Buffer.alloc(64 * 1024, 'a')
/** 64 MiB of nothing in 64 KiB. */
const bombs = { deflate: deflateSync(nothing()), gzip: gzipSync(nothing()) }

function nothing(): Buffer {
  return Buffer.alloc(64 * 1024 * 1024)
}

function text(content: string): Buffer {
  return Buffer.from(content, 'latin1')
}

function requestLine(sample: Buffer): string {
  return `${sample.toString('latin1').split('\r\n', 1)[0] ?? ''}\r\n`
}

/** The sample's head, with other headers for the body. */
function withHeaders(sample: Buffer, headers: string): Buffer {
  const [head = ''] = sample.toString('latin1').split('\r\n\r\n', 1)
  const kept = head
    .split('\r\n')
    .filter((line) => !/^(content-(length|encoding)|transfer-encoding):/i.test(line))
  return text(`${kept.join('\r\n')}\r\n${headers}\r\n\r\n`)
}

/** A bomb in the place of the zlib stream that the sample's body holds, if it does: up to the end of its part. */
function withBomb(sample: Buffer): Buffer {
  const body = sample.subarray(sample.indexOf('\r\n\r\n') + 4)
  const start = [0x01, 0x5e, 0x9c, 0xda]
    .map((level) => body.indexOf(Buffer.from([0x78, level])))
    .filter((at) => at >= 0)
  if (start.length === 0) return sample
  const from = Math.min(...start)
  const end = body.indexOf('\r\n--', from)
  const bombed = Buffer.concat([
    body.subarray(0, from),
    bombs.deflate,
    body.subarray(end < 0 ? body.length : end),
  ])
  return Buffer.concat([withHeaders(sample, `Content-Length: ${bombed.length}`), bombed])
}
