import { readOverSmb } from '../client/read-over-smb.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openSmbServer } from '../../sim/points/smb-share/smb-server.ts'
import { overSmb } from '../../sim/client/transports/smb/smb.ts'
import { stateShare } from '../../sim/points/state-migration-point/state-share.ts'
import {
  createStateStoreFolder,
  type StateStoreFolder,
} from '../../sim/points/state-migration-point/state-store-folder.ts'
import { createStateStore } from '../../sim/points/state-migration-point/state-store.ts'
import { stateStoreShare, userStateFile } from '../../sim/wire/state-migration-point/state-store.ts'
import { serializeFlushRequest, serializeWriteRequest } from '../../sim/wire/smb/write.ts'
import {
  accessRights,
  createOptions,
  dispositions,
  serializeCloseRequest,
  serializeCreateRequest,
} from '../../sim/wire/smb/create.ts'
import {
  commands,
  headerFlags,
  joinCompound,
  serializeMessage,
  type Header,
  smbFrame,
} from '../../sim/wire/smb/header.ts'
import { serializeEmptyBody } from '../../sim/wire/smb/body.ts'
import { dialects, serializeSmb1Negotiate, serializeNegotiateRequest } from '../../sim/wire/smb/negotiate.ts'
import { ntlmFlags, serializeNtlmAuthenticate, serializeNtlmNegotiate } from '../../sim/wire/ntlm/ntlm.ts'
import { mechanisms, serializeSpnego } from '../../sim/wire/ntlm/spnego.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { mutations } from './mutations.ts'
import { createRandom } from './random.ts'
import {
  serializeQueryDirectoryRequest,
  serializeQueryInfoRequest,
  serializeReadRequest,
} from '../../sim/wire/smb/read.ts'
import { serializeSessionSetupRequest, serializeTreeConnectRequest } from '../../sim/wire/smb/session.ts'

const fqdn = 'branch.contoso.test'

/** A store of user state that is always being written: its id is known, so that samples can name it. */
function stateStoreInProgress(): StateStoreFolder {
  const store = { ...createStateStore('PC', 'PC', 64 * 1024), id: '0A', restoring: true }
  const folder = createStateStoreFolder({ restoreOnly: false, deletionDelay: 0 })
  return { ...folder, stores: [store], find: (id) => (id.toUpperCase() === store.id ? store : undefined) }
}

export const smbShare: FuzzTarget = {
  name: 'smb-share',
  async open() {
    const { port, close } = await openSmbServer({
      address: '127.0.0.1',
      port: 0,
      fqdn,
      recorder: createRecorder(),
      packages: () => [{ id: 'PKG00001', version: 1, size: 100_000 }],
      accounts: () => [],
      admitsAnonymous: () => true,
      shares: [{ ...stateShare(stateStoreInProgress()), admitsAnonymous: () => true }],
    })
    return { port, transport: 'tcp', close }
  },
  samples,
  async stillAnswers(port, timeout) {
    const target = { fqdn, address: '127.0.0.1', port, timeout }
    const { content } = await readOverSmb(target, { share: 'SMSPKGC$', path: 'PKG00001' })
    const { end } = await overSmb(target, { share: stateStoreShare }, (_read, write) =>
      write(userState, Buffer.alloc(1000)),
    )
    return content?.kind === 'directory' && end === null
  },
}

/** As they are given by the server, which counts: a session, a tree and files that can be foretold. */
const sessionId = 1n
const treeId = 2
const fileIdOf = (id: number): Buffer => {
  const fileId = Buffer.alloc(16)
  fileId.writeUInt32LE(id)
  fileId.writeUInt32LE(id, 8)
  return fileId
}
const userState = `0A\\${userStateFile}`
const root = fileIdOf(3)
const file = fileIdOf(4)
const theLast = Buffer.alloc(16, 0xff)

type Request = [command: number, body: Buffer]

const signingIn: Request[] = [
  [
    commands.negotiate,
    serializeNegotiateRequest({
      securityMode: 1,
      clientGuid: Buffer.alloc(16, 7),
      dialects: [dialects.smb202],
    }),
  ],
  [
    commands.sessionSetup,
    setUp(
      serializeSpnego({
        kind: 'init',
        mechanisms: [mechanisms.ntlm],
        token: serializeNtlmNegotiate(0x80201),
      }),
    ),
  ],
  [
    commands.sessionSetup,
    setUp(
      serializeSpnego({
        kind: 'response',
        token: serializeNtlmAuthenticate({
          flags: ntlmFlags.unicode | ntlmFlags.anonymous,
          lmResponse: Buffer.alloc(1),
          ntResponse: Buffer.alloc(0),
          domain: '',
          user: '',
          workstation: '',
        }),
      }),
    ),
  ],
]

const connecting = (share: string): Request => [
  commands.treeConnect,
  serializeTreeConnectRequest({ path: `\\\\${fqdn}\\${share}` }),
]

