import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import { parseStateStoreReply } from '../../sim/wire/state-migration-point/state-store.ts'
import type { RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask, type Asked, type RawAnswer } from './raw-request.ts'

const cache = newFolder(t)
const minute = 60_000

async function openPoints(t: Test) {
  const { running } = await open(
    t,
    {
      sites: [
        {
          code: 'MIX',
          mode: 'mixed',
          systems: [
            {
              name: 'smp',
              roles: ['state-migration-point'],
              stateMigration: { quota: '2 MiB', deletionDelay: '30 min' },
            },
            { name: 'free', roles: ['state-migration-point'] },
            { name: 'old', roles: ['state-migration-point'], stateMigration: { restoreOnly: true } },
          ],
        },
      ],
    },
    { cache },
  )
  return talkingTo(running)
}

function talkingTo(running: RunningHierarchy) {
  const post = (body: string | Buffer, name = 'smp'): Promise<RawAnswer> =>
    ask(running, name, { method: 'POST', path: '/SMSSMP/smp.dll', body })
  async function request(attributes: string, name = 'smp') {
    const { status, body } = await post(`<StateStoreRequest ${attributes}/>`, name)
    const reply = parseStateStoreReply(body.toString())
    if (status !== 200 || !reply) throw new Error(`${status} ${body.toString()}`)
    return { ...reply, store: reply.store ?? { id: '', size: -1 } }
  }
  const transfer = (store: string, computer: string, asked?: Omit<Asked, 'path'>, name = 'smp') =>
    ask(running, name, { path: `/SMSSMP/stores/${store}?computer=${computer}`, ...asked })
  return { running, post, request, transfer }
}

const capture = (computer: string, size: number, destination = computer): string =>
  `Action="Capture" Computer="${computer}" Destination="${destination}" Size="${size}"`
const release = (computer: string, store: string): string =>
  `Action="Release" Computer="${computer}" Store="${store}"`
const restore = (computer: string): string => `Action="Restore" Computer="${computer}"`
const put = (body: string | Buffer, range?: string): Omit<Asked, 'path'> => ({
  method: 'PUT',
  body,
  ...(range !== undefined && { headers: { 'Content-Range': range } }),
})

void t.test('user state is stored, released, restored, and deleted in the end', async (t) => {
  const { running, post, request, transfer } = await openPoints(t)
  const query = await post('<StateStoreRequest Action="Query" Computer="PC &amp; &lt;Co&gt;"/>')
  t.equal(
    query.body.toString(),
    '<StateStoreReply SiteCode="MIX" Computer="PC &#38; &#60;Co&#62;" Stores="0"/>',
  )
  const { store, status } = await request(capture('OLD', 12, 'NEW'))
  t.strictSame([status, store.size], ['done', 0])
  const { id } = store
  t.equal((await request(release('OLD', id))).status, 'not-now', 'nothing is written yet')
  t.equal((await request(restore('NEW'))).status, 'no-store', 'nor can it be restored')
  const written = await transfer(id.toLowerCase(), 'old', put('user state'))
  t.strictSame([written.status, written.body.length], [200, 0], 'whatever the case of the names')
  t.ok(isErrorPage(await transfer(id, 'NEW'), 404), 'not to be read before')
  t.match(await request(release('OLD', id)), {
    status: 'done',
    store: { id, size: 10, hash: createHash('sha256').update('user state').digest('hex') },
  })
  t.ok(isErrorPage(await transfer(id, 'OLD', put('changed')), 404), 'released is released')
  t.equal((await request('Action="Query" Computer="new"')).stores, 1)
  t.equal((await request('Action="Query" Computer="OLD"')).stores, 0)

  t.ok(isErrorPage(await transfer(id, 'NEW'), 404), 'not before it is asked for')
  t.match(await request(restore('NEW')), { status: 'done', store: { id, size: 10 } })
  const head = await transfer(id, 'NEW', { method: 'HEAD' })
  t.strictSame([head.status, head.headers['content-length'], head.body.length], [200, '10', 0])
  t.equal((await transfer(id, 'NEW')).body.toString(), 'user state')
  t.equal((await request(release('NEW', id))).status, 'done')
  t.ok(isErrorPage(await transfer(id, 'NEW'), 404), 'not after it was released')

  running.advance(29 * minute)
  t.match(await request(restore('NEW')), { status: 'done', store: { id } }, 'once more, within the delay')
  t.equal((await request(release('NEW', id))).status, 'done')
  running.advance(29 * minute)
  t.equal((await request('Action="Query" Computer="NEW"')).stores, 1, 'the delay began anew')
  running.advance(2 * minute)
  t.equal((await request('Action="Query" Computer="NEW"')).stores, 0)
  t.equal((await request(restore('NEW'))).status, 'no-store')
  t.equal((await request(release('NEW', id))).status, 'no-store')
})

