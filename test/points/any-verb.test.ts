import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { connect, createServer, type AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { acceptAnyVerb, restoreVerbs } from '../../sim/points/listener/http-receiver.ts'

/** Opens a web server that hears every verb. Resolves to its port. */
async function open(t: Pick<Test, 'teardown'>, answer: RequestListener): Promise<number> {
  const web = createHttpServer(answer)
  restoreVerbs(web)
  const server = createServer((socket) => web.emit('connection', acceptAnyVerb(socket).stream))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const tell: RequestListener = (request, response) => {
  const hash = createHash('sha256')
  request.on('data', (piece: Buffer) => hash.update(piece))
  request.on('end', () => {
    const { method, headers } = request
    response.end(`${method} ${String(headers['x-verb'] ?? '')} ${hash.digest('hex')}\n`)
  })
}

/** Says all of it, and resolves to all that comes until the other side closes. */
async function say(port: number, ...said: (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  for (const piece of said) {
    if (!socket.write(piece)) await once(socket, 'drain')
  }
  return text(socket)
}

const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')

void t.test('requests with further verbs, one after the other on one connection', async (t) => {
  const port = await open(t, tell)
  const large = Buffer.alloc(3 * 1024 * 1024, 'CCM_POST / HTTP/1.1\r\n\r\n')
  const answers = await say(
    port,
    `CCM_POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${large.length}\r\n\r\n`,
    large,
    'BITS_POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: a\r\nX-Verb: mine\r\nConnection: close\r\n\r\n',
  )
  t.match(answers, `CCM_POST  ${sha256(large)}`)
  t.match(answers, `BITS_POST  ${sha256('abc')}`)
  t.match(answers, `GET mine ${sha256('')}`)
})

void t.test('a client that waits for 100 Continue gets it', async (t) => {
  const port = await open(t, tell)
  const socket = connect(port, '127.0.0.1')
  socket.write(
    'CCM_POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n',
  )
  const [first] = (await once(socket, 'data')) as [Buffer]
  t.match(first.toString(), 'HTTP/1.1 100 Continue')
  socket.write('ok')
  t.match(await text(socket), `CCM_POST  ${sha256('ok')}`)
})

void t.test('requests that Node refuses as a POST are refused with these verbs', async (t) => {
  const port = await open(t, tell)
  for (const headers of [
    'Content-Length: 2\r\nContent-Length: 3',
    'Content-Length: 2\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked, gzip',
    'Content-Length: -1',
  ]) {
    const answer = await say(port, `CCM_POST / HTTP/1.1\r\nHost: a\r\n${headers}\r\n\r\n`)
    t.match(answer, /^HTTP\/1.1 400 /, headers)
  }
  t.match(await say(port, `CCM_POST / HTTP/1.1\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1.1 431 /)
  t.match(await say(port, 'CCM:POST / HTTP/1.1\r\nHost: a\r\n\r\n'), /^HTTP\/1.1 400 /)
  t.match(
    await say(port, 'CCM_POSTS / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
    'CCM_POSTS ',
    'a verb that nobody knows is left to the server',
  )
})

void t.test('a server that does not read is not sent more than it can hold', async (t) => {
  const port = await open(t, () => undefined)
  const socket = connect(port, '127.0.0.1')
  socket.write('CCM_POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000000\r\n\r\n')
  const piece = Buffer.alloc(1024 * 1024)
  let written = 0
  // The kernel's buffers take a few MiB; without back-pressure all of it would go.
  while (written < 256 && (socket.write(piece) || socket.writableLength < 4 * piece.length)) {
    written++
    await new Promise(setImmediate)
  }
  t.ok(written < 256, `after ${written} MiB nothing more was taken`)
  socket.destroy()
})

void t.test('a long answer to a slow reader comes whole', async (t) => {
  const long = Buffer.alloc(8 * 1024 * 1024, 'x')
  const port = await open(t, (_request, response) => void Readable.from([long]).pipe(response))
  const answer = await say(
    port,
    'CCM_POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n',
  )
  t.ok(answer.length > long.length)
})
