import { deflateSync, inflateSync } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import {
  boundaryOf,
  joinParts,
  parseEnvelope,
  serializeReply,
  serializeRequest,
  splitParts,
  type Envelope,
  type EnvelopeRefusal,
  type UnsentHeader,
} from '../../../sim/wire/management-point/envelope.ts'

const header: UnsentHeader = {
  id: '{11111111-2222-3333-4444-555555555555}',
  endpoint: 'MP_LocationManager',
  targetAddress: 'mp:MP_LocationManager',
  targetHost: 'mp.contoso.test',
  sourceHost: 'PC',
  replyCompressed: true,
}

function opened(said: Envelope | EnvelopeRefusal): Envelope {
  if ('refusal' in said) throw new Error(said.refusal)
  return said
}

/** A message put together by hand, as public clients send it. */
function byHand({
  hooks = '<Hook3 Name="zlib-compress"/>',
  length = 10,
  body = deflateSync(Buffer.concat([Buffer.from('<a/>\0', 'utf16le'), Buffer.from('\r\n')])),
  inUtf8 = false,
  separator = 'my boundary',
} = {}): Buffer {
  const message =
    `<Msg ReplyCompression="zlib" SchemaVersion="1.1" Unknown="1"><Body Type="ByteRange" Length="${length}" Offset="0"/>` +
    `<CorrelationID>{00000000-0000-0000-0000-000000000000}</CorrelationID><Hooks>${hooks}</Hooks><ID>{5DD100CD}</ID>` +
    '<Payload Type="inline"/><Priority>0</Priority><Protocol>http</Protocol><ReplyMode>Sync</ReplyMode>' +
    '<ReplyTo>direct:PC:SccmMessaging</ReplyTo><SentTime>2007-08-22T09:30:00Z</SentTime><SourceHost>PC</SourceHost>' +
    '<TargetAddress>mp:MP_PolicyManager</TargetAddress><TargetEndpoint>MP_PolicyManager</TargetEndpoint>' +
    '<TargetHost>mp</TargetHost><Timeout>60000</Timeout></Msg>'
  return Buffer.concat([
    Buffer.from(`--${separator}\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n`),
    Buffer.from(`\uFEFF${message}`, inUtf8 ? 'utf8' : 'utf16le'),
    Buffer.from(
      `\r\n--${separator}\r\nContent-Disposition: form-data; name="x"\r\nContent-Type: application/octet-stream\r\n\r\n`,
    ),
    body,
    Buffer.from(`\r\n--${separator}--`),
  ])
}
const contentType = 'multipart/mixed; boundary="my boundary"'

void t.test('a message put together by hand is read', (t) => {
  const { header, xml, attachments } = opened(parseEnvelope(contentType, byHand()))
  t.equal(xml, '<a/>')
  t.strictSame(attachments, [])
  t.strictSame(header, {
    id: '{5DD100CD}',
    endpoint: 'MP_PolicyManager',
    targetAddress: 'mp:MP_PolicyManager',
    targetHost: 'mp',
    sourceHost: 'PC',
    replyTo: 'direct:PC:SccmMessaging',
    sentTime: '2007-08-22T09:30:00Z',
    bodyLength: 10,
    compressed: true,
    replyCompressed: true,
  })
  const bare = 'Multipart/Mixed; charset=x; Boundary=XYZ'
  t.equal(opened(parseEnvelope(bare, byHand({ separator: 'XYZ' }))).xml, '<a/>', 'the boundary of the header')
  const plain = Buffer.from('\uFEFF<plain/>', 'utf16le')
  t.equal(opened(parseEnvelope(contentType, byHand({ hooks: '', body: plain }))).xml, '<plain/>')
  t.end()
})

void t.test(
  'the length of the header is the body without its line break, and counts only when strict',
  (t) => {
    t.equal(opened(parseEnvelope(contentType, byHand(), { strictLength: true })).xml, '<a/>')
    t.equal(opened(parseEnvelope(contentType, byHand({ length: 728 }))).xml, '<a/>')
    const refused = parseEnvelope(contentType, byHand({ length: 12 }), { strictLength: true })
    t.match(refused, { refusal: 'The header says 12 bytes, and the body has 10.' })
    t.end()
  },
)

