import { createHash } from 'node:crypto'
import t from 'tap'
import { UnexpectedReplyError, type Reply, type Request } from '../../../sim/client/transports/http.ts'
import {
  ContentHashError,
  createTransferJob,
  transferContent,
} from '../../../sim/client/conversations/transfer-content.ts'
import {
  distributionPointDirectory,
  packageContent,
  withoutCertificateDirectory,
  packageDirectoryPath,
} from '../../../sim/wire/distribution-point/package.ts'
import { computerAccount } from '../../../sim/vocabulary/computer-identity.ts'
import { open } from '../../network/opened.ts'
import { askAs, type Asked } from '../../points/raw-request.ts'
import { newFolder } from '../../new-folder.ts'

const size = 5 * 1024 * 1024 + 11
const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        systems: [
          { name: 'dp.mix', roles: ['standard-distribution-point'], packages: ['MIX00001', 'MIX00002'] },
          { name: 'other.mix', roles: ['standard-distribution-point'], packages: ['MIX00001'] },
        ],
      },
      {
        code: 'NAT',
        mode: 'native',
        refusal: 'iis',
        systems: [{ name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['MIX00001'] }],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
    packages: [
      { id: 'MIX00001', size },
      { id: 'MIX00002', size: 1 },
    ],
  },
  { cache: newFolder(t) },
)

const sha1Of = (id: string, size: number): string => {
  const hash = createHash('sha1')
  for (const piece of packageContent({ id, version: 1 }, { first: 0, last: size - 1 })) hash.update(piece)
  return hash.digest('hex')
}
const sha1 = sha1Of('MIX00001', size)

/** Says it over sockets as a computer of the domain, and writes down what was said. */
function talking(name: string, tls?: Asked['tls'], protocol: Asked['protocol'] = 'http') {
  const said: Request[] = []
  const longest = { body: 0 }
  const say = async (saying: Request): Promise<Reply> => {
    said.push(saying)
    const { status, headers, body } = await askAs(computerAccount('PC'), running, name, {
      ...saying,
      protocol,
      ...(tls && { tls }),
    })
    longest.body = Math.max(longest.body, body.length)
    const single = Object.entries(headers).map(
      ([key, value]) => [key, Array.isArray(value) ? value.join(', ') : value] as const,
    )
    return { status, headers: Object.fromEntries(single), body }
  }
  return { said, longest, say }
}

const wanted = { packageId: 'MIX00001', byBits: true, sha1 }

void t.test('a package is listed, and transferred by ranges', async (t) => {
  const { said, longest, say } = talking('dp.mix')
  const { directory, files, bytes } = await transferContent(createTransferJob(wanted))(say)
  t.equal(directory, '/SMS_DP_SMSPKGC$/MIX00001/')
  t.strictSame(
    files.map(({ path }) => path),
    ['MIX00001.bin', 'MIX00001.files/1.bin', 'MIX00001.files/2.bin'],
  )
  t.equal(bytes, size)
  t.equal(longest.body, 1024 * 1024, 'no body is longer than a range')
  const count = (method: string): number => said.filter((one) => one.method === method).length
  t.equal(count('PROPFIND'), 2, 'the directory and the one in it')
  t.equal(count('HEAD'), 3)
  t.equal(count('GET'), 4 + 1 + 1, 'the main file, of three quarters, is four ranges long')
  t.match(said.at(-1)?.headers, { Range: /^bytes=0-\d+$/, 'Accept-Encoding': 'identity' })

  const small = { ...wanted, packageId: 'MIX00002', sha1: sha1Of('MIX00002', 1).toUpperCase() }
  t.equal((await transferContent(createTransferJob(small))(talking('dp.mix').say)).bytes, 1)
})

void t.test(
  'a transfer that broke off goes on where it was, from another distribution point too',
  async (t) => {
    const job = createTransferJob(wanted)
    const { said, say } = talking('dp.mix')
    let gets = 0
    await t.rejects(
      transferContent(job)((saying) => {
        if (saying.method === 'GET' && ++gets > 2) return Promise.reject(new Error('broken off'))
        return say(saying)
      }),
      { message: 'broken off' },
    )
    t.equal(said.filter(({ method }) => method === 'GET').length, 2)
    t.equal(job.transferred, 2 * 1024 * 1024)
    const again = talking('other.mix')
    const { bytes } = await transferContent(job)(again.say)
    t.equal(bytes, size - 2 * 1024 * 1024, 'only what was missing')
    const first = again.said.find(({ method }) => method === 'GET')
    t.match(first?.headers?.Range, /^bytes=2097152-/)
    t.equal((await transferContent(job)(again.say)).bytes, 0, 'nothing is missing then')
  },
)

void t.test('what is not the package that was told of is thrown away', async (t) => {
  const job = createTransferJob({ ...wanted, sha1: '0'.repeat(40) })
  const failed = transferContent(job)(talking('dp.mix').say)
  await t.rejects(failed, ContentHashError)
  await t.rejects(failed, { code: '0x80091007', message: new RegExp(sha1) })
  t.equal(job.transferred, 0)

  const changed = talking('dp.mix')
  const damaged = createTransferJob(wanted)
  await t.rejects(
    transferContent(damaged)(async (saying) => {
      const reply = await changed.say(saying)
      if (saying.method === 'GET') reply.body.writeUInt8((reply.body[0] ?? 0) ^ 1)
      return reply
    }),
    { code: '0x80091007' },
  )
  t.equal((await transferContent(damaged)(changed.say)).bytes, size, 'the next try begins anew')
})

