import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import t, { type Test } from 'tap'
import { startHierarchy } from '../../sim/index.ts'
import { limits } from '../../sim/limits.ts'
import { newFolder } from '../new-folder.ts'

const running = await startHierarchy(
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        systems: [
          { name: 'mp.mix', roles: ['management-point'] },
          { name: 'dp.mix', roles: ['branch-distribution-point'], packages: ['MIX00001'] },
        ],
      },
    ],
    packages: [{ id: 'MIX00001', size: '4 KiB' }],
  },
  { cache: newFolder(t) },
)
t.teardown(() => running.close())

const places = [...running.systems, running.domainController, running.nameServers]

/** Connects to the first place that has a URL of this scheme. */
async function dial(t: Test, scheme: string): Promise<Socket> {
  for (const { address, urls } of places) {
    const [, port] = urls.map((url) => new RegExp(`^${scheme}://[^/]+:(\\d+)`).exec(url)).find(Boolean) ?? []
    if (port === undefined) continue
    const socket = connect(Number(port), address)
    socket.on('error', () => undefined)
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    return socket
  }
  throw new Error(`nobody speaks ${scheme}`)
}

/** By the scheme of its URL: the limit of a protocol, and the head of a message so long; the head counts in LDAP alone. */
const protocols: Readonly<Record<string, readonly [limit: number, head: (bytes: number) => Buffer]>> = {
  ldap: [limits.directoryRequest.value, (bytes) => headed('3084', 4, bytes - 6)],
  smb: [limits.shareRequest.value, (bytes) => headed('00', 3, bytes)],
  dns: [limits.nameRequest.value, (bytes) => headed('', 2, bytes)],
}

function headed(before: string, width: number, length: number): Buffer {
  return Buffer.from(before + length.toString(16).padStart(2 * width, '0'), 'hex')
}

void t.test(
  'a longer message is refused by its head, and one that is as long as may be is waited for',
  async (t) => {
    for (const [scheme, [limit, head]] of Object.entries(protocols)) {
      for (const [bytes, says] of [
        [limit + 1, `longer than the limit of ${limit}`],
        [limit, 'bytes into a message'],
      ] as const) {
        const socket = await dial(t, scheme)
        socket.end(head(bytes))
        socket.resume()
        await once(socket, 'close')
        const { server_end } = await running.nextConnection()
        t.match(server_end?.message, says, `${bytes} bytes by ${scheme}`)
      }
    }
  },
)

void t.test('a longer head is refused, and a shorter one is read', async (t) => {
  const { value } = limits.requestHead
  for (const [length, says] of [
    [value - 200, /^HTTP\/1\.1 404 /],
    [value + 1, /^HTTP\/1\.1 431 /],
  ] as const) {
    const socket = await dial(t, 'http')
    socket.write(`GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX: ${'x'.repeat(length)}\r\n\r\n`)
    t.match(await text(socket), says, `${length} bytes`)
  }
})

void t.test('a client that goes on after its refusal is listened to for a while, and cut off', async (t) => {
  const short = await dial(t, 'http')
  short.write('This is no HTTP.\r\n\r\n')
  await once(short, 'readable')
  short.end(Buffer.alloc(limits.ignoredBytes.value / 2))
  t.match(await text(short), /^HTTP\/1\.1 400 /)

  const long = await dial(t, 'http')
  long.write('This is no HTTP.\r\n\r\n')
  const refused = text(long).catch(() => 'reset')
  const piece = Buffer.alloc(2 ** 16)
  let sent = 0
  const send = (): void => {
    do sent += piece.length
    while (long.write(piece))
  }
  long.on('drain', send)
  send()
  await refused
  // The kernel takes a few MiB more.
  t.ok(sent < limits.ignoredBytes.value + 32 * 2 ** 20, `${sent} bytes`)
})

void t.test('a connection is closed whose client sent much after its last request, and went', async (t) => {
  const socket = await dial(t, 'http')
  socket.write('GET /x HTTP/1.1\r\nHost: a\r\n\r\nNOVERB / HTTP/1.1\r\nHost: a\r\n\r\n')
  socket.write(Buffer.alloc(2 ** 18, 'GET /x HTTP/1.1\r\nHost: a\r\n\r\n'))
  let answers = ''
  // A client that does not wait for the server's end.
  for await (const piece of socket) {
    answers += String(piece)
    if (answers.includes('HTTP/1.1 501 ')) break
  }
  // Those of the tests before may end later than this one began.
  let ended = await running.nextConnection()
  while (ended.replies < 2) ended = await running.nextConnection()
  t.match(answers, /^HTTP\/1\.1 404 [^]*HTTP\/1\.1 501 /)
})