void t.test('a broken envelope is refused with a reason', (t) => {
  const bomb = deflateSync(Buffer.alloc(3 * 1024 * 1024 + 1))
  const wrong: [string | undefined, Buffer, RegExp][] = [
    [undefined, byHand(), /Content-Type/],
    ['text/xml', byHand(), /Content-Type/],
    ['multipart/mixed', byHand(), /Content-Type/],
    ['multipart/mixed; boundary=other', byHand(), /boundary/],
    [contentType, Buffer.alloc(0), /boundary/],
    [contentType, byHand().subarray(0, -2), /boundary/],
    [contentType, Buffer.from('--my boundary--'), /two parts/],
    [contentType, byHand({ hooks: '<Hook3' }), /header/],
    [contentType, byHand({ inUtf8: true }), /header/],
    [contentType, byHand({ length: -1 }), /header/],
    [contentType, byHand({ body: Buffer.from('no zlib') }), /inflate/],
    [contentType, byHand({ body: bomb }), /inflate/],
    [contentType, byHand({ body: deflateSync(Buffer.from([1])) }), /UTF-16/],
    [contentType, byHand({ body: deflateSync(Buffer.from([0, 0xd8, 0x41, 0])) }), /UTF-16/],
  ]
  for (const [type, bytes, refusal] of wrong) t.match(parseEnvelope(type, bytes), { refusal })
  t.end()
})

const text = fc.string({ unit: 'grapheme' }).map((said) => said.replaceAll(/[\0\ufeff]/g, ''))

void t.test('a serialized text parses to its original', (t) => {
  fc.assert(
    fc.property(text, fc.boolean(), (said, replyCompressed) => {
      const xml = `<x>${said}</x>`
      const sent: UnsentHeader = {
        ...header,
        replyCompressed,
        sourceId: 'GUID:A',
        authentication: { PublicKey: '06' },
      }
      for (const write of [serializeRequest, serializeReply]) {
        const { contentType, bytes } = write(sent, xml)
        const read = opened(parseEnvelope(contentType, bytes, { strictLength: true }))
        t.equal(read.xml, xml)
        t.match(read.header, sent)
      }
    }),
  )
  t.end()
})

void t.test('a reply ends in one NUL', (t) => {
  const { contentType, bytes } = serializeReply(header, '<a/>')
  const [, body] = splitParts(bytes, boundaryOf(contentType) ?? '') ?? []
  t.equal(body?.contentType, 'application/octet-stream')
  t.equal(inflateSync(body?.body ?? '').toString('hex'), '3c0061002f003e000000')
  t.end()
})

void t.test('parts may hold any bytes, and what only looks like a boundary', (t) => {
  const awkward = fc.oneof(
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom('--XYZ', '\r\n--XYZW', '\r\n--XY', '\r\n', '--XYZ--', '\r\n\r\n', '')
      .map((s) => Buffer.from(s)),
  )
  const part = fc.array(awkward).map((pieces) => Buffer.concat(pieces))
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 8 }), (bodies) => {
      // The preamble's place: a delimiter of the same name at the start of a line would be a real one.
      fc.pre(
        bodies.every(
          (body) => !/\r\n--XYZ(?:--|[ \t]*\r\n)/.test(`\r\n\r\n${body.toString('latin1')}\r\n`.slice(2)),
        ),
      )
      const parts = bodies.map((body) => ({ contentType: 'a/b', body }))
      t.strictSame(splitParts(joinParts(parts, 'XYZ'), 'XYZ'), parts)
    }),
  )
  const many = Array.from({ length: 9 }, () => ({ contentType: 'a/b', body: Buffer.alloc(0) }))
  t.equal(splitParts(joinParts(many, 'XYZ'), 'XYZ'), undefined)
  t.end()
})
