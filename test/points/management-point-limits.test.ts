import { connect, type Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { deflateSync } from 'node:zlib'
import t from 'tap'
import { serializeLocalSitesRequest } from '../../sim/wire/management-point/locations.ts'
import { parseEnvelope, serializeRequest } from '../../sim/wire/management-point/envelope.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask, type RawAnswer } from './raw-request.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

const { running } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [{ code: 'OSL', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  },
  { cache: newFolder(t) },
)
const [system] = running.systems
const port = Number(new URL(system?.urls[0] ?? '').port)

const header = {
  id: '{1}',
  endpoint: 'MP_LocationManager',
  targetAddress: 'mp:MP_LocationManager',
  targetHost: 'mp.contoso.test',
  sourceHost: 'PC',
  replyTo: 'direct:PC:SccmMessaging',
  replyCompressed: true,
}
const good = serializeLocalSitesRequest({
  assignedSite: 'OSL',
  location: { addresses: [{ address: '10.1.2.7' }] },
})

function post(xml: string, payload?: Buffer, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const { contentType, bytes } = serializeRequest(header, xml, payload)
  return ask(running, 'mp', {
    method: 'CCM_POST',
    path: '/ccm_system/request',
    headers: { 'Content-Type': contentType, ...headers },
    body: bytes,
  })
}

async function stillAnswers(): Promise<boolean> {
  const { status, headers, body } = await post(good)
  const envelope = parseEnvelope(headers['content-type'], body)
  return status === 200 && 'xml' in envelope && envelope.xml.startsWith('<LocalMPLocationReply')
}

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le')

void t.test('a message that would grow when read is refused, and the next request is answered', async (t) => {
  const zeros = Buffer.alloc(64 * 1024 * 1024)
  const lines = `<!DOCTYPE a [<!ENTITY b "${'b'.repeat(1000)}"><!ENTITY c "${'&b;'.repeat(1000)}">]><a>&c;</a>`
  for (const [name, content] of Object.entries({
    'a zip bomb': zeros,
    'a zip bomb that begins well': Buffer.concat([utf16(good), zeros]),
    'entities of entities': utf16(lines),
    'a thousand elements in one another': utf16('<a>'.repeat(1000) + '</a>'.repeat(1000)),
    'a megabyte of tags that nothing closes': utf16('<LocalMPLocationRequest>'.repeat(20_000)),
    'three million attributes': utf16(`<LocalMPLocationRequest${' a=""'.repeat(100_000)}/>`),
  })) {
    t.ok(isErrorPage(await post(good, deflateSync(content)), 400), name)
    t.ok(await stillAnswers(), `after ${name}`)
  }
})

/** Sends a piece again and again, as fast as the other side takes it. */
function send(socket: Socket, piece: Buffer, times: number): Promise<void> {
  const pieces = Array.from({ length: times }, () => piece)
  return pipeline(Readable.from(pieces), socket, { end: false })
}

/** Bytes of buffers that something still holds. */
async function kept(): Promise<number> {
  // The memory that one collection frees is given back while the program goes on, and counted by the next collection.
  for (let times = 0; times < 3; times++) {
    collectGarbage()
    await setImmediate()
  }
  return process.memoryUsage().arrayBuffers
}

const head = (path: string, verb: string, more: string): string =>
  `${verb} ${path} HTTP/1.1\r\nHost: mp.contoso.test\r\nContent-Type: multipart/mixed; boundary=x\r\n${more}\r\n`
const megabyte = Buffer.alloc(1024 * 1024, 'x')
const chunk = Buffer.concat([Buffer.from('100000\r\n'), megabyte, Buffer.from('\r\n')])

void t.test('a body without end is not kept, and its end is answered as too long', async (t) => {
  const fragment =
    'BITS-Packet-Type: Fragment\r\nBITS-Session-Id: {0A}\r\nContent-Range: bytes 0-4194303/4194304\r\n'
  for (const [path, verb, more] of [
    ['/ccm_system/request', 'CCM_POST', ''],
    ['/ccm_incoming/{0A}.msg', 'BITS_POST', fragment],
  ] as const) {
    const socket = connect(port, system?.address)
    socket.write(head(path, verb, `${more}Transfer-Encoding: chunked\r\nConnection: close\r\n`))
    const before = await kept()
    await send(socket, chunk, 256)
    t.ok((await kept()) - before < 32 * chunk.length, `${verb}: not kept`)
    t.ok(await stillAnswers(), `${verb}: meanwhile`)
    socket.write('0\r\n\r\n')
    // No such session: whatever it brought.
    t.match(await text(socket), verb === 'CCM_POST' ? /^HTTP\/1\.1 413 / : /^HTTP\/1\.1 500 /)
    const broken = connect(port, system?.address)
    broken.write(head(path, verb, `${more}Transfer-Encoding: chunked\r\n`))
    await send(broken, chunk, 8)
    broken.destroy()
    t.ok(await stillAnswers(), `${verb}: after one that broke off`)
  }
})

void t.test('chunks that are none', async (t) => {
  for (const wrong of ['xyz\r\n', '-1\r\n\r\n', 'FFFFFFFFFFFFFFFFF\r\n', '5\r\nabc']) {
    const socket = connect(port, system?.address)
    socket.end(head('/ccm_system/request', 'CCM_POST', 'Transfer-Encoding: chunked\r\n') + wrong)
    t.notMatch(await text(socket).catch(() => ''), /^HTTP\/1\.1 200/, wrong)
    t.ok(await stillAnswers(), wrong)
  }
})
