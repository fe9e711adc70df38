import { request } from 'node:http'
import { join } from 'node:path'
import t from 'tap'
import { InputError } from '../../sim/errors.ts'
import type { Journal } from '../../sim/evidence/recording/event.ts'
import type { HierarchyInput } from '../../sim/index.ts'
import { limits } from '../../sim/limits.ts'
import {
  FaultError,
  type MisbehaviourInput,
  type RunningHierarchy,
} from '../../sim/network/running-hierarchy.ts'
import { matches } from '../../sim/net/scripts.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')

const mixed: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'branch', roles: ['branch-distribution-point'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
}

const twoManagementPoints: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: ['mp', 'mp2'].map((name) => ({ name, roles: ['management-point'] })),
    },
  ],
}

const once: MisbehaviourInput = {
  name: 'once',
  system: 'mp',
  path: '/sms_mp/*',
  requests: { nth: 2 },
  answer: { status: 418, headers: { 'X-Why': 'scripted' }, body: 'short and stout' },
}

interface Got {
  status: number | undefined
  why: unknown
  body: string
}

function get(running: RunningHierarchy, path: string, system = 'mp'): Promise<Got> {
  const { address = '', urls: [url = ''] = [] } = running.systems.find(({ name }) => name === system) ?? {}
  return new Promise((resolve, reject) => {
    const asked = request({ host: address, port: new URL(url).port, path, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          why: response.headers['x-why'],
          body: Buffer.concat(parts).toString(),
        }),
      )
    })
    asked.once('error', reject).end()
  })
}

const list = '/SMS_MP/.sms_aut?mplist'

void t.test('the nth request that matches gets an answer of its own, and no other', async (t) => {
  const { running } = await open(t, mixed, { cache })
  running.misbehave(once)
  t.equal((await get(running, list)).status, 200)
  t.equal((await get(running, '/elsewhere')).status, 404, 'does not match, and is not counted')
  t.strictSame(await get(running, list), { status: 418, why: 'scripted', body: 'short and stout' })
  t.equal((await get(running, list)).status, 200)
})

void t.test('from a request on, until it ends by its name, or all do', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const statuses = async (): Promise<unknown[]> => [
    (await get(running, list)).status,
    (await get(running, list)).status,
  ]
  const { name, requests, ...always } = once
  running.misbehave({ ...always, name, requests: { from: 2 } })
  t.strictSame(await statuses(), [200, 418])
  t.strictSame(await statuses(), [418, 418])
  running.behave(name)
  t.strictSame(await statuses(), [200, 200])
  running.misbehave({ ...always, name: 'every' })
  t.strictSame(await statuses(), [418, 418])
  running.behave()
  t.strictSame(await statuses(), [200, 200])
  t.strictSame(requests, { nth: 2 })
})

void t.test('a share of the requests is the same for a seed', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const chosen = async (seed: number): Promise<boolean[]> => {
    running.misbehave({ ...once, requests: { share: '50%', seed } })
    const got: boolean[] = []
    for (let request = 0; request < 24; request += 1) got.push((await get(running, list)).status === 418)
    running.behave()
    return got
  }
  const first = await chosen(7)
  t.strictSame(await chosen(7), first)
  t.notSame(await chosen(8), first)
  t.ok(first.includes(true) && first.includes(false))
})

void t.test('an attempt says that it met a script, and blames nobody', async (t) => {
  const { running } = await open(t, mixed, { cache })
  running.misbehave({ name: 'busy', system: 'MP.sitemode.test', answer: { status: 503 } })
  t.match(await running.client('PC').contact('management-point'), {
    outcome: 'failed',
    status: 503,
    diagnosis: 'scripted-misbehaviour',
    server_end: { code: 'SCRIPTED', message: 'answered 503 as the misbehaviour busy has it' },
  })
})

void t.test('a delay is told, and outlasted by a client with more patience', async (t) => {
  const { running } = await open(t, mixed, { cache })
  running.misbehave({ name: 'late', system: 'mp', delayMs: 30 })
  t.match(await running.client('PC').contact('management-point'), {
    outcome: 'answered',
    server_end: { code: 'SCRIPTED', message: 'waited 30 ms as the misbehaviour late has it' },
  })
})

