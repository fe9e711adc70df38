import fc from 'fast-check'
import t from 'tap'
import {
  parseMessageHeader,
  serializeMessageHeader,
  type MessageHeader,
} from '../../../sim/wire/management-point/message-header.ts'

const byHand =
  '<Msg SchemaVersion="1.1" New="1"><Body Type="ByteRange" Length="728" Offset="0"/><New/><Hooks><Hook1 Name="other"/>' +
  '<Hook2 Name="clientauth"><Property Name="AuthSenderMachine">PC</Property><Other/><Property Name="PublicKey">\r\n06</Property></Hook2>' +
  '<Hook3 Name="ZLIB-compress"/></Hooks><ID>{5DD1}</ID><CorrelationID>{6EE2}</CorrelationID><SourceID>GUID:0A</SourceID>' +
  '<TargetAddress>mp:[http]MP_LocationManager</TargetAddress><TargetEndpoint>mp_locationmanager</TargetEndpoint></Msg>'

void t.test('a header put together by hand is read, whatever else it says', (t) => {
  t.strictSame(parseMessageHeader(byHand), {
    id: '{5DD1}',
    correlationId: '{6EE2}',
    endpoint: 'mp_locationmanager',
    targetAddress: 'mp:[http]MP_LocationManager',
    targetHost: '',
    sourceHost: '',
    sourceId: 'GUID:0A',
    bodyLength: 728,
    compressed: true,
    replyCompressed: false,
    authentication: { AuthSenderMachine: 'PC', PublicKey: '06' },
  })
  const only = '<Msg><Body Length="0"/><TargetAddress>mp:StatusReceiver</TargetAddress></Msg>'
  t.equal(parseMessageHeader(only)?.endpoint, 'StatusReceiver', 'the address will do')
  for (const [from, to] of [
    ['Length="0"', ''],
    ['Length="0"', 'Length="-1"'],
    ['Length="0"', 'Length="12345678901"'],
    ['mp:StatusReceiver', 'mp:'],
    ['TargetAddress', 'Address'],
    ['Msg', 'Message'],
  ] as const)
    t.equal(parseMessageHeader(only.replaceAll(from, to)), undefined, `${from} ${to}`)
  t.end()
})

const text = fc.string({ minLength: 1 }).map((said) => `x${said}x`)

void t.test('a serialized text parses to its original', (t) => {
  const header: fc.Arbitrary<MessageHeader> = fc.record(
    {
      id: text,
      correlationId: text,
      endpoint: text,
      targetAddress: text,
      targetHost: text,
      sourceHost: text,
      sourceId: text,
      replyTo: text,
      sentTime: text,
      bodyLength: fc.nat(),
      compressed: fc.boolean(),
      replyCompressed: fc.boolean(),
      authentication: fc.dictionary(text, text, { maxKeys: 4, noNullPrototype: true }),
    },
    {
      requiredKeys: [
        'id',
        'endpoint',
        'targetAddress',
        'targetHost',
        'sourceHost',
        'bodyLength',
        'compressed',
        'replyCompressed',
      ],
      noNullPrototype: true,
    },
  )
  fc.assert(
    fc.property(header, (said) => t.strictSame(parseMessageHeader(serializeMessageHeader(said)), said)),
  )
  t.end()
})
