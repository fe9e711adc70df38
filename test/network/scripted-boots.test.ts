import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { HierarchyInput, MisbehaviourInput, RunningHierarchy } from '../../sim/index.ts'
import type { SiteSystemRole } from '../../sim/vocabulary/site-system-role.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

// DHCP, TFTP and statements of health: what clients that are not told of a script make of what it does.

const cache = join(newFolder(t), 'cache')

const site: HierarchyInput = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
}

async function opened(t: Test, timeout?: number): Promise<RunningHierarchy> {
  const { running } = await open(t, site, { cache, ...(timeout !== undefined && { timeout }) })
  return running
}

type Script = Omit<MisbehaviourInput, 'name' | 'system' | 'role'>

/** Milliseconds for which a client waits in vain. */
const shortTimeout = 200
/** Milliseconds in which a client asks three times. */
const askingThrice = 1500

const roles = {
  dhcp: 'pxe-service-point',
  tftp: 'pxe-service-point',
  soh: 'system-health-validator-point',
} as const satisfies Record<string, SiteSystemRole>

const stages = { dhcp: 'pxe', tftp: 'pxe', soh: 'soh' } as const

type Scripted = keyof typeof roles

/** What befalls every request, and how the client fails then. */
const failing: readonly [protocol: Scripted, script: Script, code: string][] = [
  ['dhcp', { operation: 'discover', fault: 'silent-after-request' }, 'PXE-E51'],
  ['dhcp', { operation: 'discover', fault: 'garbage-answer' }, 'PXE-E51'],
  ['dhcp', { operation: 'discover', fault: 'truncated' }, 'PXE-E51'],
  ['dhcp', { operation: 'request', fault: 'silent-after-request' }, 'PXE-E55'],
  ['dhcp', { operation: 'request', fault: 'garbage-answer' }, 'PXE-E55'],
  ['dhcp', { operation: 'request', fault: 'truncated' }, 'PXE-E55'],
  ['tftp', { fault: 'silent-after-request' }, 'PXE-E32'],
  ['tftp', { fault: 'garbage-answer' }, 'PXE-E32'],
  ['tftp', { fault: 'silent-in-answer' }, 'PXE-E35'],
  ['tftp', { fault: 'truncated' }, 'PXE-E36'],
  ['tftp', { error: 'accessViolation' }, 'PXE-E36'],
  ['tftp', { error: 'fileNotFound', path: '/SMSBoot/*' }, 'PXE-T01'],
  ['tftp', { error: 99 }, 'PXE-E36'],
  ['soh', { fault: 'silent-after-request' }, 'ETIMEDOUT'],
  ['soh', { fault: 'garbage-answer' }, 'RADIUS_NOT_AUTHENTIC'],
  ['soh', { fault: 'truncated' }, 'RADIUS_NOT_AUTHENTIC'],
  ['soh', { error: 'Access-Reject' }, 'ACCESS_REJECT'],
  ['soh', { error: 'Access-Challenge' }, 'SOH_RESPONSE_MALFORMED'],
]

for (const [protocol, script, code] of failing) {
  void t.test(`${protocol}: ${JSON.stringify(script)}`, async (t) => {
    const running = await opened(t, shortTimeout)
    const role = roles[protocol]
    running.misbehave({ name: 'scripted', role, protocol, ...script })
    t.match(await running.client('PC').contact(role), {
      outcome: 'failed',
      diagnosis: 'scripted-misbehaviour',
      client_end: { code },
      server_end: { stage: stages[protocol], code: 'SCRIPTED' },
    })
    running.behave('scripted')
    t.match(await running.client('PC').contact(role), { outcome: 'answered', server_end: null })
  })
}

