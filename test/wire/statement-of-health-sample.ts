/** A statement put together by hand from the documentation, field by field; FreeRADIUS' parser reads it as described. */
const entries = [
  '0002 0004 00013700', // system health id: NapSystemId
  '0007 0031 00000137', // vendor-specific: Microsoft's types and values
  '03 11', // MS-Packet-Info: request, version 1
  '05 000f 70632e636f6e746f736f2e74657374', // MS-MachineName: pc.contoso.test
  '06 000102030405060708090a0b0c0d0e0f1011121314151617', // MS-CorrelationId
  '0002 0004 00013781', // system health id: NapSmsSystemHealthId
  '0007 0011 00013781', // vendor-specific: our own layout
  '01 01 4e4154 01c7e44f61efc000', // version, compliant, NAT, 2007-08-22T00:00:00Z
  '000c 0008 01c7e9cf8ad40000', // when it was made: 2007-08-29T00:00:00Z
].join('')

const modeSubHeader = [
  '0007 001e 00000137',
  '000102030405060708090a0b0c0d0e0f1011121314151617', // correlation id
  '01 00', // intent, content type
].join('')

const fromHex = (...hex: string[]): Buffer => Buffer.from(hex.join('').replaceAll(' ', ''), 'hex')

export const statementMessages = {
  correlationId: fromHex('000102030405060708090a0b0c0d0e0f1011121314151617'),
  statement: {
    siteCode: 'NAT',
    policyTimeStamp: new Date('2007-08-22T00:00:00Z'),
    generated: new Date('2007-08-29T00:00:00Z'),
    outcome: 'compliant',
  },
  withMode: fromHex('0007 0090 00000137', '0002 0088', modeSubHeader, entries),
  withoutMode: fromHex('0007 006e 00000137', '0001 0066', entries),
} as const
