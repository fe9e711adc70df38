import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import t from 'tap'
import * as z from 'zod'
import { openInterface } from '../../sim/live/interface.ts'
import { createStepQueue } from '../../sim/live/step-queue.ts'
import { limits } from '../../sim/limits.ts'
import { openedIn } from '../../sim/library/serve.ts'
import { lineText, readLine } from '../../sim/evidence/recording/recording-text.ts'
import { newFolder } from '../new-folder.ts'
import { openRecorded } from './opened-page.ts'

const { running, recorded, journal } = await openRecorded(t, 'scenarios/hierarchies/fjords.yaml')
const recording = join(newFolder(t), 'recording.ndjson')
const token = 'a-token-of-the-test'
const served = {
  ...{ recorded, steps: createStepQueue(running, journal), opened: () => openedIn(running) },
}
const api = await openInterface({ ...served, recording }, { port: 0, token })
const unrecorded = await openInterface({ ...served, recording: undefined }, { port: 0, token: undefined })
t.teardown(async () => {
  await api[Symbol.asyncDispose]()
  await unrecorded[Symbol.asyncDispose]()
})

interface Asked {
  method?: string
  headers?: Record<string, string>
  body?: string
  url?: string
}

interface Answered {
  status: number
  headers: NodeJS.Dict<string | string[]>
  body: string
}

const bearer = { authorization: `Bearer ${token}` }

