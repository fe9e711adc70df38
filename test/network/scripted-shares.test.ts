import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Attempt, HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import type { MisbehaviourInput } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')

const branch: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'dp', roles: ['standard-distribution-point'], packages: ['MIX00001', 'MIX00002'] },
        { name: 'branch', roles: ['branch-distribution-point'], packages: ['MIX00001', 'MIX00002'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
  packages: [{ id: 'MIX00001' }, { id: 'MIX00002' }],
}

const share: MisbehaviourInput = { name: 'share', system: 'branch', protocol: 'smb' }

async function opened(t: Test, timeout?: number): Promise<RunningHierarchy> {
  const { running } = await open(t, branch, { cache, ...(timeout !== undefined && { timeout }) })
  return running
}

/** By a simulated client, which signs in, connects to the share, opens the first file and reads it. */
function read(running: RunningHierarchy): Promise<Attempt> {
  return running.client('PC').contact('branch-distribution-point', { system: 'branch' })
}

for (const [operation, error] of [
  ['negotiate', 'STATUS_NOT_SUPPORTED'],
  ['session-setup', 'STATUS_LOGON_FAILURE'],
  ['tree-connect', 'STATUS_BAD_NETWORK_NAME'],
  ['create', 'STATUS_SHARING_VIOLATION'],
  ['read', 'STATUS_DISK_FULL'],
] as const) {
  void t.test(`${operation} gets an error of its own, once`, async (t) => {
    const running = await opened(t)
    running.misbehave({ ...share, operation, error, requests: { nth: 1 } })
    t.match(await read(running), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      client_end: { stage: 'smb', code: error },
      server_end: {
        stage: 'smb',
        code: 'SCRIPTED',
        message: `answered with the error ${error} as the misbehaviour share has it`,
      },
    })
    t.match(await read(running), { outcome: 'answered' }, 'the second has nothing amiss')
  })
}

void t.test('an error can be any number that has no name here', async (t) => {
  const running = await opened(t)
  running.misbehave({ ...share, operation: 'create', error: 0xc000_0456 })
  t.match(await read(running), { outcome: 'failed', client_end: { code: '0xC0000456' } })
})

void t.test(
  'a path begins with the share, and the requests that it does not match are not counted',
  async (t) => {
    const running = await opened(t)
    const error = 'STATUS_ACCESS_DENIED'
    running.misbehave({ ...share, path: '/smspkgc$/mix00002*', error })
    t.match(await read(running), { outcome: 'answered' }, 'the first package is another one')
    running.behave('share')
    running.misbehave({
      ...share,
      path: '/SMSPKGC$/MIX00001/*',
      operation: 'read',
      error,
      requests: { nth: 1 },
    })
    t.match(await read(running), { outcome: 'failed', client_end: { code: error } })
    running.misbehave({ ...share, name: 'connecting', path: '/SMSPKGC$', operation: 'tree-connect', error })
    t.match(await read(running), { outcome: 'failed', client_end: { code: error } })
  },
)

void t.test('a share comes late, and a client with more patience does not mind', async (t) => {
  const running = await opened(t)
  running.misbehave({ ...share, operation: 'create', delayMs: 30 })
  t.match(await read(running), {
    outcome: 'answered',
    server_end: { code: 'SCRIPTED', message: 'waited 30 ms as the misbehaviour share has it' },
  })
})

for (const [fault, code] of [
  ['silent-after-request', 'ETIMEDOUT'],
  ['reset-after-request', 'ECONNRESET'],
  ['garbage-answer', undefined],
  ['truncated', undefined],
] as const) {
  void t.test(`one answer of a share shows the fault ${fault}`, async (t) => {
    const running = await opened(t, 200)
    running.misbehave({ ...share, operation: 'read', fault, requests: { nth: 1 } })
    t.match(await read(running), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      ...(code !== undefined && { client_end: { code } }),
      server_end: { code: 'SCRIPTED', message: `showed the fault ${fault} as the misbehaviour share has it` },
    })
    t.match(await read(running), { outcome: 'answered' })
  })
}

void t.test('a fault of the share comes before its script', async (t) => {
  const running = await opened(t)
  running.misbehave({ ...share, operation: 'create', error: 'STATUS_SHARING_VIOLATION' })
  await running.break('branch', 'file-missing')
  t.match(await read(running), { diagnosis: 'share-package-missing' })
  await running.repair('branch')
  t.match(await read(running), { diagnosis: 'scripted-misbehaviour' })
})

void t.test('a script of the share leaves the web server of the same system alone', async (t) => {
  const running = await opened(t)
  running.misbehave({ ...share, system: 'dp', error: 'STATUS_ACCESS_DENIED' })
  t.match(await running.client('PC').contact('standard-distribution-point', { system: 'dp' }), {
    protocol: 'http',
    outcome: 'answered',
  })
})
