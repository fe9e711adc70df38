import { join } from 'node:path'
import t from 'tap'
import type { HierarchyInput, MisbehaviourInput } from '../../sim/index.ts'
import { listenerProtocol, scriptedProtocols } from '../../sim/vocabulary/misbehaviour.ts'
import { lookupInWords, otherHosts, protocols } from '../../sim/vocabulary/network.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { protocolsOfRole, siteSystemRoleNames } from '../../sim/vocabulary/site-system-role.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')

/** A site system for each role, and what misbehaves from the start. */
const everyRole = (misbehave: MisbehaviourInput[] = []): HierarchyInput => ({
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      systems: siteSystemRoleNames.map((role) => ({ name: role, roles: [role] })),
    },
  ],
  misbehave,
})

void t.test('whatever a listener speaks can be scripted', (t) => {
  const met = new Set(scriptedProtocols.map(listenerProtocol))
  t.strictSame([...met].sort(), [...protocols, ...keysOf(lookupInWords)].sort())
  t.end()
})

void t.test('each host, by each protocol of what it has open', async (t) => {
  const { running } = await open(t, everyRole(), { cache })
  const names = [...running.systems.map(({ name }) => name), ...otherHosts.keys()]
  t.equal(names.length, siteSystemRoleNames.length + otherHosts.size)
  for (const system of names) {
    const role = siteSystemRoleNames.find((one) => one === system)
    const speaks = role ? protocolsOfRole(role) : (otherHosts.get(system)?.speaks ?? [])
    t.ok(speaks.length > 0, system)
    for (const protocol of scriptedProtocols) {
      const script = { name: 'late', system, protocol, delayMs: 1 }
      if (speaks.includes(listenerProtocol(protocol))) {
        t.doesNotThrow(() => running.misbehave(script), `${system} by ${protocol}`)
        running.behave('late')
      } else t.throws(() => running.misbehave(script), { name: 'FaultError' }, `${system} not by ${protocol}`)
    }
  }
})

void t.test('any server misbehaves from the start as the file has it, until it behaves', async (t) => {
  const misbehaving: HierarchyInput = {
    domain: 'contoso.test',
    sites: [
      {
        code: 'MIX',
        mode: 'mixed',
        publishToDns: true,
        systems: ['mp', 'mp2'].map((name) => ({ name, roles: ['management-point'] })),
      },
    ],
    clients: [
      { name: 'FOREST', assignedSite: 'MIX' },
      { name: 'DNS', assignedSite: 'MIX', activeDirectory: false, dnsSuffix: 'contoso.test' },
    ],
    misbehave: [
      { name: 'busy', system: 'dc', protocol: 'ldap', operation: 'search', error: 'busy' },
      { name: 'refusing', system: 'ns.contoso.test', protocol: 'dns', error: 'REFUSED' },
      { name: 'brewing', role: 'management-point', answer: { status: 418 } },
    ],
  }
  const told: unknown[] = []
  const { running } = await open(t, misbehaving, {
    cache,
    journal: (event) => event.type === 'misbehaviour' && told.push([event.name, event.systems]),
  })
  t.strictSame(told, [
    ['busy', ['dc']],
    ['refusing', ['ns']],
    ['brewing', ['mp', 'mp2']],
  ])
  const met = async (name: string, protocol: string) => {
    const before = running.attempts.length
    await running.client(name).contact('management-point')
    const attempts = running.attempts.slice(before).filter((attempt) => attempt.protocol === protocol)
    return attempts.map(({ server_end: end }) => end?.message)
  }
  t.match(await met('FOREST', 'ldap'), [/as the misbehaviour busy has it$/])
  t.match(await met('DNS', 'dns'), [/as the misbehaviour refusing has it$/])
  t.match(await running.client('FOREST').contact('management-point', { system: 'mp2' }), { status: 418 })
  running.behave('busy')
  t.strictSame(await met('FOREST', 'ldap'), [undefined])
  running.behave()
  t.match(await running.client('FOREST').contact('management-point', { system: 'mp' }), { status: 200 })
})