function ask(path: string, { method = 'GET', headers = bearer, body = '', url = api.url }: Asked = {}) {
  return new Promise<Answered>((resolve, reject) => {
    const asked = request(`${url}${path}`, { method, headers }, (answer) => {
      let text = ''
      answer.on('data', (data: Buffer) => (text += data.toString()))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

const step = (written: unknown, type = 'application/json'): Promise<Answered> =>
  ask('/steps', {
    method: 'POST',
    headers: { ...bearer, 'content-type': type },
    body: typeof written === 'string' ? written : JSON.stringify(written),
  })

const described = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

const description = z.looseObject({}).parse(JSON.parse((await ask('/openapi.json', { headers: {} })).body))
const { paths } = described.parse(description)
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false })
ajv.addSchema(description, 'openapi.json')

/** What an answer has that its description does not allow; also an answer that is not described. */
function undescribed(path: string, method: string, { status, headers, body }: Answered): unknown {
  const [type = ''] = String(headers['content-type']).split(';')
  const place = [path, method.toLowerCase(), 'responses', `${status}`, 'content', type, 'schema']
  const pointer = ['paths', ...place]
    .map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1'))
    .join('/')
  const validate = ajv.compile({ $ref: `openapi.json#/${encodeURI(pointer)}` })
  const values = type === 'application/x-ndjson' ? body.trimEnd().split('\n') : [body]
  return values.every((value) => validate(JSON.parse(value))) ? undefined : validate.errors
}

void t.test('the description is OpenAPI 3.1, and describes every answer', async (t) => {
  const validator = new Validator()
  const { valid, errors } = await validator.validate(description)
  t.ok(valid, JSON.stringify(errors))
  t.equal(validator.version, '3.1')
  writeFileSync(recording, recorded.lines.map((line) => lineText(line)).join(''))
  await step({ client: 'LAPTOP', contact: 'management-point' })
  await step({ client: 'LAPTOP', clients: 'all' })
  let asked = 0
  for (const [path, operations] of Object.entries(paths)) {
    for (const method of Object.keys(operations)) {
      const answers = [
        method === 'post' ? await step({ client: 'LAPTOP', start: true }) : await ask(path),
        await ask(`${path}?no-such=1`, {
          method: method.toUpperCase(),
          headers: { ...bearer, 'content-type': 'application/json' },
        }),
        await ask(path, { method: method.toUpperCase(), headers: { ...bearer, host: 'evil.example' } }),
      ]
      t.strictSame(
        answers.map(({ status }) => status),
        [200, 400, 403],
        `${method} ${path}`,
      )
      for (const answer of answers)
        t.strictSame(undescribed(path, method, answer), undefined, `${path} ${answer.status}`)
      asked += 1
    }
  }
  t.equal(asked, 9)
  for (const refused of [
    await step({}),
    await step('{'),
    await step('{}', 'text/plain'),
    await step(' '.repeat(70_000)),
  ])
    t.strictSame(undescribed('/steps', 'post', refused), undefined, `${refused.status}`)
  const wrong = { status: 200, headers: { 'content-type': 'application/json' }, body: '{"status":"closed"}' }
  t.not(undescribed('/health', 'get', wrong), undefined, 'which notices another')
})

void t.test('only programs that have the token are answered', async (t) => {
  t.match(api.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  const { port } = new URL(api.url)
  for (const [why, headers, status] of [
    ['no token', {}, 401],
    ['another', { authorization: `Bearer ${token}x` }, 401],
    ['a shorter one', { authorization: `Bearer ${token.slice(0, -1)}` }, 401],
    ['another scheme', { authorization: `Basic ${token}` }, 401],
    ['another name', { ...bearer, host: `rebound.example:${port}` }, 403],
    ['another port', { ...bearer, host: '127.0.0.1:1' }, 403],
    ['a page of a browser', { ...bearer, origin: 'http://evil.example' }, 403],
    ['a page of its own address', { ...bearer, origin: api.url }, 403],
    ['a page by its fetch', { ...bearer, 'sec-fetch-site': 'cross-site' }, 403],
    ['the token', bearer, 200],
    ['the other name of this machine', { ...bearer, host: `localhost:${port}` }, 200],
  ] as const) {
    t.equal((await ask('/clients', { headers })).status, status, why)
    if (status !== 200)
      t.equal((await ask('/steps', { method: 'POST', headers })).status, status, `${why}: a step`)
  }
  const refused = await ask('/clients', { headers: {} })
  t.equal(refused.headers['www-authenticate'], 'Bearer')
  t.notMatch(refused.body, token)
  t.equal((await ask('/health', { headers: {} })).status, 200)
  t.match((await ask('/no-such', { headers: {} })).status, 401, 'nothing is told of what is there')
  t.match(unrecorded.token, /^[0-9a-f]{32}$/, 'a random one, where none is chosen')
  t.equal((await ask('/clients', { url: unrecorded.url })).status, 401, 'which no other interface takes')
})

void t.test('a step of a scenario is carried out, and its attempts are listed', async (t) => {
  const { next } = listed.parse(JSON.parse((await ask('/attempts')).body))
  const { status, body } = await step({
    client: 'LAPTOP',
    contact: 'management-point',
    expect: { protocol: 'http' },
  })
  t.equal(status, 200, 'it was carried out, also where it fails')
  t.match(JSON.parse(body), {
    passed: false,
    expected: { protocol: 'http' },
    observed: { protocol: 'https' },
  })
  const after = listed.parse(JSON.parse((await ask(`/attempts?after=${next}`)).body))
  t.strictSame(
    after.attempts.map(({ id }) => id),
    running.attempts.slice(next).map(({ id }) => id),
  )
  t.not(after.attempts.length, 0)
  t.strictSame(listed.parse(JSON.parse((await ask(`/attempts?after=${after.next}`)).body)), {
    attempts: [],
    next: after.next,
  })
  const one = listed.parse(
    JSON.parse((await ask('/attempts?limit=1&role=management-point&outcome=answered')).body),
  )
  t.match(one.attempts, [{ role: 'management-point', outcome: 'answered' }])
  t.equal(one.attempts.length, 1)
  t.strictSame(listed.parse(JSON.parse((await ask('/attempts?client=NOBODY')).body)).attempts, [])
  t.match(JSON.parse((await ask('/hierarchy')).body), { sites: [{ code: 'CEN', mode: 'native' }] })
  await step({ setMode: { site: 'BGO', mode: 'native' } })
  const { sites } = z
    .object({ sites: z.array(z.object({ code: z.string(), mode: z.string() }).loose()) })
    .parse(JSON.parse((await ask('/hierarchy')).body))
  t.equal(sites.find(({ code }) => code === 'BGO')?.mode, 'native')
})

const listed = z.object({
  attempts: z.array(z.object({ id: z.string(), role: z.string(), outcome: z.string() })),
  next: z.number(),
})

void t.test('servers misbehave by a step, and behave by another', async (t) => {
  const contact = { client: 'LAPTOP', contact: 'management-point' }
  const scripts = [
    { name: 'refuses', system: 'mp.osl', answer: { status: 503 } },
    { name: 'fails', system: 'ns', protocol: 'dns', error: 'SERVFAIL' },
  ]
  for (const misbehave of scripts) t.equal((await step({ misbehave })).status, 200)
  t.match(JSON.parse((await step(contact)).body), {
    observed: { outcome: 'failed', diagnosis: 'scripted-misbehaviour', status: 503 },
  })
  t.equal((await step({ behave: 'refuses' })).status, 200)
  t.match(JSON.parse((await step(contact)).body), { observed: { outcome: 'answered' } })
  t.equal((await step({ behave: true })).status, 200)
  for (const [misbehave, says] of [
    [{ name: 'x', system: 'mp.cen', error: 'busy' }, 'misbehaviour-out-of-place'],
    [{ name: 'x', system: 'dc', protocol: 'smb', delayMs: 1 }, 'unspoken-protocol'],
    [{ name: 'x', system: 'mp.cem', delayMs: 1 }, 'unknown-system'],
  ] as const) {
    const { status, body } = await step({ misbehave })
    t.equal(status, 400)
    t.match(body, says)
  }
})

void t.test('connections of other programs are listed', async (t) => {
  const before = connections.parse(JSON.parse((await ask('/connections')).body))
  const point = running.systems.find(({ urls: [url] }) => url?.startsWith('http:'))
  if (!point) throw new Error('no system speaks HTTP')
  const [url = ''] = point.urls
  const { status } = await ask('/', {
    url: `http://${point.address}:${new URL(url).port}`,
    headers: { connection: 'close' },
  })
  t.equal(status, 404)
  let found = before
  while (found.connections.length === 0)
    found = connections.parse(JSON.parse((await ask(`/connections?after=${before.next}`)).body))
  t.match(found.connections, [{ system: point.fqdn, status: 404 }])
  t.equal(found.next, before.next + 1)
})

const connections = z.object({
  connections: z.array(z.object({ system: z.string(), status: z.number().nullable() })),
  next: z.number(),
})

void t.test('the recording is what the file has', async (t) => {
  const { status, headers, body } = await ask('/recording')
  t.equal(status, 200)
  t.equal(headers['content-type'], 'application/x-ndjson')
  t.match(readLine(body.split('\n')[0] ?? '', 1), { type: 'opened' })
  const { token: other, url } = unrecorded
  const none = await ask('/recording', { url, headers: { authorization: `Bearer ${other}` } })
  t.equal(none.status, 409)
  t.match(none.body, '--out DIR')
})

void t.test('what cannot be used is refused, and said', async (t) => {
  for (const [path, problem] of [
    [`/attempts?limit=${limits.listed.value + 1}`, /limit/],
    ['/attempts?limit=many', /limit/],
    ['/attempts?after=-1', /after/],
    ['/attempts?outcome=good', /outcome/],
    ['/attempts?of=LAPTOP', /of/],
    ['/health?x=1', /x/],
  ] as const) {
    const { status, body } = await ask(path)
    t.equal(status, 400, path)
    t.match((JSON.parse(body) as { problem: string }).problem, problem)
  }
  const { status, body } = await step({ client: 'LAPTO', start: true })
  t.equal(status, 400)
  t.match(JSON.parse(body), {
    problem: /no client LAPTO; did you mean LAPTOP/,
    problems: [{ code: 'unknown-client', field: 'client' }],
  })
  t.equal((await step('{')).status, 400)
  t.equal((await step('{}', 'text/plain')).status, 415)
  t.equal((await step(' '.repeat(limits.pageStep.value + 1))).status, 413)
  const other = await ask('/steps')
  t.equal(other.status, 405)
  t.equal(other.headers.allow, 'POST')
  t.equal((await ask('/no-such')).status, 404)
})
