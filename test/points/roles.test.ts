import { createCipheriv, createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import { parseErrorPage } from '../../sim/wire/error-page.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask, type Asked } from './raw-request.ts'

const size = 200_001
const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'proxy.nat', roles: ['management-point'] },
      ],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      systems: [
        { name: 'mp.mix', roles: ['management-point'] },
        {
          name: 'dp.mix',
          roles: ['standard-distribution-point'],
          anonymousAccess: true,
          packages: ['MIX00001', 'MIX00002'],
        },
        { name: 'empty.mix', roles: ['standard-distribution-point'], anonymousAccess: true },
        { name: 'smp.mix', roles: ['state-migration-point'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
  packages: [
    { id: 'MIX00001', version: 3, size },
    { id: 'MIX00002', size: 1 },
    { id: 'MIX00003', size: 10 },
  ],
}

const { running, pki } = await open(t, written, { cache: newFolder(t) })
const asking = (name: string) => (path: string, more?: Omit<Asked, 'path'>) =>
  ask(running, name, { path, ...more })

void t.test('a management point lists the management points of its site', async (t) => {
  const mp = asking('mp.mix')
  const { status, headers, body } = await mp('/SMS_MP/.sms_aut?MPLIST')
  t.equal(status, 200)
  t.equal(headers['content-type'], 'text/xml')
  t.match(body.toString(), /^<MPList><MP Name="mp" FQDN="mp\.mix\.contoso\.test" SiteCode="MIX">/)
  const folded = await mp('/sms_mp/.SMS_AUT?mplist')
  t.ok(folded.body.equals(body), 'whatever the case of the path')
  const encoded = await mp('/SMS%5FMP/%2Esms_aut?MPLIST')
  t.ok(encoded.body.equals(body), 'and however it is encoded')
})

void t.test('a native management point gives out the certificate that it shows', async (t) => {
  const { root } = await pki.authorities()
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { certificate: cert, key } = await pki.client(pc, 'good')
  const tls = { ca: root, cert, key }
  const answer = await asking('mp.nat')('/SMS_MP/.sms_aut?MPCERT', { tls })
  t.equal(answer.status, 200)
  const [, hex = ''] = /^<Certificate>([0-9A-F]+)<\/Certificate>$/.exec(answer.body.toString()) ?? []
  t.ok(answer.certificate?.equals(Buffer.from(hex, 'hex')), 'DER of the handshake')
  const other = await asking('proxy.nat')('/SMS_MP/.sms_aut?MPCERT', { tls })
  t.notOk(other.body.equals(answer.body), 'each its own')
  const list = (await asking('mp.nat')('/SMS_MP/.sms_aut?MPLIST', { tls })).body.toString()
  t.match(list, /FQDN="mp\.nat\.contoso\.test".*SSL.*FQDN="proxy\.nat\.contoso\.test".*SSL/)
  t.notMatch(list, 'MIX')

  const signing = (await asking('mp.nat')('/SMS_MP/.sms_aut?SITESIGNCERT', { tls })).body.toString()
  const [, signingHex = ''] = /<X509Certificate>([0-9A-F]+)</.exec(signing) ?? []
  const { subject } = new X509Certificate(Buffer.from(signingHex, 'hex'))
  t.match(subject, 'The site code of this site server is NAT')
  t.ok(isErrorPage(await asking('mp.mix')('/SMS_MP/.sms_aut?SITESIGNCERT'), 404), 'mixed mode has none')
})

void t.test('a missing path is refused with a page', async (t) => {
  const mp = asking('mp.mix')
  for (const path of [
    '/',
    '/SMS_MP/.sms_aut',
    '/SMS_MP/.sms_aut?MPLISTS',
    '/SMS_MP/.sms_autx?MPLIST',
    '/SMS_MPx/.sms_aut?MPLIST',
    '/SMS_SLP/slp.dll?site',
  ]) {
    t.ok(isErrorPage(await mp(path), 404), path)
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'PROPFIND']) {
    t.ok(isErrorPage(await mp('/SMS_MP/.sms_aut?MPLIST', { method }), 405), method)
  }
  t.ok(isErrorPage(await mp('/%zz'), 400), 'no path at all')
  const head = await mp('/nowhere', { method: 'HEAD' })
  t.strictSame([head.status, head.body.length], [404, 0], 'HEAD has no page')
})

/** The package's bytes, worked out here once more. */
const wholePackage = Buffer.concat(
  Array.from({ length: 4 }, (_, block) => {
    const key = createHash('sha256').update(`MIX00001.3.${block}`).digest()
    return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(65_536))
  }),
).subarray(0, size)
const packageFile = '/SMS_DP_SMSPKGC$/MIX00001/MIX00001.bin'