void t.test('long user state comes in pieces, in their order', async (t) => {
  const { request, transfer } = await openPoints(t)
  const { store } = await request(capture('PC', 10))
  const { id } = store
  t.equal((await transfer(id, 'PC', put('0123', 'bytes 0-3/10'))).status, 200)
  t.equal((await request(release('PC', id))).status, 'not-now', 'not whole')
  const gap = await transfer(id, 'PC', put('67', 'bytes 6-7/10'))
  t.strictSame([gap.status, gap.headers['content-range']], [416, 'bytes */4'])
  const other = await transfer(id, 'PC', put('45', 'bytes 4-5/9'))
  t.equal(other.status, 416, 'of another whole')
  for (const range of ['bytes 4-6/10', 'bytes 4-5/*', 'x', '']) {
    t.ok(isErrorPage(await transfer(id, 'PC', put('45', range)), 400), range)
  }
  t.ok(isErrorPage(await transfer(id, 'PC', put('45', 'bytes 4-5/11')), 413), 'more than was asked for')
  t.ok(isErrorPage(await transfer(id, 'PC', put(Buffer.alloc(1024 * 1024 + 1))), 413), 'too long a piece')
  t.equal((await transfer(id, 'PC', put('456789', 'bytes 4-9/10'))).status, 200)
  const hash = createHash('sha256').update('0123456789').digest('hex')
  t.match(await request(release('PC', id)), { status: 'done', store: { size: 10, hash } })

  const again = await request(capture('PC', 10))
  t.equal((await transfer(again.store.id, 'PC', put('wrong', 'bytes 0-4/10'))).status, 200)
  t.equal((await transfer(again.store.id, 'PC', put('right'))).status, 200, 'it may begin again')
  t.match(await request(release('PC', again.store.id)), { status: 'done', store: { size: 5 } })
  await request(restore('PC'))
  t.equal((await transfer(again.store.id, 'PC')).body.toString(), 'right', 'the latest is restored')
})

void t.test('data too long to keep is reported by its length', async (t) => {
  const { request, transfer } = await openPoints(t)
  const size = 5 * 256 * 1024 + 7
  const { store } = await request(capture('PC', size))
  const bytes = Buffer.alloc(size, 'x')
  for (let first = 0; first < size; first += 1024 * 1024) {
    const piece = bytes.subarray(first, first + 1024 * 1024)
    const range = `bytes ${first}-${first + piece.length - 1}/${size}`
    t.equal((await transfer(store.id, 'PC', put(piece, range))).status, 200)
  }
  const released = await request(release('PC', store.id))
  const path = `\\\\smp.sitemode.test\\SMPSTORE$\\${store.id}`
  t.strictSame([released.status, released.store], ['done', { id: store.id, size, path }], 'without a hash')
  await request(restore('PC'))
  const read = await transfer(store.id, 'PC')
  t.strictSame([read.headers['content-length'], read.body.length], [String(size), size])
})

void t.test('a folder holds no more than its quota', async (t) => {
  const { running, request, transfer } = await openPoints(t)
  const megabyte = 1024 * 1024
  t.equal((await request(capture('PC1', 2 * megabyte + 1))).status, 'no-room')
  const first = await request(capture('PC1', megabyte))
  t.equal(first.status, 'done')
  t.equal((await request(capture('PC2', megabyte + 1))).status, 'no-room')
  const second = await request(capture('PC2', megabyte))
  t.equal(second.status, 'done', 'just full')
  t.equal((await request(capture('PC3', 1))).status, 'no-room')
  t.equal((await request(capture('PC3', 0))).status, 'done', 'nothing has room')
  t.equal((await request(capture('PC1', megabyte))).status, 'done', 'in place of what it had begun')
  t.equal((await request(release('PC1', first.store.id))).status, 'no-store')

  await transfer(second.store.id, 'PC2', put('short'))
  await request(release('PC2', second.store.id))
  t.equal((await request(capture('PC4', megabyte - 5))).status, 'done', 'released, it takes what it is long')
  t.equal((await request(capture('PC5', 1))).status, 'no-room')
  await request(restore('PC2'))
  await request(release('PC2', second.store.id))
  t.equal((await request(capture('PC5', 1))).status, 'no-room', 'restored, it is still there')
  running.advance(31 * minute)
  t.equal((await request(capture('PC5', 5))).status, 'done', 'expired, it is not')
  t.equal((await request(capture('PC6', 999_999_999_999_999), 'free')).status, 'done', 'no quota, no limit')
})

