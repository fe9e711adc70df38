import { createHash } from 'node:crypto'
import t from 'tap'
import { computerAccount } from '../../sim/vocabulary/computer-identity.ts'
import { parseErrorPage } from '../../sim/wire/error-page.ts'
import { parseXml } from '../../sim/wire/xml.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { ask, askAs, type Asked, type RawAnswer } from './raw-request.ts'

const size = 2 * 1024 * 1024
const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        systems: [
          {
            name: 'dp.mix',
            roles: ['standard-distribution-point'],
            anonymousAccess: true,
            packages: ['MIX00001', 'MIX00002'],
          },
          {
            name: 'updates.mix',
            roles: ['standard-distribution-point'],
            anonymousAccess: true,
            packages: ['MIX00004'],
          },
        ],
      },
      {
        code: 'NAT',
        mode: 'native',
        refusal: 'iis',
        systems: [{ name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['MIX00001'] }],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT', certificate: 'expired' }],
    packages: [
      { id: 'MIX00001', version: 3, size },
      { id: 'MIX00002', size: 100 },
      { id: 'MIX00003', size: 10 },
    ],
    updates: [
      { id: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01', size: 20, package: 'MIX00004' },
      { id: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02', size: 30, package: 'MIX00004' },
      { id: '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a03', size: 40, package: 'MIX00005' },
    ],
  },
  { cache: newFolder(t) },
)
const asking =
  (name: string) =>
  (path: string, more?: Omit<Asked, 'path'>): Promise<RawAnswer> =>
    ask(running, name, { path, ...more })
const dp = asking('dp.mix')

const root = '/SMS_DP_SMSPKGC$/'
const main = `${root}MIX00001/MIX00001.bin`
const mainSize = (size * 3) / 4
const whole = (await dp(main)).body

/** The hrefs of a listing. */
async function list(path: string, depth?: string, body = '', from = dp): Promise<string[]> {
  const headers = depth === undefined ? {} : { Depth: depth }
  const answer = await from(path, { method: 'PROPFIND', headers, body })
  if (answer.status !== 207) throw new Error(`${answer.status} for ${path}`)
  if (answer.headers['content-length'] !== String(answer.body.length)) throw new Error('another length')
  const listing = parseXml(answer.body.toString())
  return listing?.children.map(({ children: [href] }) => href?.text ?? '') ?? []
}

void t.test('a listing goes down as far as it is asked to', async (t) => {
  const files = `${root}MIX00001/MIX00001.files/`
  const second = [`${root}MIX00002/`, `${root}MIX00002/MIX00002.bin`]
  const everything = [`${root}MIX00001/`, main, files, `${files}1.bin`, `${files}2.bin`, ...second]
  t.strictSame(await list(root, '0'), [root])
  t.strictSame(await list(root, '1'), [root, `${root}MIX00001/`, `${root}MIX00002/`])
  t.strictSame(await list(root, 'infinity'), [root, ...everything])
  t.strictSame(await list(root), [root, ...everything], 'no depth is infinity')
  t.strictSame(await list(`${root}mix00001/`, '1'), [`${root}MIX00001/`, main, files])
  t.strictSame(await list(files.slice(0, -1).toLowerCase(), '1'), [files, `${files}1.bin`, `${files}2.bin`])
  t.strictSame(await list(`${files}2.bin`), [`${files}2.bin`])
  t.strictSame(await list('/SMS_DP_SMSSIG$', '1'), [
    '/SMS_DP_SMSSIG$/',
    '/SMS_DP_SMSSIG$/MIX00001.3.tar',
    '/SMS_DP_SMSSIG$/MIX00002.1.tar',
  ])
})

void t.test('each update has a directory in that of its deployment package', async (t) => {
  const updates = ['3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01', '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02'] as const
  const files = updates.flatMap((id) => [`${root}MIX00004/${id}/`, `${root}MIX00004/${id}/${id}.bin`])
  const point = asking('updates.mix')
  t.strictSame(await list(root, 'infinity', '', point), [root, `${root}MIX00004/`, ...files])
  t.strictSame(await list('/SMS_DP_SMSSIG$', '1', '', point), [
    '/SMS_DP_SMSSIG$/',
    ...updates.map((id) => `/SMS_DP_SMSSIG$/${id}.1.tar`),
  ])
  t.match(await point(files[1] ?? ''), { status: 200, body: { length: 20 } })
})

void t.test('a PROPFIND that is malformed or too long is refused, and the next one answered', async (t) => {
  const body = '<propfind xmlns="DAV:"><prop><getetag/><mine xmlns="urn:x"/></prop></propfind>'
  const good = await dp(main, { method: 'PROPFIND', body })
  t.match(good.body.toString(), '<D:getetag>&#34;MIX00001.3.2097152&#34;</D:getetag>')
  t.match(good.body.toString(), '<n0:mine/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status>')
  for (const bad of ['x', '<propfind/>', ' '.repeat(16 * 1024 + 1), body + ' '.repeat(1024 * 1024)]) {
    t.equal((await dp(main, { method: 'PROPFIND', body: bad })).status, 400, String(bad.length))
  }
  t.equal((await dp(main, { method: 'PROPFIND', headers: { Depth: '2' } })).status, 400)
  t.strictSame(await list(main, '0', body), [main])
})

void t.test('several ranges come as parts', async (t) => {
  const { status, headers, body } = await dp(main, { headers: { Range: 'bytes=100-199,0-0,-5' } })
  t.equal(status, 206)
  t.equal(headers['content-range'], undefined)
  t.equal(headers['content-length'], String(body.length))
  const [, boundary = ''] =
    /^multipart\/byteranges; boundary=(\S+)$/.exec(headers['content-type'] ?? '') ?? []
  const part = (range: string, content: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Type: application/octet-stream\r\nContent-Range: bytes ${range}\r\n\r\n`,
      ),
      content,
      Buffer.from('\r\n'),
    ])
  const expected = Buffer.concat([
    part(`100-199/${mainSize}`, whole.subarray(100, 200)),
    part(`0-0/${mainSize}`, whole.subarray(0, 1)),
    part(`${mainSize - 5}-${mainSize - 1}/${mainSize}`, whole.subarray(-5)),
    Buffer.from(`--${boundary}--\r\n`),
  ])
  t.ok(body.equals(expected))
  const joined = await dp(main, { headers: { Range: 'bytes=5-9,0-6' } })
  t.strictSame([joined.headers['content-range'], joined.body.length], [`bytes 0-9/${mainSize}`, 10])
  const many = Array.from({ length: 101 }, (_, at) => `${2 * at}-${2 * at}`).join()
  t.equal((await dp(main, { headers: { Range: `bytes=${many}` } })).status, 416, 'too many')
})

void t.test('conditions are heeded, and follow from the package', async (t) => {
  const { headers: state } = await dp(main, { method: 'HEAD', headers: { Range: 'bytes=0-1' } })
  t.equal(state['content-length'], String(mainSize), 'HEAD knows no ranges')
  const { etag = '', 'last-modified': modified = '' } = state
  t.equal(etag, '"MIX00001.3.2097152"')
  t.equal(modified, 'Wed, 22 Aug 2007 00:00:02 GMT', 'later with every version')
  const ask = async (headers: Record<string, string>): Promise<[number, number]> => {
    const { status, body } = await dp(main, { headers })
    return [status, status === 412 ? 0 : body.length]
  }
  const Range = 'bytes=0-9'
  t.strictSame(await ask({ 'If-Match': etag, Range }), [206, 10])
  t.strictSame(await ask({ 'If-Match': '"x"', Range }), [412, 0])
  t.strictSame(await ask({ 'If-Unmodified-Since': modified, Range }), [206, 10])
  t.strictSame(await ask({ 'If-None-Match': etag }), [304, 0])
  t.strictSame(await ask({ 'If-Modified-Since': modified }), [304, 0])
  t.strictSame(await ask({ 'If-Range': etag, Range }), [206, 10])
  t.strictSame(await ask({ 'If-Range': modified, Range }), [206, 10])
  t.strictSame(await ask({ 'If-Range': '"x"', Range }), [200, mainSize], 'another file: the whole of it')
})

void t.test('it says what it can', async (t) => {
  const options = await dp(root, { method: 'OPTIONS' })
  t.match(options, {
    status: 200,
    headers: { dav: '1', allow: 'OPTIONS, GET, HEAD, PROPFIND', 'content-length': '0' },
  })
  t.equal((await dp(`${root}none`, { method: 'OPTIONS' })).status, 404)
  const put = await dp(main, { method: 'PUT', body: 'x' })
  t.match(put, { status: 405, headers: { allow: 'OPTIONS, GET, HEAD, PROPFIND' } })
  const encoded = await dp(main, { headers: { 'Accept-Encoding': 'gzip', TE: 'trailers' } })
  t.match(encoded.headers, { 'content-length': String(mainSize) })
  t.strictSame(
    [encoded.headers['content-encoding'], encoded.headers['transfer-encoding']],
    [undefined, undefined],
  )
})

void t.test('no path leads outside a package', async (t) => {
  const inside = `${root}MIX00001/`
  const paths = [
    '../MIX00003/MIX00003.bin',
    '../MIX00001/MIX00001.bin',
    'MIX00001.files/../MIX00001.bin',
    './MIX00001.bin',
    '%2e%2e/MIX00001/MIX00001.bin',
    '%2e%2e%2fMIX00001%2fMIX00001.bin',
    '%252e%252e/MIX00001/MIX00001.bin',
    'MIX00001.files%5c1.bin',
    'MIX00001.files\\1.bin',
    '..\\MIX00001\\MIX00001.bin',
    '..%c0%afMIX00001/MIX00001.bin',
    'MIX00001.bin%00',
    'MIX00001.bin%00.txt',
    'MIX00001.bin.',
    'MIX00001.bin%20',
    'MIX00001.bin::$DATA',
    'MIX00001.bin:stream',
    'MIX00001.bin/',
    'MIX00001.bin/x',
    '/MIX00001.bin',
    'MIX00001.files//1.bin',
    'MIX00001.files./1.bin',
    '...',
    '../../../../../../../etc/passwd',
    // A web server with request filtering refuses these as well ("IIS Status Codes", 404.8 and 404.11).
    'bin/MIX00001.bin',
    'MIX00001+.bin',
    'toString',
    '__proto__',
  ]
  for (const path of paths) {
    for (const method of ['GET', 'HEAD', 'PROPFIND', 'OPTIONS']) {
      const { status, body } = await dp(inside + path, { method })
      const refused = status === 404 || (status === 400 && path.includes('%c0'))
      t.ok(refused && body.length < 300, `${method} ${path}: ${status}`)
    }
  }
  // A slash may be encoded, and it is a slash then.
  t.equal((await dp(`${inside}MIX00001.files%2f1.bin`)).body.length, size / 8)
  t.equal((await dp(`${root}MIX00003/MIX00003.bin`)).status, 404, 'a package of another distribution point')
})

void t.test('native mode has a directory that asks for no certificate; nothing else is let in', async (t) => {
  const { root: ca } = await pki.authorities()
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { certificate: cert, key } = await pki.client(pc, 'good')
  const expired = await pki.client(pc, 'expired')
  const native = async (path: string, tls: Asked['tls'], method = 'HEAD'): Promise<RawAnswer> =>
    ask(running, 'dp.nat', { path, method, tls: { ca, ...tls }, protocol: 'https' })
  const account = computerAccount('PC')
  const signedIn = async (path: string, tls: Asked['tls'], method = 'HEAD'): Promise<RawAnswer> =>
    askAs(account, running, 'dp.nat', { path, method, tls: { ca, ...tls }, protocol: 'https' })
  const other = main.replace('/', '/NOCERT_')
  t.equal((await native(main, { cert, key })).status, 200)
  t.equal((await signedIn(other, { cert, key })).status, 200)
  t.equal((await signedIn(other, {})).status, 200, 'an account stands in for the certificate')
  const nobody = await native(other, { cert, key }, 'GET')
  t.strictSame(parseErrorPage(nobody.body.toString()), { status: 401, substatus: 2 }, 'and not the reverse')
  const impostor = await askAs({ ...account, password: 'another' }, running, 'dp.nat', {
    path: other,
    tls: { ca },
    protocol: 'https',
  })
  t.strictSame(parseErrorPage(impostor.body.toString()), { status: 401, substatus: 1 })
  const refused = await native(main, {}, 'GET')
  t.strictSame(parseErrorPage(refused.body.toString()), { status: 403, substatus: 7 })
  const signatures = await native('/SMS_DP_SMSSIG$/MIX00001.3.tar', {}, 'GET')
  t.strictSame(parseErrorPage(signatures.body.toString()), { status: 403, substatus: 7 })
  const late = { cert: expired.certificate, key: expired.key ?? '' }
  const refusedLate = await native(main, late, 'GET')
  t.strictSame(parseErrorPage(refusedLate.body.toString()), { status: 403, substatus: 17 })
  t.equal((await signedIn(other, late)).status, 200, 'IIS does not look at a certificate that it ignores')
  const listed = await signedIn(other.slice(0, -'MIX00001.bin'.length), {}, 'PROPFIND')
  t.match(listed.body.toString(), `<D:href>${other}</D:href>`, 'its own paths')
  t.equal((await dp(other)).status, 404, 'in mixed mode it is not there')
  const plain = await ask(running, 'dp.nat', { path: other, protocol: 'http' })
  t.strictSame(parseErrorPage(plain.body.toString()), { status: 403, substatus: 4 }, 'nor without TLS')
})

void t.test('a package has a file of signatures', async (t) => {
  const path = '/SMS_DP_SMSSIG$/MIX00001.3.tar'
  const [tar, again, head] = await Promise.all([dp(path), dp(path), dp(path, { method: 'HEAD' })])
  t.equal(tar.status, 200)
  t.ok(tar.body.equals(again.body), 'the same every time')
  t.equal(head.headers['content-length'], String(tar.body.length))
  for (const algorithm of ['sha1', 'sha256']) {
    const hash = createHash(algorithm).update(whole).digest('hex')
    t.match(tar.body.toString(), `${hash} *MIX00001.bin\n`)
  }
  const part = await dp(path, { headers: { Range: 'bytes=512-551' } })
  t.equal(part.body.toString(), createHash('sha1').update(whole).digest('hex'))
  t.equal((await dp('/SMS_DP_SMSSIG$/MIX00001.2.tar')).status, 404, 'of an earlier version')
  t.equal((await dp('/SMS_DP_SMSSIG$/MIX00003.1.tar')).status, 404)
})