void t.test('a distribution point sends packages, whole or in part, always with their length', async (t) => {
  const dp = asking('dp.mix')
  const whole = await dp(packageFile)
  t.equal(whole.status, 200)
  t.ok(whole.body.equals(wholePackage), 'the bytes of the package')
  t.match(whole.headers, {
    'content-length': String(size),
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'last-modified': /GMT$/,
    etag: /^"/,
  })
  t.equal(whole.headers['transfer-encoding'], undefined)

  const head = await dp(packageFile, { method: 'HEAD' })
  t.equal(head.body.length, 0)
  for (const name of ['content-length', 'accept-ranges', 'content-type', 'last-modified', 'etag']) {
    t.equal(head.headers[name], whole.headers[name], `HEAD tells the same ${name}`)
  }

  const ranges: [range: string, first: number, last: number][] = [
    ['bytes=0-0', 0, 0],
    ['bytes=65530-65545', 65_530, 65_545],
    ['bytes=1000-', 1000, size - 1],
    ['bytes=-10', size - 10, size - 1],
    ['bytes=200000-999999', 200_000, size - 1],
  ]
  for (const [range, first, last] of ranges) {
    const part = await dp(packageFile, { headers: { Range: range } })
    t.equal(part.status, 206, range)
    t.equal(part.headers['content-range'], `bytes ${first}-${last}/${size}`)
    t.equal(part.headers['content-length'], String(last - first + 1))
    t.equal(part.headers.etag, whole.headers.etag, 'the same thing as before')
    t.ok(part.body.equals(wholePackage.subarray(first, last + 1)), 'those bytes')
  }
  const unread = await dp(packageFile, { headers: { Range: 'bytes=1-0' } })
  t.strictSame([unread.status, unread.body.length], [200, size], 'no range at all: the whole')
  const beyond = await dp(packageFile, { headers: { Range: `bytes=${size}-` } })
  t.strictSame([beyond.status, beyond.headers['content-range']], [416, `bytes */${size}`])
  t.equal(beyond.body.length, 0)

  const one = await dp('/SMS_DP_SMSPKGC$/MIX00002/MIX00002.bin')
  t.strictSame([one.status, one.headers['content-length'], one.body.length], [200, '1', 1], 'one byte')
})

void t.test('a distribution point lists what it holds, and no more', async (t) => {
  const dp = asking('dp.mix')
  const list = async (path: string, depth?: string, name = 'dp.mix'): Promise<string[]> => {
    const headers = depth === undefined ? {} : { Depth: depth }
    const { status, body } = await asking(name)(path, { method: 'PROPFIND', headers })
    if (status !== 207) throw new Error(`${status} for ${path}`)
    return [...body.toString().matchAll(/<D:href>([^<]*)<\/D:href>/g)].map(([, href = '']) => href)
  }
  const root = '/SMS_DP_SMSPKGC$/'
  const held = [`${root}MIX00001/`, `${root}MIX00002/`]
  t.strictSame(await list(root, '0'), [root])
  t.strictSame(await list(root, '1'), [root, ...held])
  t.strictSame((await list(root)).length, 5, 'without a depth, what is in them as well')
  t.strictSame(await list(`${root}MIX00001/`, '0'), [`${root}MIX00001/`])
  t.strictSame(await list(`${root}mix00001`, '1'), [`${root}MIX00001/`, packageFile])
  t.strictSame(await list(packageFile, '1'), [packageFile])
  t.strictSame(await list(root, '1', 'empty.mix'), [root])

  for (const path of [
    'MIX00003/',
    'MIX00003/MIX00003.bin',
    'MIX00001/MIX00002.bin',
    'MIX00001/MIX00001.bin/x',
  ]) {
    t.ok(isErrorPage(await dp(root + path), 404), path)
    t.ok(isErrorPage(await dp(root + path, { method: 'PROPFIND' }), 404), path)
  }
  const listing = await dp(root)
  t.strictSame(parseErrorPage(listing.body.toString()), { status: 403, substatus: 14 }, 'no listing by GET')
  for (const method of ['PUT', 'DELETE', 'POST', 'MKCOL']) {
    t.ok(isErrorPage(await dp(packageFile, { method }), 405), method)
  }
})

void t.test('a client that breaks off in mid-message or mid-transfer is its own affair', async (t) => {
  const [smp, dp] = ['smp.mix', 'dp.mix'].map((name) =>
    running.systems.find((system) => system.name === name),
  )
  if (!smp || !dp) throw new Error('not open')
  const message = 'POST /SMSSMP/smp.dll HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n<StateStore'
  const transfer = `GET ${packageFile} HTTP/1.1\r\nHost: x\r\n\r\n`
  for (const [{ address }, sent] of [
    [smp, message],
    [dp, transfer],
  ] as const) {
    const socket = connect({ host: address, port: 8080 })
    await once(socket, 'connect')
    socket.write(sent)
    if (sent === transfer) await once(socket, 'data')
    socket.resetAndDestroy()
    await once(socket, 'close')
  }
  const answer = await asking('smp.mix')('/SMSSMP/smp.dll', {
    method: 'POST',
    body: '<StateStoreRequest Action="Query" Computer="PC"/>',
  })
  t.equal(answer.status, 200, 'the next one is served')
  t.equal((await asking('dp.mix')(packageFile)).body.length, size)
})
