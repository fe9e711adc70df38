import { randomBytes } from 'node:crypto'
import t from 'tap'
import { UnexpectedReplyError } from '../../../sim/client/transports/http.ts'
import { restoreUserState, storeUserState } from '../../../sim/client/conversations/user-state.ts'
import { open } from '../../network/opened.ts'
import { newFolder } from '../../new-folder.ts'
import { sayTo } from './say-to.ts'

const { running, pki } = await open(
  t,
  {
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        systems: [{ name: 'smp.nat', roles: ['state-migration-point'] }],
      },
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        systems: [
          { name: 'smp.mix', roles: ['state-migration-point'], stateMigration: { quota: '4 MiB' } },
          { name: 'old.mix', roles: ['state-migration-point'], stateMigration: { restoreOnly: true } },
          { name: 'slp.mix', roles: ['server-locator-point'] },
        ],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
  },
  { cache: newFolder(t) },
)

void t.test('user state is stored and restored', async (t) => {
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const [{ certificate: cert, key }, { root: ca }] = await Promise.all([
    pki.client(pc, 'good'),
    pki.authorities(),
  ])
  for (const say of [sayTo(running, 'smp.mix'), sayTo(running, 'smp.nat', { ca, cert, key })]) {
    const bytes = randomBytes(100_000)
    const stored = await storeUserState({ computer: 'OLD', destination: 'NEW', bytes })(say)
    t.match(stored, { stored: true, store: /^[-0-9A-F]{36}$/ })
    t.strictSame(await restoreUserState('OLD')(say), { restored: false, refusal: 'other-computer' })
    t.strictSame(await restoreUserState('NEW')(say), {
      restored: true,
      store: stored.stored && stored.store,
      bytes,
      verified: true,
    })
  }
})

void t.test('in pieces where it is long, and of no bytes at all', async (t) => {
  const say = sayTo(running, 'smp.mix')
  const sent: number[] = []
  const bytes = randomBytes(2 * 1024 * 1024 + 1)
  const stored = await storeUserState({ computer: 'LONG', bytes })((said) => {
    if (said.method === 'PUT') sent.push(said.body?.length ?? 0)
    return say(said)
  })
  t.equal(stored.stored, true)
  t.strictSame(sent, [1024 * 1024, 1024 * 1024, 1])
  const restored = await restoreUserState('LONG')(say)
  t.match(restored, { restored: true, verified: false })
  t.equal(restored.restored && restored.bytes.length, bytes.length)

  const empty = await storeUserState({ computer: 'EMPTY', bytes: Buffer.alloc(0) })(say)
  t.equal(empty.stored, true)
  const again = await restoreUserState('EMPTY')(say)
  t.strictSame(again.restored && [again.bytes.length, again.verified], [0, true])
})

void t.test('a refusal is told', async (t) => {
  const store = (bytes: number, name: string) =>
    storeUserState({ computer: 'PC', bytes: Buffer.alloc(bytes) })(sayTo(running, name))
  t.strictSame(await store(5 * 1024 * 1024, 'smp.mix'), { stored: false, refusal: 'no-room' })
  t.strictSame(await store(1, 'old.mix'), { stored: false, refusal: 'restore-only' })
  t.strictSame(await restoreUserState('PC')(sayTo(running, 'old.mix')), {
    restored: false,
    refusal: 'no-store',
  })
  const named = restoreUserState('PC', 'NONE')(sayTo(running, 'smp.mix'))
  t.strictSame(await named, { restored: false, refusal: 'no-store' })
})

void t.test('what is no state migration point is not taken for one', async (t) => {
  const say = sayTo(running, 'slp.mix')
  await t.rejects(storeUserState({ computer: 'PC', bytes: Buffer.alloc(1) })(say), UnexpectedReplyError)
  await t.rejects(restoreUserState('PC')(say), { reply: { status: 404 }, message: /Restore.*404/ })
  const changed = sayTo(running, 'smp.mix')
  await storeUserState({ computer: 'CHANGED', bytes: Buffer.from('state') })(changed)
  const reading = restoreUserState('CHANGED')(async (said) => {
    const reply = await changed(said)
    return said.method === 'GET' ? { ...reply, body: Buffer.from('stale') } : reply
  })
  await t.rejects(reading, /hash/)
  const ofAnother = restoreUserState('CHANGED')(async (said) => {
    const reply = await changed(said)
    return { ...reply, body: Buffer.from(reply.body.toString().replace('CHANGED', 'ANOTHER')) }
  })
  await t.rejects(ofAnother, /Restore was answered for the computer ANOTHER/)
})