void t.test('a client without that patience gives up', async (t) => {
  const { running } = await open(t, mixed, { cache, timeout: 100 })
  running.misbehave({ name: 'late', system: 'mp', delayMs: 600_000 })
  t.match(await running.client('PC').contact('management-point'), {
    outcome: 'failed',
    diagnosis: 'scripted-misbehaviour',
    client_end: { code: 'UND_ERR_HEADERS_TIMEOUT' },
    server_end: { code: 'SCRIPTED' },
  })
})

void t.test('every system with a role misbehaves, and each counts its own requests', async (t) => {
  const { running } = await open(t, twoManagementPoints, { cache })
  running.misbehave({ ...once, system: undefined, role: 'management-point' })
  t.equal((await get(running, list, 'mp')).status, 200)
  t.equal((await get(running, list, 'mp2')).status, 200)
  t.equal((await get(running, list, 'mp2')).status, 418)
  t.equal((await get(running, list, 'mp')).status, 418)
  running.behave('once')
  t.equal((await get(running, list, 'mp2')).status, 200)
})

void t.test('one answer has a fault, and the connection says whose it was', async (t) => {
  const { running } = await open(t, mixed, { cache })
  running.misbehave({ name: 'cut', system: 'mp', requests: { nth: 2 }, fault: 'reset-in-answer' })
  const PC = running.client('PC')
  t.match(await PC.contact('management-point'), { outcome: 'answered' })
  t.match(await PC.contact('management-point'), {
    outcome: 'failed',
    diagnosis: 'scripted-misbehaviour',
    server_end: {
      code: 'SCRIPTED',
      message: 'showed the fault reset-in-answer as the misbehaviour cut has it',
    },
  })
  t.match(await PC.contact('management-point'), { outcome: 'answered' })
})

void t.test('a recording tells what was scripted, and for how long', async (t) => {
  const told: unknown[] = []
  const journal: Journal = (event) => {
    if (event.type === 'misbehaviour') told.push(event)
  }
  const { running } = await open(t, mixed, { cache, journal })
  running.misbehave(once)
  running.behave('once')
  running.behave()
  t.strictSame(told, [
    { type: 'misbehaviour', name: 'once', systems: ['mp'] },
    { type: 'misbehaviour', name: 'once', systems: null },
    { type: 'misbehaviour', name: null, systems: null },
  ])
})

void t.test('what cannot be scripted is refused, with a reason', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const says = (act: () => void): unknown => {
    try {
      act()
    } catch (error) {
      if (error instanceof FaultError || error instanceof InputError) return error.message
      throw error
    }
    return 'nothing'
  }
  const changed = (to: Partial<MisbehaviourInput>) => () => running.misbehave({ ...once, ...to })
  t.match(says(changed({ system: 'nobody' })), 'the hierarchy has no site system nobody')
  t.match(says(changed({ system: 'branch' })), 'branch has no web server to misbehave')
  t.match(
    says(changed({ answer: { status: 200, headers: { 'Content-Length': '1' } } })),
    'frames its answers',
  )
  t.match(says(changed({ answer: { status: 204 } })), 'no body')
  t.match(says(changed({ answer: undefined })), 'does nothing')
  t.match(says(changed({ fault: 'slow' })), 'a request has one answer')
  t.match(says(changed({ role: 'management-point' })), 'of one system, or of one role')
  t.match(says(changed({ system: undefined })), 'of one system, or of one role')
  t.match(
    says(changed({ system: undefined, role: 'software-update-point' })),
    'the hierarchy has no software-update-point',
  )
  t.match(
    says(changed({ system: undefined, role: 'branch-distribution-point' })),
    'the branch-distribution-point has no web server to misbehave',
  )
  t.match(
    says(() => running.behave('once')),
    'no misbehaviour once goes on',
  )
  running.misbehave(once)
  t.match(says(changed({})), 'a misbehaviour once goes on already')
})

void t.test('a host misbehaves in so many ways at once, and no more', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const most = limits.scripts.value
  for (let number = 0; number < most; number += 1) running.misbehave({ ...once, name: `m${number}` })
  t.throws(() => running.misbehave(once), {
    message: `mp has ${most} misbehaviours already, and no more at once`,
  })
  running.behave('m0')
  running.misbehave(once)
})