const reading: Request[] = [
  connecting('SMSPKGC$'),
  [commands.create, open('')],
  [commands.create, open('PKG00001\\PKG00001.bin')],
  ...[1, 2, 3, 37, 38].map((informationClass): Request => [
    commands.queryDirectory,
    serializeQueryDirectoryRequest({
      informationClass,
      flags: 1,
      fileId: root,
      pattern: 'PKG*',
      longest: 4096,
    }),
  ]),
  ...[4, 5, 18, 34].map((informationClass): Request => [
    commands.queryInfo,
    serializeQueryInfoRequest({ infoType: 1, informationClass, longest: 1024, parts: 0, fileId: file }),
  ]),
  ...[1, 3, 5, 7].map((informationClass): Request => [
    commands.queryInfo,
    serializeQueryInfoRequest({ infoType: 2, informationClass, longest: 1024, parts: 0, fileId: file }),
  ]),
  [commands.read, serializeReadRequest({ length: 65_536, offset: 1000n, fileId: file, minimum: 0 })],
  [commands.close, serializeCloseRequest({ tell: true, fileId: file })],
  [commands.echo, serializeEmptyBody()],
  [commands.treeDisconnect, serializeEmptyBody()],
  [commands.logoff, serializeEmptyBody()],
]

/** In the share of user state, where a file is the first thing to get an id after the tree. */
const written = root
const writing: Request[] = [
  connecting(stateStoreShare),
  [commands.create, overwrite(userState)],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(1000, 1), offset: 0n, fileId: written })],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(1000, 2), offset: 1000n, fileId: written })],
  // Not where the file ends, and more than was asked for.
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(10), offset: 5000n, fileId: written })],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(10), offset: 2n ** 63n, fileId: written })],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(65_536), offset: 2000n, fileId: written })],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(0), offset: 2000n, fileId: written })],
  [commands.flush, serializeFlushRequest({ fileId: written })],
  [
    commands.queryInfo,
    serializeQueryInfoRequest({
      ...{ infoType: 1, informationClass: 5, longest: 1024, parts: 0 },
      fileId: written,
    }),
  ],
  [commands.create, open(userState)],
  [commands.read, serializeReadRequest({ length: 65_536, offset: 0n, fileId: file, minimum: 0 })],
  // To a file that was opened to be read, and to one that is closed.
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(10), offset: 0n, fileId: file })],
  [commands.close, serializeCloseRequest({ tell: true, fileId: written })],
  [commands.write, serializeWriteRequest({ data: Buffer.alloc(10), offset: 2000n, fileId: written })],
  [commands.treeDisconnect, serializeEmptyBody()],
  [commands.logoff, serializeEmptyBody()],
]

function setUp(securityToken: Buffer): Buffer {
  return serializeSessionSetupRequest({ securityMode: 1, securityToken })
}

function open(name: string): Buffer {
  return serializeCreateRequest({
    desiredAccess: accessRights.genericRead,
    attributes: 0,
    shareAccess: 7,
    disposition: dispositions.open,
    options: 0,
    name,
  })
}

function overwrite(name: string): Buffer {
  return serializeCreateRequest({
    ...{ desiredAccess: accessRights.genericWrite, attributes: 0, shareAccess: 0 },
    ...{ disposition: dispositions.overwriteIf, options: createOptions.notDirectory, name },
  })
}

function message(index: number, command: number, body: Buffer, more: Partial<Header> = {}): Buffer {
  return serializeMessage(
    {
      command,
      status: 0,
      credits: 8,
      flags: 0,
      nextCommand: 0,
      messageId: BigInt(index),
      treeId: index <= signingIn.length ? 0 : treeId,
      sessionId: index < 2 ? 0n : sessionId,
      signature: Buffer.alloc(16),
      ...more,
    },
    body,
  )
}

/** Whole connections, and some whose messages are broken one by one, so that what comes after sign-in is reached. */
function samples(): Buffer[] {
  const conversations = [reading, writing].map((requests) =>
    [...signingIn, ...requests].map(([command, body], index) => message(index, command, body)),
  )
  const related = { flags: headerFlags.related }
  const closing = serializeCloseRequest({ tell: true, fileId: theLast })
  const compounds: [share: string, created: Buffer, ...Request][] = [
    [
      'SMSPKGC$',
      open('PKG00001\\PKG00001.bin'),
      commands.read,
      serializeReadRequest({ length: 9, offset: 0n, fileId: theLast, minimum: 0 }),
    ],
    [
      stateStoreShare,
      overwrite(userState),
      commands.write,
      serializeWriteRequest({ data: Buffer.alloc(9), offset: 0n, fileId: theLast }),
    ],
  ]
  const inCompounds = compounds.map(([share, created, command, body]) => [
    ...[...signingIn, connecting(share)].map((request, index) => message(index, ...request)),
    joinCompound([
      message(4, commands.create, created),
      message(5, command, body, related),
      message(6, commands.close, closing, related),
    ]),
  ])
  const random = createRandom(445)
  const broken = conversations.flatMap((whole) =>
    Array.from({ length: 300 }, () => {
      const at = random.below(whole.length)
      return whole.map((one, index) =>
        index === at ? random.pick(Object.values(mutations))(one, random, whole) : one,
      )
    }),
  )
  return [
    smbFrame(serializeSmb1Negotiate(['NT LM 0.12', 'SMB 2.002', 'SMB 2.???'])),
    ...[...conversations, ...inCompounds, ...broken].map((messages) => Buffer.concat(messages.map(smbFrame))),
  ]
}
