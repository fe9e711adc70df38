import { get } from 'node:http'
import { join } from 'node:path'
import packet from 'dns-packet'
import t, { type Test } from 'tap'
import { searchDirectory } from '../../sim/client/transports/ldap.ts'
import { pxeBoot } from '../../sim/client/transports/pxe/pxe.ts'
import { sendStatementOfHealth } from '../../sim/client/transports/statement-of-health.ts'
import type { HierarchyInput, MisbehaviourInput, RunningHierarchy } from '../../sim/index.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { listenerProtocol, scriptedProtocols, scriptedRows } from '../../sim/vocabulary/misbehaviour.ts'
import { managementPointName, serializeNetBiosQuestion } from '../../sim/wire/names/netbios.ts'
import { readOverSmb } from '../client/read-over-smb.ts'
import { newFolder } from '../new-folder.ts'
import { openDatagrams } from '../points/datagrams.ts'
import { ask } from '../points/raw-request.ts'
import { open } from './opened.ts'

// What is said of a script to a client that the hierarchy knows nothing of, by each protocol.

const cache = join(newFolder(t), 'cache')
const domain = 'contoso.test'

const described: HierarchyInput = {
  domain,
  sites: [
    { code: 'NAT', mode: 'native', systems: [{ name: 'secure', roles: ['management-point'] }] },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'branch', roles: ['branch-distribution-point'], packages: ['MIX00001'] },
        { name: 'pxe', roles: ['pxe-service-point'] },
        { name: 'shv', roles: ['system-health-validator-point'] },
      ],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
  packages: [{ id: 'MIX00001' }],
}

type Protocol = (typeof scriptedProtocols)[number]

/** Milliseconds for which a client waits for what never comes. */
const timeout = 500

interface Asked {
  system: string
  /** Asks once, and has left when it resolves; whether it is answered is not looked at. */
  by(t: Test, running: RunningHierarchy): Promise<unknown>
}

function hostOf(running: RunningHierarchy, name: string) {
  const hosts = [...running.systems, running.domainController, running.nameServers]
  const host = hosts.find(({ fqdn }) => fqdn === `${name}.${domain}`)
  if (!host) throw new Error(`there is no ${name}`)
  const portOf = (scheme: string): number =>
    Number(new URL(host.urls.find((url) => url.startsWith(`${scheme}:`)) ?? '').port)
  return { fqdn: host.fqdn, address: host.address, portOf }
}

function question(scheme: 'dns' | 'wins', bytes: Buffer): Asked {
  return {
    system: 'ns',
    async by(t, running) {
      const { address, portOf } = hostOf(running, 'ns')
      const socket = await openDatagrams(t)
      socket.sendTo(address, portOf(scheme), bytes)
      await socket.next()
      socket.close()
    },
  }
}

const boot: Asked = {
  system: 'pxe',
  by(_t, running) {
    const [computer] = running.computers
    if (!computer) throw new Error('there is no computer')
    const { address, portOf } = hostOf(running, 'pxe')
    const ports = { dhcp: portOf('dhcp'), binl: portOf('binl'), tftp: portOf('tftp') }
    return pxeBoot({ address, ports, timeout }, computer)
  },
}

const list = '/SMS_MP/.sms_aut?mplist'

const clients: Readonly<Record<Protocol, Asked>> = {
  http: { system: 'mp', by: (_t, running) => ask(running, 'mp', { path: list }) },
  https: {
    system: 'secure',
    by: async (_t, running) => ask(running, 'secure', { path: list, tls: await running.pki.client('PC') }),
  },
  smb: {
    system: 'branch',
    by(_t, running) {
      const { portOf, ...host } = hostOf(running, 'branch')
      const { name: user = '', password = '' } = running.computers[0]?.account ?? {}
      const share = { share: 'SMSPKGC$', accounts: [{ user, domain: 'CONTOSO', password }] }
      return readOverSmb({ ...host, port: portOf('smb'), timeout }, { ...share, path: '' })
    },
  },
  ldap: {
    system: 'dc',
    by(_t, running) {
      const { portOf, ...host } = hostOf(running, 'dc')
      const filter = { kind: 'present', attribute: 'objectClass' } as const
      return searchDirectory({ ...host, port: portOf('ldap'), timeout }, { base: '', filter, scope: 'base' })
    },
  },
  dns: question(
    'dns',
    packet.encode({ type: 'query', id: 7, questions: [{ type: 'A', name: `mp.${domain}` }] }),
  ),
  wins: question('wins', serializeNetBiosQuestion({ id: 7, name: managementPointName('MIX') })),
  dhcp: boot,
  tftp: boot,
  soh: {
    system: 'shv',
    by(_t, running) {
      const { address, portOf } = hostOf(running, 'shv')
      const server = { address, port: portOf('radius'), timeout, sharedSecret: running.radiusSecret }
      return sendStatementOfHealth(server, { machineName: `pc.${domain}` })
    },
  },
}

