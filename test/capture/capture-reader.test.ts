import t from 'tap'
import { captureReader } from '../../sim/capture/capture-reader.ts'
import { fieldNames, header } from '../../sim/capture/packet.ts'
import type { Statement } from '../../sim/logs/statement.ts'
import { errorPage } from '../../sim/wire/error-page.ts'

type Fields = Partial<Record<(typeof fieldNames)[number], string | number>>

const [client, server] = ['10.1.4.20', '10.1.0.5']
const flags = { syn: '0x0002', synAck: '0x0012', ack: '0x0010', finAck: '0x0011', resetAck: '0x0014' }

const fromClient = { 'ip.src': client, 'ip.dst': server, 'tcp.srcport': 50_000, 'tcp.dstport': 443 }
const fromServer = { 'ip.src': server, 'ip.dst': client, 'tcp.srcport': 443, 'tcp.dstport': 50_000 }
const asks = { ...fromClient, 'tcp.flags': flags.syn }
const accepts = { ...fromServer, 'tcp.flags': flags.synAck }
/** A packet with data, the first of its sender unless told otherwise. */
const says = (end: Fields, fields: Fields): Fields => ({
  ...{ ...end, 'tcp.flags': flags.ack, 'tcp.seq': 1, 'tcp.len': 100 },
  ...fields,
})
const clientHello = says(fromClient, {
  'tls.handshake.type': 1,
  'tls.record.content_type': 22,
  'tls.handshake.version': '0x0303',
  'tls.handshake.extensions_server_name': 'MP.contoso.test',
})
const serverHello = says(fromServer, {
  'tls.handshake.type': '2 11 13 14',
  'tls.record.content_type': '22 22 22 22',
  'tls.handshake.version': '0x0303',
  'tls.handshake.certificates_length': 900,
})
const get = says(fromClient, {
  'http.request.method': 'GET',
  'http.request.uri': '/SMS_MP/.sms_aut?MPLIST',
  'http.host': 'mp.contoso.test:8080',
})
const opened = [asks, accepts]

/** tshark's lines: a packet each tenth of a second, all of connection 0 unless told otherwise. */
function linesOf(packets: readonly Fields[]): string[] {
  const lines = packets.map((packet, index) => {
    const at = 1_269_712_800 + index / 10
    const all: Fields = { 'frame.number': index + 1, 'frame.time_epoch': at, 'tcp.stream': 0, ...packet }
    return fieldNames.map((name) => all[name] ?? '').join('\t')
  })
  return [header, ...lines]
}

function read(...packets: readonly Fields[]): Statement[] {
  const reader = captureReader('trace.pcapng')
  const statements = linesOf(packets).flatMap((text, index) => [...reader.read({ text, number: index + 1 })])
  statements.push(...reader.end())
  if (reader.unread() > 0) throw new Error('a packet was not understood')
  return statements
}

const failures = (...packets: readonly Fields[]): string[][] =>
  read(...packets).flatMap(({ failed, diagnosis }) => (failed ? [[...diagnosis]] : []))

const firsts = (...packets: readonly Fields[]): (string | undefined)[] =>
  failures(...packets).map(([first]) => first)

/** Somebody else's connection, ten minutes later. */
const muchLater: Fields = {
  ...{ 'frame.time_epoch': 1_269_713_400, 'tcp.stream': 1, 'tcp.flags': flags.syn },
  ...{ 'ip.src': '10.9.9.9', 'ip.dst': server, 'tcp.srcport': 1, 'tcp.dstport': 443 },
}

void t.test('connections that are not made', (t) => {
  t.strictSame(firsts(asks, { ...fromServer, 'tcp.flags': flags.resetAck }), ['nothing-listens'])
  t.strictSame(failures(asks), [], 'the answer may come after the capture')
  t.strictSame(failures(asks, asks), [], 'or soon')
  t.strictSame(firsts(asks, asks, muchLater), ['server-silent'])
  const word = {
    ...{ 'tcp.stream': '', 'icmp.type': 3, 'tcp.srcport': 50_000, 'tcp.dstport': 443 },
    ...{ 'ip.src': `10.0.0.1 ${client}`, 'ip.dst': `${client} ${server}` },
  }
  t.strictSame(firsts(asks, word), ['no-route'], 'a router says that there is no way')
  t.strictSame(firsts(...opened, { ...fromServer, 'tcp.flags': flags.resetAck }), ['connection-reset'])
  t.end()
})

