import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { request } from 'node:http'
import fc from 'fast-check'
import t from 'tap'
import { limits } from '../../sim/limits.ts'
import { refuseCalls } from '../network/refused-calls.ts'
import { openPage } from './opened-page.ts'

const { running, page } = await openPage(t, 'scenarios/hierarchies/fjords.yaml')
const url = new URL(page.url)

interface Answered {
  status: number
  body: string
}

function ask(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
  body = '',
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: url.hostname, port: url.port, path, method, headers }, (answer) => {
      let text = ''
      answer.on('data', (data: Buffer) => (text += data.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const step = (written: unknown, headers: Record<string, string> = {}): Promise<Answered> =>
  ask(
    `${url.pathname}steps`,
    { 'content-type': 'application/json', ...headers },
    'POST',
    JSON.stringify(written),
  )

void t.test('only loopback is bound, and only the page’s own requests are answered', async (t) => {
  t.match(page.url, /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/)
  t.equal((await ask(url.pathname)).status, 200)
  const own = { origin: url.origin, 'sec-fetch-site': 'same-origin' }
  t.equal((await ask(url.pathname, own)).status, 200)
  for (const [why, path, headers] of [
    ['no token', '/', {}],
    ['another token', `/${'0'.repeat(32)}/`, {}],
    ['a shorter token', `${url.pathname.slice(0, 9)}/`, {}],
    ['a foreign name', url.pathname, { host: 'sitemode.example' }],
    ['a foreign name with the port', url.pathname, { host: `rebound.example:${url.port}` }],
    ['another port', url.pathname, { host: '127.0.0.1:1' }],
    ['another origin', url.pathname, { origin: 'http://evil.example' }],
    ['an origin without a name', url.pathname, { origin: 'null' }],
    ['another page', url.pathname, { 'sec-fetch-site': 'cross-site' }],
    ['another port of this machine', url.pathname, { 'sec-fetch-site': 'same-site' }],
  ] as const) {
    for (const file of ['', 'live.js', 'events', 'steps']) {
      const method = file === 'steps' ? 'POST' : 'GET'
      t.strictSame(await ask(path + file, headers, method), { status: 403, body: '' }, `${why}: ${file}`)
    }
  }
  t.equal(running.attempts.length, 0)
})

void t.test('a form sends a step of a scenario', async (t) => {
  const done = await step({ client: 'LAPTOP', contact: 'management-point' })
  t.equal(done.status, 200)
  t.match(JSON.parse(done.body), {
    passed: true,
    observed: { outcome: 'answered', protocol: 'https', site: 'OSL' },
  })
  const contacts = running.attempts.filter(({ role }) => role === 'management-point')
  t.equal(contacts.length, 1)
  for (const [written, problem] of [
    [{ client: 'LAPTO', start: true }, /no client LAPTO; did you mean LAPTOP/],
    [{ client: 'LAPTOP' }, /this step does nothing/],
    [{ setMode: { site: 'OSL', mode: 'neither' } }, /setMode.mode/],
    ['nonsense', /./],
  ] as const) {
    const { status, body } = await step(written)
    t.equal(status, 400)
    t.match((JSON.parse(body) as { problem: string }).problem, problem)
  }
  const path = `${url.pathname}steps`
  t.equal(
    (await ask(path, { 'content-type': 'text/plain' }, 'POST', '{}')).status,
    415,
    'no form of another page can send it',
  )
  t.equal((await ask(path, { 'content-type': 'application/json' }, 'POST', '{')).status, 400)
  t.equal((await ask(path, { 'content-type': 'application/json' }, 'POST', 'x'.repeat(70_000))).status, 413)
  t.equal((await ask(path, {}, 'DELETE')).status, 404)
})

void t.test('a step that the machine keeps from happening is answered with a sentence', async (t) => {
  const contact = { client: 'LAPTOP', contact: 'management-point' }
  const before = running.attempts.length
  const refused = refuseCalls('connect', 'EMFILE', ({ to }) => to !== Number(url.port))
  const { status, body } = await step(contact)
  refused[Symbol.dispose]()
  t.equal(status, 503)
  t.match(JSON.parse(body), { problem: /^LAPTOP cannot connect to .* \(EMFILE\): .*raise the limit/ })
  t.equal(running.attempts.length, before)
  const next = await step(contact)
  t.equal(next.status, 200)
  t.match(JSON.parse(next.body), { passed: true, observed: { outcome: 'answered' } }, 'it goes on')
})

void t.test('the page survives any request', async (t) => {
  const say = (words: string): Promise<void> =>
    new Promise((resolve) => {
      const socket = connect(Number(url.port), url.hostname, () => socket.end(words, 'latin1'))
      socket.on('error', () => undefined)
      socket.resume().on('close', () => resolve())
    })
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (words) => {
      await say(words)
      await say(
        `POST ${url.pathname}steps HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\nContent-Length: ${words.length}\r\n\r\n${words}`,
      )
    }),
    { numRuns: 30 },
  )
  t.equal((await ask(url.pathname)).status, 200)
})

void t.test('connections without the token do not lock the page', async (t) => {
  const opened: Socket[] = []
  t.teardown(() => {
    for (const socket of opened) socket.destroy()
  })
  const open = async (words: string): Promise<Socket> => {
    const socket = connect(Number(url.port), url.hostname)
    socket.on('error', () => undefined)
    opened.push(socket)
    await once(socket, 'connect')
    socket.write(words)
    return socket
  }
  const events = await open(`GET ${url.pathname}events HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  await once(events, 'data')
  events.resume()
  const [first] = [await open('GET / HTTP/1.1\r\nX: ')]
  const gaveWay = once(first, 'close')
  first.resume()
  for (let count = 0; count < 2 * limits.pageStrangers.value; count++) await open('GET / HTTP/1.1\r\nX: ')
  await gaveWay
  t.equal((await ask(url.pathname)).status, 200)
  t.equal(events.destroyed, false, 'who has the token stays')
})

void t.test('of too many pages that are told of events the oldest has to come again', async (t) => {
  const pages: Socket[] = []
  t.teardown(() => {
    for (const socket of pages) socket.destroy()
  })
  const openEvents = async (): Promise<void> => {
    const socket = connect(Number(url.port), url.hostname)
    pages.push(socket)
    socket.write(`GET ${url.pathname}events HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
    await once(socket, 'data')
    socket.resume()
  }
  for (let count = 0; count < limits.pageListeners.value; count++) await openEvents()
  const [first] = pages
  if (!first) throw new Error('no page is open')
  let ended = ''
  first.on('data', (data: Buffer) => (ended += data.toString()))
  await openEvents()
  while (!ended.endsWith('0\r\n\r\n')) await once(first, 'data')
  t.equal(pages.filter(({ destroyed }) => destroyed).length, 0, 'it is told so')
})