type Script = Omit<MisbehaviourInput, 'name' | 'system' | 'role'>

/** What a client of this protocol is answered with, and what it is refused with. */
function scriptsOf(protocol: Protocol): { answered: Script[]; failed: Script[] } {
  const { errors, unusual } = scriptedRows[protocol]
  const [error] = keysOf(errors?.named ?? {})
  const isWeb = protocol === 'http' || protocol === 'https'
  return {
    answered: [
      { delayMs: 20 },
      ...unusual.map((one) => ({ unusual: one })),
      ...(isWeb ? [{ answer: { status: 200, body: 'x' } }] : []),
    ],
    failed: [
      { fault: 'garbage-answer' },
      { fault: 'truncated' },
      ...(error === undefined ? [] : [{ error }]),
      ...(isWeb ? [{ answer: { status: 503, body: 'x' } }] : []),
    ],
  }
}

for (const protocol of scriptedProtocols) {
  const { system, by } = clients[protocol]
  const { answered, failed } = scriptsOf(protocol)
  const seenOf = async (t: Test, script: Script) => {
    const { running } = await open(t, described, { cache })
    running.misbehave({ name: 'scripted', system, protocol, ...script })
    await by(t, running).catch(() => undefined)
    // What still waits for the client is over then.
    await running.close()
    // One that is not answered may ask again.
    return new Set(
      running.connections.map((seen) =>
        [seen.protocol, seen.outcome, seen.server_end?.code, seen.diagnosis].join(' '),
      ),
    )
  }
  const spoken = listenerProtocol(protocol)

  void t.test(`${protocol}: a client that is answered as a script has it`, async (t) => {
    for (const script of answered)
      t.strictSame(await seenOf(t, script), new Set([`${spoken} answered SCRIPTED `]), JSON.stringify(script))
  })

  void t.test(`${protocol}: a client that a script lets fail`, async (t) => {
    for (const script of failed)
      t.strictSame(
        await seenOf(t, script),
        new Set([`${spoken} failed SCRIPTED scripted-misbehaviour`]),
        JSON.stringify(script),
      )
  })
}

void t.test('a client that does not wait for its answer fails by the script', async (t) => {
  const { running } = await open(t, described, { cache })
  running.misbehave({ name: 'late', system: 'mp', delayMs: 600_000 })
  const { address, portOf } = hostOf(running, 'mp')
  const request = get({ host: address, port: portOf('http'), path: list, agent: false, timeout })
  request.once('timeout', () => request.destroy()).on('error', () => undefined)
  t.match(await running.nextConnection(), {
    outcome: 'failed',
    server_end: { code: 'SCRIPTED' },
    diagnosis: 'scripted-misbehaviour',
  })
})

void t.test('what goes wrong besides a script is a failure of its own', async (t) => {
  const { running } = await open(t, described, { cache })
  running.misbehave({ name: 'late', system: 'secure', delayMs: 20 })
  await ask(running, 'secure', { path: list, tls: await running.pki.client('PC') })
  t.match(await running.nextConnection(), { outcome: 'answered' })
  await running.break('secure', '500')
  await ask(running, 'secure', { path: list, tls: await running.pki.client('PC') })
  t.match(await running.nextConnection(), { outcome: 'failed', status: 500 })
})