void t.test('handshakes that break', (t) => {
  const alert = (end: Fields, description: number): Fields =>
    says(end, {
      'tls.record.content_type': 21,
      'tls.alert_message.level': 2,
      'tls.alert_message.desc': description,
    })
  const sendsNone = says(fromClient, {
    'tcp.seq': 101,
    'tls.handshake.type': '11 16',
    'tls.record.content_type': '22 22',
    'tls.handshake.certificates_length': 0,
  })
  const hellos = [...opened, clientHello, serverHello]
  t.strictSame(
    firsts(...hellos, sendsNone, alert(fromServer, 40), { ...fromServer, 'tcp.flags': flags.finAck }),
    ['client-certificate-missing'],
  )
  t.strictSame(firsts(...opened, clientHello, alert(fromServer, 70)), ['tls-version-not-shared'])
  t.match(failures(...hellos, alert(fromClient, 48)), [['server-certificate-untrusted']])
  t.strictSame(
    failures(...hellos, alert(fromClient, 0), { ...fromClient, 'tcp.flags': flags.finAck }).length,
    1,
    'the client closes politely, for a reason of its own',
  )
  const clear = says(fromServer, { 'http.response.code': 400 })
  t.strictSame(failures(...opened, clientHello, clear, muchLater), [['https-to-http-port']], 'proven')
  t.strictSame(failures(...opened, clientHello, { ...clear, 'http.response.code': '' }, muchLater), [
    [
      'handshake-garbage',
      'https-to-http-port',
      'mode-never-told',
      'mode-not-told-yet',
      'mode-told-otherwise',
    ],
  ])
  t.strictSame(firsts(...opened, clientHello, { ...fromServer, 'tcp.flags': flags.resetAck }), [
    'handshake-reset',
  ])
  t.strictSame(firsts(...opened, clientHello, muchLater), ['server-silent'])
  t.strictSame(firsts(...opened, clientHello), [], 'the handshake goes on after the capture')
  t.end()
})

void t.test('answers, and what does not come', (t) => {
  const answer = (status: number, body = ''): Fields =>
    says(fromServer, { 'http.response.code': status, 'http.file_data': body })
  const page = errorPage({ status: 403, substatus: 4, reason: 'SSL required' })
  for (const body of [page.trim(), Buffer.from(page).toString('hex')]) {
    const [statement] = read(...opened, get, answer(403, body))
    t.match(statement, {
      ...{ end: 'both', failed: true, status: 403, client, port: 443, path: '/SMS_MP/.sms_aut' },
      ...{ hosts: ['mp.contoso.test', server], url: 'http://mp.contoso.test:443/SMS_MP/.sms_aut?MPLIST' },
      ...{ at: { zoneKnown: true }, codes: [{ written: '403.4' }], diagnosis: ['ssl-required'] },
    })
    t.strictSame(
      statement?.lines.map(({ line, text }) => [line, text.replace(/^\S+ \S+ > \S+ /, '')]),
      [
        [1, 'the client asks for a connection'],
        [3, 'GET /SMS_MP/.sms_aut?MPLIST'],
        [4, 'HTTP status 403'],
      ],
    )
  }
  t.match(read(...opened, get, answer(200)), [{ failed: false, status: 200, diagnosis: [] }])
  t.strictSame(firsts(...opened, get, muchLater), ['no-answer'])
  const [cut] = failures(...opened, get, { ...fromServer, 'tcp.flags': flags.finAck })
  t.ok(cut?.includes('http-to-https-port') && cut.includes('request-closed'))
  const alertInstead = says(fromServer, { 'tls.record.content_type': 21, 'tls.alert_message.desc': 70 })
  t.strictSame(firsts(...opened, get, alertInstead, { ...fromServer, 'tcp.flags': flags.finAck }), [
    'http-to-https-port',
  ])
  t.end()
})

void t.test('a connection that was there before the capture', (t) => {
  t.match(read(serverHello, get, says(fromServer, { 'http.response.code': 503 })), [
    { failed: true, client, status: 503, diagnosis: ['service-unavailable'] },
  ])
  t.strictSame(failures({ ...fromClient, 'tcp.flags': flags.resetAck }), [])
  t.end()
})

void t.test('a long line comes in parts; what is no packet is counted', (t) => {
  const reader = captureReader('trace.pcapng')
  const lines = linesOf([asks, { ...fromServer, 'tcp.flags': flags.resetAck }])
  for (const [index, text] of lines.entries()) {
    const half = Math.floor(text.length / 2)
    for (const part of [text.slice(0, half), text.slice(half)]) reader.read({ text: part, number: index + 1 })
  }
  reader.read({ text: 'tshark says something else', number: 4 })
  t.match(reader.end(), [])
  t.equal(reader.unread(), 1)
  t.end()
})

void t.test('of connections without an end no more than some are kept', (t) => {
  const many = Array.from({ length: 5000 }, (_, stream) => ({
    ...asks,
    ...{ 'tcp.stream': stream, 'tcp.srcport': 1024 + stream, 'frame.time_epoch': 1_269_712_800 + stream },
  }))
  const twice = many.flatMap((packet) => [packet, packet])
  t.equal(failures(...twice).length, 4995, 'those of the last seconds may still be answered')
  t.end()
})
