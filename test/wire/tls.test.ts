import fc from 'fast-check'
import t from 'tap'
import { parseTranscript } from '../../sim/wire/tls/transcript.ts'
import { parseClientHello, parseMessages, parseServerHello } from '../../sim/wire/tls/handshake-messages.ts'
import { parseRecords, type Passed } from '../../sim/wire/tls/records.ts'
import { trafficKeys } from '../../sim/wire/tls/traffic-keys.ts'

const hex = (...text: string[]): Buffer => Buffer.from(text.join('').replaceAll(/\s/g, ''), 'hex')

// RFC 8448, section 3, "Simple 1-RTT Handshake".
const serverHello = hex(
  '02000056 0303 a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac155772ed3e2692800130100002e00330024001d0020',
  'c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e751f0f002b00020304',
)
const serverHandshakeSecret = hex('b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38')

void t.test('the trace of RFC 8448', (t) => {
  const [message] = parseMessages(serverHello).messages
  t.strictSame(message && parseServerHello(message.body), { version: 'TLSv1.3', cipher: 0x1301 })
  const keys = trafficKeys(0x1301, serverHandshakeSecret)
  t.ok(keys)
  t.equal(trafficKeys(0x1399, serverHandshakeSecret), undefined)
  const header = hex('1703030020')
  const content = Buffer.alloc(32)
  t.equal(
    keys?.open({ from: 'server', at: 0, type: 23, header, content }),
    undefined,
    'what was not sealed by them',
  )
  t.end()
})

void t.test('records and messages that come in pieces, or several at once', (t) => {
  const record = Buffer.concat([
    hex('160303'),
    hex(serverHello.length.toString(16).padStart(4, '0')),
    serverHello,
  ])
  const two = Buffer.concat([record, record])
  const piecewise: Passed[] = Array.from(two, (byte, at) => ({
    from: 'server',
    bytes: Buffer.from([byte]),
    at,
  }))
  const said = parseTranscript(piecewise, new Map())
  t.strictSame(
    said.map(({ what }) => what),
    ['server-hello', 'server-hello'],
  )
  t.strictSame(
    said.map(({ at }) => at),
    [record.length - 1, two.length - 1],
    'at the time when each was whole',
  )
  const split = Buffer.concat([
    hex('1603030010'),
    serverHello.subarray(0, 16),
    hex('160303', (serverHello.length - 16).toString(16).padStart(4, '0')),
    serverHello.subarray(16),
  ])
  t.equal(parseTranscript([{ from: 'server', bytes: split, at: 0 }], new Map())[0]?.what, 'server-hello')
  t.strictSame(parseRecords([{ from: 'server', bytes: Buffer.from('HTTP/1.1 400 Bad Request'), at: 0 }]), [])
  t.end()
})

void t.test('parsing any bytes ends and does not throw', (t) => {
  const from = fc.constantFrom('client' as const, 'server' as const)
  const record = fc
    .tuple(fc.integer({ min: 20, max: 24 }), fc.uint8Array({ maxLength: 300 }))
    .map(([type, content]) =>
      Buffer.concat([Buffer.from([type, 3, 3, content.length >> 8, content.length & 255]), content]),
    )
  const hello = fc.uint8Array({ maxLength: 200 }).map((noise) => {
    const body = Buffer.concat([serverHello.subarray(4, 40), Buffer.from(noise)])
    const message = Buffer.concat([Buffer.from([2, 0, body.length >> 8, body.length & 255]), body])
    return Buffer.concat([Buffer.from([22, 3, 3, message.length >> 8, message.length & 255]), message])
  })
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }).map((noise) => Buffer.from(noise)),
    record,
    hello,
  )
  const secrets = new Map([
    ['SERVER_HANDSHAKE_TRAFFIC_SECRET', serverHandshakeSecret],
    ['CLIENT_HANDSHAKE_TRAFFIC_SECRET', Buffer.alloc(0)],
  ])
  fc.assert(
    fc.property(fc.array(fc.record({ from, bytes, at: fc.constant(0) }), { maxLength: 12 }), (passed) => {
      parseTranscript(passed, secrets)
      for (const one of passed) {
        parseClientHello(one.bytes)
        parseServerHello(one.bytes)
      }
    }),
    { numRuns: 2000 },
  )
  t.end()
})