for (const [protocol, script] of [
  ['dhcp', { operation: 'discover' }],
  ['dhcp', { operation: 'request' }],
  ['tftp', {}],
  ['soh', {}],
] as const) {
  const what = 'operation' in script ? `${protocol} ${script.operation}` : protocol

  void t.test(`${what}: a request that is lost is made again`, async (t) => {
    const running = await opened(t, askingThrice)
    const role = roles[protocol]
    const lost = { ...script, fault: 'silent-after-request', requests: { nth: 1 } } as const
    running.misbehave({ name: 'lost', role, protocol, ...lost })
    t.match(await running.client('PC').contact(role), {
      outcome: 'answered',
      server_end: { message: 'showed the fault silent-after-request as the misbehaviour lost has it' },
    })
    t.match(await running.client('PC').contact(role), { outcome: 'answered', server_end: null })
  })

  void t.test(`${what}: an answer that is late`, async (t) => {
    const running = await opened(t)
    const role = roles[protocol]
    running.misbehave({ name: 'late', role, protocol, ...script, delayMs: 30 })
    t.match(await running.client('PC').contact(role), {
      outcome: 'answered',
      server_end: { message: 'waited 30 ms as the misbehaviour late has it' },
    })
  })

  void t.test(`${what}: an answer that comes after the client has asked again`, async (t) => {
    const running = await opened(t, askingThrice)
    const role = roles[protocol]
    const late = { ...script, delayMs: askingThrice / 2, requests: { nth: 1 } }
    running.misbehave({ name: 'late', role, protocol, ...late })
    t.match(await running.client('PC').contact(role), { outcome: 'answered' })
  })
}

void t.test('a share of the requests is the same for a seed', async (t) => {
  const running = await opened(t)
  const role = 'system-health-validator-point'
  const chosen = async (seed: number): Promise<string[]> => {
    const some = { requests: { share: '50%', seed }, error: 'Access-Reject' }
    running.misbehave({ name: 'some', role, protocol: 'soh', ...some })
    const outcomes: string[] = []
    for (let request = 0; request < 16; request += 1)
      outcomes.push((await running.client('PC').contact(role)).outcome)
    running.behave()
    return outcomes
  }
  const first = await chosen(7)
  t.strictSame(await chosen(7), first)
  t.notSame(await chosen(8), first)
  t.strictSame([...new Set(first)].sort(), ['answered', 'failed'])
})

void t.test('from a request on, and of one file alone', async (t) => {
  const running = await opened(t)
  const role = 'pxe-service-point'
  const outcome = async (): Promise<string> => (await running.client('PC').contact(role)).outcome
  const refuses = { system: 'pxe', protocol: 'tftp', error: 'diskFull' } as const
  running.misbehave({ name: 'another', ...refuses, path: '/smsboot/x86/pxeboot.com' })
  t.equal(await outcome(), 'answered')
  running.misbehave({ name: 'third', ...refuses, path: '/smsboot/*/wdsnbp.com', requests: { from: 2 } })
  t.strictSame([await outcome(), await outcome(), await outcome()], ['answered', 'failed', 'failed'])
})

void t.test('a fault of the point comes before its scripts', async (t) => {
  const running = await opened(t, shortTimeout)
  running.misbehave({ name: 'refuses', system: 'shv', protocol: 'soh', error: 'Access-Reject' })
  running.misbehave({ name: 'no-file', system: 'pxe', protocol: 'tftp', error: 'diskFull' })
  await running.break('shv', 'statement-not-validated')
  const client = running.client('PC')
  t.match(await client.contact('system-health-validator-point'), { diagnosis: 'statement-not-validated' })
  for (const fault of ['boot-file-missing', 'boot-file-stalled'] as const) {
    await running.break('pxe', fault)
    t.match(await client.contact('pxe-service-point'), { diagnosis: fault })
  }
  const nameless = { operation: 'request', fault: 'garbage-answer' } as const
  running.misbehave({ name: 'nameless', system: 'pxe', protocol: 'dhcp', ...nameless })
  await running.break('pxe', 'boot-file-unnamed')
  t.match(await client.contact('pxe-service-point'), { diagnosis: 'boot-file-unnamed' })
})

for (const [protocol, unusual] of [
  ['dhcp', 'option-order'],
  ['dhcp', 'repeated-answer'],
  ['tftp', 'small-blocks'],
  ['tftp', 'acknowledgment-order'],
  ['tftp', 'repeated-answer'],
  ['soh', 'radius-order'],
  ['soh', 'repeated-answer'],
] as const) {
  void t.test(`${protocol}: ${unusual} is noted, and no client minds`, async (t) => {
    const seen: unknown[] = []
    const { running } = await open(t, site, {
      cache,
      journal: (event) => event.type === 'attempt' && seen.push(event.server?.unusual),
    })
    running.misbehave({ name: 'odd', role: roles[protocol], protocol, unusual, requests: { nth: 1 } })
    for (const expected of [[unusual], undefined]) {
      t.match(await running.client('PC').contact(roles[protocol]), { outcome: 'answered' })
      t.strictSame(seen.pop(), expected)
    }
  })
}