void t.test('either directory of the pair serves, in either order', async (t) => {
  const { root } = await pki.authorities()
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { certificate: cert, key } = await pki.client(pc, 'good')
  const pair = [distributionPointDirectory, withoutCertificateDirectory].map((directory) =>
    packageDirectoryPath('MIX00001', directory),
  )
  const transfer = async (directories: readonly string[], tls: Asked['tls']): Promise<[string, number]> => {
    const { said, say } = talking('dp.nat', tls, 'https')
    const { directory } = await transferContent(createTransferJob({ ...wanted, directories }))(say)
    return [directory, said.filter(({ path }) => !path.startsWith(directory)).length]
  }
  const without = { ca: root }
  const credential = { ca: root, cert, key }
  t.strictSame(await transfer(pair, credential), ['/SMS_DP_SMSPKGC$/MIX00001/', 0])
  t.strictSame(await transfer(pair.toReversed(), credential), ['/NOCERT_SMS_DP_SMSPKGC$/MIX00001/', 0])
  t.strictSame(
    await transfer(pair, without),
    ['/NOCERT_SMS_DP_SMSPKGC$/MIX00001/', 1],
    'not let in at the first',
  )
  t.strictSame(await transfer(pair.toReversed(), without), ['/NOCERT_SMS_DP_SMSPKGC$/MIX00001/', 0])
  const refused = transferContent(createTransferJob(wanted))(talking('dp.nat', without, 'https').say)
  await t.rejects(refused, { name: 'UnexpectedReplyError', reply: { status: 403 } })
  const mixed = transferContent(createTransferJob({ ...wanted, directories: pair.toReversed() }))
  t.equal(
    (await mixed(talking('dp.mix').say)).directory,
    '/SMS_DP_SMSPKGC$/MIX00001/',
    'mixed mode has but one',
  )
  await t.rejects(
    transferContent(createTransferJob({ ...wanted, packageId: 'MIX00009' }))(talking('dp.mix').say),
    {
      name: 'UnexpectedReplyError',
      message: /none of .* has package MIX00009: the last replied with status 404/,
    },
  )
})

void t.test('replies that are not those of a distribution point end a transfer', async (t) => {
  const listing = (href: string, more = '<D:getcontentlength>3</D:getcontentlength>'): Buffer =>
    Buffer.from(
      `<D:multistatus xmlns:D="DAV:"><D:response><D:href>${href}</D:href><D:propstat><D:prop>${more}</D:prop>` +
        '<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>',
    )
  const root = '/SMS_DP_SMSPKGC$/MIX00001/'
  const reply = (status: number, body: Buffer, headers: Reply['headers'] = {}): Reply => ({
    status,
    headers,
    body,
  })
  const collection = '<D:resourcetype><D:collection/></D:resourcetype>'
  let nested = root
  const talks: [name: string, say: (said: Request) => Reply][] = [
    ['405 to PROPFIND', () => reply(405, Buffer.alloc(0))],
    ['no XML', () => reply(207, Buffer.from('x'))],
    ...['..%2f..%2fx', '%2e%2e', 'a%5cb', 'a%00', 'a:b', '/', '../x', 'a/b'].map(
      (name): [string, () => Reply] => [name, () => reply(207, listing(root + name))],
    ),
    ['elsewhere', () => reply(207, listing('/elsewhere/file'))],
    ['no end of directories', () => reply(207, listing((nested += 'x/'), collection))],
    [
      'another length',
      ({ method }) =>
        method === 'PROPFIND'
          ? reply(207, listing(`${root}f`))
          : reply(200, Buffer.alloc(0), { 'content-length': '4' }),
    ],
    ...[
      reply(200, Buffer.from('abc')),
      reply(206, Buffer.from('ab'), { 'content-range': 'bytes 0-2/3' }),
      reply(206, Buffer.from('abc'), { 'content-range': 'bytes 0-2/4' }),
      reply(206, Buffer.from('abc')),
      reply(412, Buffer.alloc(0)),
    ].map((part): [string, (said: Request) => Reply] => [
      `part ${part.status} ${part.headers['content-range'] ?? ''}`,
      ({ method }) =>
        method === 'PROPFIND'
          ? reply(207, listing(`${root}f`))
          : method === 'HEAD'
            ? reply(200, Buffer.alloc(0), { 'content-length': '3' })
            : part,
    ]),
  ]
  for (const [name, say] of talks) {
    const failed = transferContent(createTransferJob(wanted))((said) => Promise.resolve(say(said)))
    await t.rejects(failed, UnexpectedReplyError, name)
  }
  await t.rejects(
    transferContent(createTransferJob({ ...wanted, directories: [] }))(talking('dp.mix').say),
    RangeError,
  )
})