void t.test('in restore-only mode nothing is captured', async (t) => {
  const { request } = await openPoints(t)
  t.equal((await request(capture('PC', 1), 'old')).status, 'restore-only')
  t.equal((await request(restore('PC'), 'old')).status, 'no-store', 'restores are answered')
})

void t.test('a store is for its computers alone', async (t) => {
  const { request, transfer } = await openPoints(t)
  const { store } = await request(capture('OLD', 5, 'NEW'))
  const { id } = store
  t.ok(isErrorPage(await transfer(id, 'OTHER', put('x')), 403))
  t.ok(isErrorPage(await transfer(id, '', put('x')), 403))
  await transfer(id, 'OLD', put('state'))
  t.equal((await request(release('OTHER', id))).status, 'other-computer')
  t.equal((await request(release('NEW', id))).status, 'other-computer', 'it is not written by that one')
  await request(release('OLD', id))
  t.equal((await request(restore('OTHER'))).status, 'no-store')
  t.equal((await request(restore('OLD'))).status, 'other-computer', 'it is associated with another')
  t.equal((await request(`${restore('OTHER')} Store="${id}"`)).status, 'other-computer')
  t.equal((await request(`${restore('NEW')} Store="${id}"`)).status, 'done')
  t.ok(isErrorPage(await transfer(id, 'OTHER'), 403))
  t.equal((await request(release('OLD', id))).status, 'other-computer')
  t.equal((await request(`${restore('NEW')} Store="${id}x"`)).status, 'no-store')
  t.equal((await request(restore('NEW'), 'free')).status, 'no-store', 'each point has its own stores')
})

void t.test('a malformed request is refused, and the next one is answered', async (t) => {
  const { running, post, request, transfer } = await openPoints(t)
  for (const body of ['', 'x', '<StateStoreRequest Action="Delete" Computer="PC"/>', Buffer.alloc(1000)]) {
    t.ok(isErrorPage(await post(body), 400), String(body.length))
  }
  const longest = `<StateStoreRequest Action="Query" Computer="PC"/>${' '.repeat(4 * 1024 * 1024)}`
  t.ok(isErrorPage(await post(longest), 400), 'longer than any message')
  const at = (path: string, method: string) => ask(running, 'smp', { path, method })
  t.ok(isErrorPage(await at('/SMSSMP/smp.dll', 'GET'), 405))
  t.ok(isErrorPage(await at('/SMSSMP/', 'POST'), 404))
  t.ok(isErrorPage(await at('/SMSSMP/stores/', 'GET'), 404))
  t.ok(isErrorPage(await at('/SMSSMP/stores/../../etc/passwd', 'GET'), 404))
  const { store } = await request(capture('PC', 5))
  const refused = await transfer(store.id, 'PC', { method: 'DELETE' })
  t.ok(isErrorPage(refused, 405))
  t.equal(refused.headers.allow, 'GET, HEAD, PUT, POST')
  t.equal((await request('Action="Query" Computer="PC"')).stores, 0)
})

void t.test('a piece that comes late changes nothing that was released', async (t) => {
  const { running, request, transfer } = await openPoints(t)
  const { store } = await request(capture('PC', 5))
  const { address = '', urls: [url = ''] = [] } = running.systems[0] ?? {}
  const late = connect({ host: address, port: Number(new URL(url).port) })
  t.teardown(() => late.destroy())
  const head = `PUT /SMSSMP/stores/${store.id}?computer=PC HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n`
  late.write(`${head}la`)
  await once(late, 'connect')
  t.equal((await transfer(store.id, 'PC', put('state'))).status, 200)
  t.equal((await request(release('PC', store.id))).status, 'done')
  late.write('te')
  const [answer] = (await once(late, 'data')) as [Buffer]
  t.match(answer.toString(), /^HTTP\/1\.1 404 /)
  await request(restore('PC'))
  t.equal((await transfer(store.id, 'PC')).body.toString(), 'state')
})

void t.test('very many captures do not fill the memory', async (t) => {
  const { request } = await openPoints(t)
  const { store } = await request(capture('PC', 0))
  for (let number = 0; number < 999; number += 1) await request(capture(`PC-${number}`, 0))
  t.equal((await request(capture('LAST', 0))).status, 'no-room')
  t.equal((await request(capture('PC', 0))).status, 'done', 'one that had begun may begin again')
  t.equal((await request(release('PC', store.id))).status, 'no-store')
})
