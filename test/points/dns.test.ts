import { once } from 'node:events'
import { connect } from 'node:net'
import { decode, encode } from 'dns-packet'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { framed } from '../../sim/net/framed.ts'
import { openDnsServer, openDnsTcpServer } from '../../sim/points/name-server/name-server.ts'
import { publishedNames, type PublishedNames } from '../../sim/points/name-server/published-names.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { dnsFrame, dnsMessageBounds } from '../../sim/wire/names/dns-message.ts'
import { names, service } from './contoso-names.ts'
import { openDatagrams } from './datagrams.ts'

async function open(t: Test, served: PublishedNames = names) {
  const recorder = createRecorder()
  const options = { address: '127.0.0.1', port: 0, fqdn: 'ns.contoso.test', recorder, names: served }
  const udp = await openDnsServer(options)
  t.teardown(() => udp.close())
  const tcp = await openDnsTcpServer(options)
  t.teardown(() => tcp.close())
  const client = await openDatagrams(t)
  return {
    ...{ udp, tcp, recorder },
    async byUdp(...messages: readonly Buffer[]) {
      for (const message of messages) client.send(udp.port, message)
      return (await client.next()).bytes
    },
  }
}

/** What comes by TCP until the server closes, once all has been sent. */
async function byTcp(port: number, sent: Buffer): Promise<Buffer[]> {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  socket.end(sent)
  const replies: Buffer[] = []
  for await (const reply of framed(socket, { boundsOf: dnsMessageBounds, longest: 65_535 }))
    replies.push(reply)
  return replies
}

const question = encode({ type: 'query', id: 7, questions: [{ type: 'SRV', name: service }] })
const edns = (ednsVersion = 0) => ({
  ...({ type: 'OPT', name: '.', udpPayloadSize: 4096, extendedRcode: 0, ednsVersion, flags: 0 } as const),
  ...{ flag_do: false, options: [] },
})
const asked = (name: string, ...additionals: ReturnType<typeof edns>[]): Buffer =>
  encode({ type: 'query', id: 7, questions: [{ type: 'SRV', name }], additionals })
const withFlags = (flags: number): Buffer => {
  const message = Buffer.from(question)
  message.writeUInt16BE(flags, 2)
  return message
}
const withQuestions = (count: number): Buffer => {
  const message = Buffer.concat([question, question.subarray(12)])
  message.writeUInt16BE(count, 4)
  return message
}
const flagsOf = (reply: Buffer | undefined): string => reply?.toString('hex', 2, 4) ?? 'none'
const countsOf = (reply: Buffer): number[] => [4, 6, 8, 10].map((at) => reply.readUInt16BE(at))

// RFC 1035, section 4.1.1: QR, opcode (4 bits), AA, TC, RD, RA, three bits, and the code (4 bits).
const malformed: [what: string, message: Buffer, flags: string, counts: number[]][] = [
  ['another opcode', withFlags(0x1100), '9104', [0, 0, 0, 0]],
  ['an update (RFC 2136)', withFlags(0x2800), 'a804', [0, 0, 0, 0]],
  ['no question', withQuestions(0), '8001', [0, 0, 0, 0]],
  ['two questions (RFC 9619)', withQuestions(2), '8001', [0, 0, 0, 0]],
  ['a question that is cut off', question.subarray(0, -1), '8001', [0, 0, 0, 0]],
  ['a header alone, which promises a question', question.subarray(0, 12), '8001', [0, 0, 0, 0]],
  ['two OPT records (RFC 6891, 6.1.1)', asked(service, edns(), edns()), '8001', [1, 0, 0, 0]],
  ['a version of EDNS that does not exist (6.1.3)', asked(service, edns(1)), '8000', [1, 0, 0, 1]],
  ['a name of another zone', asked('_mssms_mp_abc._tcp.fabrikam.test'), '8005', [1, 0, 0, 0]],
  ['the name that ends alike', asked('notcontoso.test'), '8005', [1, 0, 0, 0]],
]

void t.test('a request that cannot be answered is refused with its code', async (t) => {
  const { tcp, byUdp } = await open(t)
  for (const [what, message, flags, counts] of malformed) {
    for (const [by, reply] of [
      ['UDP', await byUdp(message)],
      ['TCP', (await byTcp(tcp.port, dnsFrame(message)))[0] ?? Buffer.alloc(12)],
    ] as const) {
      t.equal(reply.readUInt16BE(0), 7)
      t.equal(flagsOf(reply), flags, `${what}, by ${by}`)
      t.strictSame(countsOf(reply), counts, what)
    }
  }
  // BADVERS is 16: its upper bits are in the OPT record's time to live.
  const badVersion = await byUdp(asked(service, edns(1)))
  t.equal(badVersion.subarray(-11).toString('hex'), '00' + '0029' + '04d0' + '01000000' + '0000')
})

void t.test('a response gets none, and neither do fewer bytes than a header has', async (t) => {
  const { tcp, byUdp, recorder } = await open(t)
  const reply = await byUdp(withFlags(0x8000), question.subarray(0, 11), Buffer.alloc(0), question)
  t.equal(flagsOf(reply), '8400', 'the next question is answered')
  for (const sent of [
    dnsFrame(withFlags(0x8000)),
    dnsFrame(question.subarray(0, 11)),
    Buffer.from('0040aa', 'hex'),
  ]) {
    t.strictSame(await byTcp(tcp.port, sent), [], 'the connection is closed')
  }
  const socket = connect({ host: '127.0.0.1', port: tcp.port })
  await once(socket, 'connect')
  const ends = {
    ...{ clientAddress: '127.0.0.1', clientPort: socket.localPort ?? 0 },
    ...{ serverAddress: '127.0.0.1', serverPort: tcp.port },
  }
  socket.end('GET / HTTP/1.1\r\n\r\n')
  t.match((await recorder.settledServerView(ends)).end, { stage: 'dns', code: 'INVALID_MESSAGE' })
})

