import fc from 'fast-check'
import t from 'tap'
import { createVerbRewriter } from '../../sim/wire/http/requests.ts'

/** The rewriter's output for a text that comes in pieces of these lengths, repeated. */
function rewritten(text: string, lengths: readonly number[] = [text.length]): string {
  const { rewrite } = createVerbRewriter('x-verb')
  const bytes = Buffer.from(text, 'latin1')
  const out: Buffer[] = []
  for (let start = 0, turn = 0; start < bytes.length; turn++) {
    const end = start + Math.max(1, lengths[turn % lengths.length] ?? 1)
    out.push(...rewrite(bytes.subarray(start, end)))
    start = end
  }
  return Buffer.concat(out).toString('latin1')
}

void t.test('a further verb becomes POST with its name in a header', (t) => {
  t.equal(
    rewritten('CCM_POST /ccm_system/request HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok'),
    'POST /ccm_system/request HTTP/1.1\r\nx-verb: CCM_POST\r\nHost: a\r\nContent-Length: 2\r\n\r\nok',
  )
  t.match(
    rewritten('\r\n\r\nBITS_POST / HTTP/1.1\r\n\r\n'),
    '\r\n\r\nPOST / HTTP/1.1\r\nx-verb: BITS_POST\r\n',
  )
  for (const unknown of ['CCM_POSTS', 'CCM_', 'ccm_post', 'get', 'FROB', 'a'.repeat(64)]) {
    const sent = `${unknown} / HTTP/1.1\r\n\r\n`
    const parsed = `POST / HTTP/1.1\r\nx-verb: ${unknown}\r\n\r\n`
    t.equal(rewritten(sent), parsed, unknown)
    t.equal(rewritten(sent, [1]), parsed, `${unknown}, byte by byte`)
  }
  for (const other of ['POST', 'GET', 'FR:OB', '\x16\x03\x01', '', 'a'.repeat(65)]) {
    const request = `${other} / HTTP/1.1\r\n\r\n`
    t.equal(rewritten(request), request, other)
  }
  t.end()
})

void t.test('a request of one line gets its end, since no more comes', (t) => {
  t.equal(rewritten('GET /a\r\n'), 'GET /a\r\n\r\n')
  t.equal(rewritten('GET /a\r\n', [1]), 'GET /a\r\n\r\n')
  t.equal(rewritten('GET /a HTTP/9\r\n'), 'GET /a HTTP/9\r\n', 'a version, whichever it is')
  t.end()
})

const body = fc.string({ unit: 'binary-ascii', maxLength: 40 })
const request = fc.record({
  verb: fc.constantFrom('CCM_POST', 'BITS_POST', 'POST', 'PROPFIND'),
  body,
  chunked: fc.boolean(),
})

void t.test(
  'every request of a connection is found, however it comes in pieces and whatever is in the bodies',
  (t) => {
    fc.assert(
      fc.property(
        fc.array(request, { minLength: 1 }),
        fc.array(fc.nat(30), { minLength: 1 }),
        (requests, lengths) => {
          const rest = (verb: string, sent: string, chunked: boolean): string => {
            const extra = ['CCM_POST', 'BITS_POST'].includes(verb) ? `x-verb: ${verb}\r\n` : ''
            const how = chunked
              ? `Transfer-Encoding: chunked\r\n\r\n${sent && `${sent.length.toString(16)};a=b\r\n${sent}\r\n`}0\r\nA: b\r\n\r\n`
              : `Content-Length: ${sent.length}\r\n\r\n${sent}`
            return ` /a HTTP/1.1\r\n${extra}${how}`
          }
          // Bodies that look like requests are left alone.
          const whole = requests.map((one) => ({ ...one, body: `${one.body}CCM_POST / HTTP/1.1\r\n\r\n` }))
          const sent = whole.map((one) => one.verb + rest('', one.body, one.chunked)).join('')
          const expected = whole.map(({ verb, body, chunked }) => {
            const known = verb.endsWith('_POST') ? 'POST' : verb
            return known + rest(verb, body, chunked)
          })
          if (rewritten(sent, lengths) !== expected.join('')) throw new Error(rewritten(sent, lengths))
        },
      ),
    )
    t.end()
  },
)

void t.test('after a request whose end parsers differ on, nothing is rewritten', (t) => {
  const second = 'CCM_POST / HTTP/1.1\r\n\r\n'
  for (const headers of [
    'Content-Length: 5\r\nContent-Length: 6',
    'Content-Length: 5\r\nContent-Length: 5',
    'Content-Length: 5\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nContent-Length: 5',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked',
    'Content-Length: +5',
    'Content-Length: 0x5',
    'Content-Length : 5',
    'A: b\r\n Content-Length: 5',
    ': 5',
  ]) {
    const sent = `POST / HTTP/1.1\r\n${headers}\r\n\r\n12345${second}`
    t.equal(rewritten(sent), sent, headers)
  }
  const endless = `GET / HTTP/1.1\r\nA: ${'b'.repeat(70_000)}\r\n\r\n${second}`
  t.equal(rewritten(endless, [1000]), endless)
  for (const size of ['', 'g', '-1', '1 2', '1'.repeat(20)]) {
    const sent = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${size}\r\n1\r\n0\r\n\r\n${second}`
    t.equal(rewritten(sent), sent, `chunk of ${size}`)
  }
  t.end()
})
