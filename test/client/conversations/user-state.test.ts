import { randomBytes } from 'node:crypto'
import t from 'tap'
import { UnexpectedReplyError } from '../../../sim/client/transports/http.ts'
import {
  captureStore,
  readUserState,
  releaseStore,
  restoreStore,
  writeUserState,
  type GrantedStore,
  type Refused,
} from '../../../sim/client/conversations/user-state.ts'
import { overSmb, type ShareConversation } from '../../../sim/client/transports/smb/smb.ts'
import type { Conversation, Reply, Request } from '../../../sim/client/transports/http.ts'
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

type Say = (said: Request) => Promise<Reply>

/** The account of the computer. */
const accounts = running.computers.flatMap(({ account }) =>
  account ? [{ user: account.name, domain: 'SITEMODE', password: account.password }] : [],
)

/** What a client does with the share of a state migration point; rejects with the failure of it. */
async function onShare<Result>(
  { folder }: GrantedStore,
  conversation: ShareConversation<Result>,
  signingIn = accounts,
): Promise<Result> {
  const system = running.systems.find(({ fqdn }) => fqdn === folder.host)
  const url = new URL(system?.urls.find((one) => one.startsWith('smb:')) ?? '')
  const target = {
    ...{ fqdn: folder.host, address: system?.address ?? '', port: Number(url.port), timeout: 10_000 },
  }
  const { content, end } = await overSmb(target, { share: folder.share, accounts: signingIn }, conversation)
  if (content === null) throw new Error(`${end?.code}: ${end?.message}`)
  return content
}

async function granted(conversation: Conversation<GrantedStore | Refused>, say: Say): Promise<GrantedStore> {
  const answer = await conversation(say)
  if ('refusal' in answer) throw new Error(answer.refusal)
  return answer
}

async function store(say: Say, computer: string, bytes: Buffer, destination = computer) {
  const captured = await granted(captureStore(computer, bytes.length, destination), say)
  await onShare(captured, writeUserState(captured.folder, bytes))
  t.match(await releaseStore(computer, captured.id)(say), { id: captured.id, size: bytes.length })
  return captured
}

async function restore(say: Say, computer: string) {
  const restored = await granted(restoreStore(computer), say)
  const bytes = await onShare(restored, readUserState(restored))
  t.match(await releaseStore(computer, restored.id)(say), { id: restored.id })
  return { bytes, store: restored.id, verified: restored.hash !== undefined }
}

void t.test('user state is stored and restored', async (t) => {
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const [{ certificate: cert, key }, { root: ca }] = await Promise.all([
    pki.client(pc, 'good'),
    pki.authorities(),
  ])
  for (const say of [sayTo(running, 'smp.mix'), sayTo(running, 'smp.nat', { ca, cert, key })]) {
    const bytes = randomBytes(100_000)
    const stored = await store(say, 'OLD', bytes, 'NEW')
    t.match(stored, { id: /^[-0-9A-F]{36}$/, folder: { share: 'SMPSTORE$', path: stored.id } })
    t.strictSame(await restoreStore('OLD')(say), { refusal: 'other-computer' })
    await t.rejects(onShare(stored, readUserState({ ...stored, size: 100_000 })), /NOT_FOUND/, 'not yet')
    t.strictSame(await restore(say, 'NEW'), { store: stored.id, bytes, verified: true })
    await t.rejects(onShare(stored, readUserState({ ...stored, size: 100_000 })), /NOT_FOUND/, 'no more')
    await t.rejects(
      onShare(stored, writeUserState(stored.folder, bytes)),
      /NOT_FOUND/,
      'released is released',
    )
  }
})

void t.test('in pieces where it is long, and of no bytes at all', async () => {
  const say = sayTo(running, 'smp.mix')
  const bytes = randomBytes(2 * 1024 * 1024 + 1)
  await store(say, 'LONG', bytes)
  const restored = await restore(say, 'LONG')
  t.strictSame([restored.bytes.length, restored.verified], [bytes.length, false])
  await store(say, 'EMPTY', Buffer.alloc(0))
  const again = await restore(say, 'EMPTY')
  t.strictSame([again.bytes.length, again.verified], [0, true])
})

void t.test('a share takes no more than was asked for, and nothing beside it', async (t) => {
  const say = sayTo(running, 'smp.mix')
  const captured = await granted(captureStore('SMALL', 10), say)
  const { folder } = captured
  await t.rejects(onShare(captured, writeUserState(folder, Buffer.alloc(11))), /STATUS_DISK_FULL/)
  const other = { ...folder, path: 'NONE' }
  await t.rejects(onShare(captured, writeUserState(other, Buffer.alloc(1))), /STATUS_OBJECT_PATH_NOT_FOUND/)
  const writeOther = onShare(captured, (_read, write) => write(`${folder.path}\\other.txt`, Buffer.alloc(1)))
  await t.rejects(writeOther, /STATUS_OBJECT_NAME_INVALID/)
  t.same(await onShare(captured, (read) => read('')), { kind: 'directory', names: [] }, 'nothing is listed')
  t.match(await releaseStore('SMALL', captured.id)(say), { size: 0 }, 'nothing of it is kept')
})

void t.test('a share is for accounts of the domain', async (t) => {
  const captured = await granted(captureStore('SMALL', 10), sayTo(running, 'smp.mix'))
  const writing = writeUserState(captured.folder, Buffer.alloc(10))
  await t.rejects(onShare(captured, writing, []), /STATUS_ACCESS_DENIED/)
  const wrong = accounts.map((account) => ({ ...account, password: 'another' }))
  await t.rejects(onShare(captured, writing, wrong), /STATUS_LOGON_FAILURE/)
  await t.resolves(onShare(captured, writing))
})

void t.test('a refusal is told', async (t) => {
  const asked = (bytes: number, name: string) => captureStore('PC', bytes)(sayTo(running, name))
  t.strictSame(await asked(5 * 1024 * 1024, 'smp.mix'), { refusal: 'no-room' })
  t.strictSame(await asked(1, 'old.mix'), { refusal: 'restore-only' })
  t.strictSame(await restoreStore('PC')(sayTo(running, 'old.mix')), { refusal: 'no-store' })
  t.strictSame(await restoreStore('PC', 'NONE')(sayTo(running, 'smp.mix')), { refusal: 'no-store' })
})

void t.test('what is no state migration point is not taken for one', async (t) => {
  const say = sayTo(running, 'slp.mix')
  await t.rejects(captureStore('PC', 1)(say), UnexpectedReplyError)
  await t.rejects(restoreStore('PC')(say), { reply: { status: 404 }, message: /Restore.*404/ })
  const changed = sayTo(running, 'smp.mix')
  await store(changed, 'CHANGED', Buffer.from('state'))
  const stored = await granted(restoreStore('CHANGED'), changed)
  await t.rejects(onShare(stored, readUserState({ ...stored, hash: '0'.repeat(64) })), /0x80091007.*hash/)
  await t.rejects(onShare(stored, readUserState({ ...stored, size: 4 })), /announced length/)
  const rewritten =
    (from: RegExp, to: string): Say =>
    async (said) => {
      const reply = await changed(said)
      return { ...reply, body: Buffer.from(reply.body.toString().replace(from, to)) }
    }
  await t.rejects(
    restoreStore('CHANGED')(rewritten(/CHANGED/, 'ANOTHER')),
    /Restore was answered for the computer ANOTHER/,
  )
  await t.rejects(restoreStore('CHANGED')(rewritten(/ Path="[^"]*"/, '')), /no folder in a share/)
})