void t.test('a script has limits', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const refuses = (to: Partial<MisbehaviourInput>, message: RegExp): void => {
    t.throws(() => running.misbehave({ ...once, ...to }), { message })
  }
  const [longest, latest] = [limits.scriptedAnswer.value, limits.scriptedDelay.value * 1000]
  refuses({ answer: { status: 200, body: 'x'.repeat(longest + 1) } }, /at most 65536 characters/)
  refuses({ delayMs: latest + 1 }, /at most 600000/)
  refuses({ path: `/${'x'.repeat(256)}` }, /at most 256 characters/)
  running.misbehave({ ...once, answer: { status: 200, body: 'x'.repeat(longest) } })
})

void t.test('what a protocol has no use for is refused, and what it has is told', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const cases: readonly [Partial<MisbehaviourInput>, message: string][] = [
    [{ operation: 'read', fault: 'slow' }, 'a web server has no operation read; leave operation out'],
    [{ question: 'mp', fault: 'slow' }, 'a web server has no question to tell its requests by; it has path'],
    [{ error: 'busy' }, 'a web server has no error for a request; it has delayMs, answer, fault'],
    [
      { protocol: 'smb', answer: { status: 200 } },
      'SMB has no answer for a request; it has delayMs, error, fault',
    ],
    [{ protocol: 'smb', base: 'x', delayMs: 1 }, 'SMB has no base to tell its requests by; it has path'],
    [{ protocol: 'smb', operation: 'search', delayMs: 1 }, 'SMB has no operation search; it has negotiate, '],
    [{ protocol: 'smb', error: 'busy' }, 'SMB has no error busy; it has STATUS_'],
    [{ protocol: 'smb', error: 5 }, 'numbers from 3221225473 to 4294967295'],
    [
      { protocol: 'ldap', path: '/x', error: 'busy' },
      'LDAP has no path to tell its requests by; it has base, filter',
    ],
    [{ protocol: 'ldap', error: 'success' }, 'LDAP has no error success'],
    [{ protocol: 'ldap', error: 'toString' }, 'LDAP has no error toString'],
    [
      { protocol: 'dns', error: 16 },
      'DNS has no error 16; it has FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, numbers from 1 to 15',
    ],
    [
      { protocol: 'wins', fault: 'slow' },
      'WINS has no fault slow of one request; it has silent-after-request, garbage-answer, truncated',
    ],
    [
      { unusual: 'split-writes' },
      'a web server has no split-writes of one answer; it has field-order, field-case, field-whitespace',
    ],
    [
      { protocol: 'dhcp', unusual: 'small-blocks' },
      'DHCP has no small-blocks of one answer; it has option-order, repeated-answer',
    ],
    [
      { protocol: 'dhcp', error: 'fileNotFound' },
      'DHCP has no error for a request; it has delayMs, fault, unusual',
    ],
    [{ protocol: 'dhcp', path: '/x', delayMs: 1 }, 'DHCP has no path to tell its requests by'],
    [{ protocol: 'tftp', operation: 'read', delayMs: 1 }, 'TFTP has no operation read; leave operation out'],
    [
      { protocol: 'soh', error: 'Access-Accept' },
      'it has Access-Reject, Access-Challenge, numbers from 3 to 255',
    ],
  ]
  for (const [to, message] of cases) {
    const written = { name: 'x', system: 'mp', ...to }
    let said = ''
    try {
      running.misbehave(written)
    } catch (error) {
      if (error instanceof InputError) said = error.message
    }
    t.ok(said.includes(message), `${message}: ${said}`)
  }
})

void t.test('a pattern', (t) => {
  const cases: readonly [pattern: string | undefined, path: string, matches: boolean][] = [
    [undefined, '/a', true],
    ['/a', '/A', true],
    ['/a', '/a/b', false],
    ['/a/*', '/a/b/c', true],
    ['/a*a', '/a', false],
    ['/*/c*', '/a/b/c', true],
    ['/*.exe', '/a/b.EXE', true],
    ['/*x*', '/a', false],
    ['/*', '*', false],
  ]
  for (const [pattern, path, expected] of cases)
    t.equal(matches(pattern, path), expected, `${pattern ?? 'none'} and ${path}`)
  t.end()
})