void t.test('a name is found in any case, and repeated as it was written', async (t) => {
  const { byUdp } = await open(t)
  const name = '_MSSMS_mp_AbC._tcp.Contoso.TEST'
  const reply = await byUdp(asked(name))
  t.equal(flagsOf(reply), '8400')
  t.strictSame(countsOf(reply), [1, 1, 0, 1])
  t.equal(reply.toString('latin1', 12).split('_MSSMS').length, 3, 'in the question and in the answer')
})

void t.test('a name below which others are exists, and one below which nothing is does not', async (t) => {
  const { byUdp } = await open(t)
  // RFC 8020, section 2: NOERROR without an answer, and NXDOMAIN.
  for (const [name, flags] of [
    ['_tcp.contoso.test', '8400'],
    ['oslo.contoso.test', '8400'],
    ['bergen.contoso.test', '8403'],
  ] as const)
    t.equal(flagsOf(await byUdp(asked(name))), flags, name)
})

void t.test(
  'an answer that something is not there says for how long, by the start of authority',
  async (t) => {
    const { byUdp } = await open(t)
    for (const name of ['_tcp.contoso.test', 'bergen.contoso.test']) {
      const reply = await byUdp(asked(name))
      t.strictSame(countsOf(reply), [1, 0, 1, 0], name)
      t.match(
        decode(reply).authorities,
        [{ type: 'SOA', name: 'contoso.test', data: { minimum: 3600 } }],
        name,
      )
    }
  },
)

void t.test('the address of the host in an answer comes with it', async (t) => {
  const { byUdp } = await open(t)
  t.match(decode(await byUdp(asked(service))).additionals, [
    { type: 'A', name: 'mp.contoso.test', data: '127.0.0.9' },
  ])
})

void t.test('one connection asks many questions, all at once', async (t) => {
  const { tcp } = await open(t)
  const ids = [1, 2, 3].map((id) => {
    const message = Buffer.from(question)
    message.writeUInt16BE(id, 0)
    return dnsFrame(message)
  })
  const replies = await byTcp(tcp.port, Buffer.concat(ids))
  t.strictSame(
    replies.map((reply) => reply.readUInt16BE(0)),
    [1, 2, 3],
  )
})

void t.test('an answer that no datagram holds is cut off, and whole by TCP', async (t) => {
  const label = 'x'.repeat(60)
  const domain = `${label}.${label}.test`
  const { hierarchy } = parseHierarchy({
    domain,
    sites: [
      {
        code: 'ABC',
        mode: 'mixed',
        publishToDns: true,
        systems: [{ name: label, roles: ['management-point'] }],
      },
    ],
  })
  const served = publishedNames(hierarchy, {
    ...{ netBiosAddress: () => undefined, hosts: [`${label}.${domain}`], nameServer: `ns.${domain}` },
    resolve: () => '127.0.0.9',
  })
  const { tcp, byUdp } = await open(t, served)
  const name = `_mssms_mp_abc._tcp.${domain}`
  const cut = await byUdp(asked(name))
  t.equal(flagsOf(cut), '8600', 'RFC 1035, section 4.2.1: more than 512 bytes, so TC is set')
  t.strictSame(countsOf(cut), [1, 0, 0, 0])
  const [whole] = await byTcp(tcp.port, dnsFrame(asked(name)))
  t.equal(flagsOf(whole), '8400')
  t.strictSame(whole && countsOf(whole), [1, 1, 0, 1])
  const allowed = await byUdp(asked(name, edns()))
  t.equal(flagsOf(allowed), '8400', 'unless the client takes more (RFC 6891, section 6.2.3)')
  t.strictSame(countsOf(allowed), [1, 1, 0, 2])
})

void t.test('by TCP it can have the faults of every connection, and refuse as by UDP', async (t) => {
  const { tcp, recorder } = await open(t)
  const seenUnder = async (fault: Parameters<typeof tcp.break>[0]) => {
    await tcp.break(fault)
    const socket = connect({ host: '127.0.0.1', port: tcp.port })
    socket.on('error', () => undefined).resume()
    await once(socket, 'connect')
    const ends = {
      ...{ clientAddress: '127.0.0.1', clientPort: socket.localPort ?? 0 },
      ...{ serverAddress: '127.0.0.1', serverPort: tcp.port },
    }
    socket.write(dnsFrame(question))
    const { end } = await recorder.settledServerView(ends)
    socket.destroy()
    await tcp.repair()
    return `${end?.stage ?? ''} ${end?.code ?? ''}`
  }
  t.equal(await seenUnder('closed'), 'connect SENT_CLOSE')
  t.equal(await seenUnder('silent-after-request'), 'dns SENT_NOTHING')
  t.equal(await seenUnder('garbage-answer'), 'dns SENT_GARBAGE')
  t.equal(await seenUnder('truncated'), 'dns CUT_SHORT')
  t.equal(await seenUnder('closed-in-conversation'), 'dns CLOSED_IN_CONVERSATION')
  t.equal(await seenUnder('server-failure'), 'dns SERVFAIL')
  await t.rejects(tcp.break('503'), RangeError)
  await tcp.break('question-refused')
  t.equal(flagsOf((await byTcp(tcp.port, dnsFrame(question)))[0]), '8005')
  await tcp.repair()
  t.equal(flagsOf((await byTcp(tcp.port, dnsFrame(question)))[0]), '8400')
})
