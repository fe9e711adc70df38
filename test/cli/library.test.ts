import { join } from 'node:path'
import { connect } from 'node:net'
import { once } from 'node:events'
import t from 'tap'
import {
  ContactError,
  hierarchy,
  InputError,
  startHierarchy,
  type HierarchyInput,
  type RunningSystem,
} from '../../sim/index.ts'
import { root, twoModes } from './command.ts'

// The guarantees for a program that imports `sitemode`.

const cache = t.testdir()

const described: HierarchyInput = hierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.nat', roles: ['management-point'] }],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.mix', roles: ['management-point', 'fallback-status-point'] }],
    },
  ],
  clients: [{ name: 'LAPTOP-1', assignedSite: 'NAT', at: { address: '10.1.0.1' } }],
})

async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  )
}

async function connectCode({ address, urls }: RunningSystem): Promise<string> {
  const socket = connect({ host: address, port: Number(new URL(urls[0] ?? '').port) })
  const connected = await errorOf(once(socket, 'connect'))
  socket.destroy()
  return connected === undefined ? 'open' : String((connected as NodeJS.ErrnoException).code)
}

void t.test('a hierarchy described in the program, or in a file', async (t) => {
  await using own = await startHierarchy(described, { cache })
  t.match(own.systems, [
    { name: 'mp.nat', fqdn: 'mp.nat.contoso.test', site: 'NAT', urls: ['https://mp.nat.contoso.test:8443'] },
    { name: 'mp.mix', site: 'MIX', urls: ['http://mp.mix.contoso.test:8080'] },
  ])
  await using read = await startHierarchy(join(root, twoModes), { cache })
  t.equal(read.systems.length, 25)
  const both = await Promise.all([
    own.client('LAPTOP-1').contact('management-point'),
    read.client('NATIVE-1').contact('management-point'),
  ])
  t.match(both, [
    // Found in Active Directory by the first attempt of each.
    { id: 'a2', told: { attempt: 'a1' }, outcome: 'answered', system: 'mp.nat.contoso.test' },
    { id: 'a2', told: { attempt: 'a1' }, outcome: 'answered', system: 'mp.nat.sitemode.test' },
  ])
})

void t.test('a client moves, contacts, and is the same one when asked for again', async (t) => {
  await using running = await startHierarchy(described, { cache })
  const client = running.client('LAPTOP-1')
  t.equal(running.client('LAPTOP-1'), client)
  t.equal(client.assignedSite?.code, 'NAT')
  t.equal(client.residentSite?.code, 'NAT')
  client.move({ address: '10.2.0.1' })
  t.equal(client.residentSite?.code, 'MIX')
  const attempt = await client.contact('management-point', { relation: 'resident' })
  t.match(attempt, { outcome: 'withheld', rule: 'roaming/native-client-in-mixed-site', site: 'MIX' })
  const forced = await client.contact('management-point', {
    relation: 'resident',
    force: true,
    protocol: 'http',
  })
  t.match(forced, { outcome: 'answered', forced: true, status: 200 })
  client.move({ internet: true })
  t.equal(client.residentSite, undefined)
  const contacts = running.attempts.filter(({ role }) => role === 'management-point')
  t.strictSame(contacts, [attempt, forced])
})

void t.test('leaving the block closes the listeners', async (t) => {
  let systems: readonly RunningSystem[]
  {
    await using running = await startHierarchy(described, { cache })
    systems = running.systems
    t.strictSame(await Promise.all(systems.map(connectCode)), ['open', 'open'])
  }
  t.strictSame(await Promise.all(systems.map(connectCode)), ['ECONNREFUSED', 'ECONNREFUSED'])
})

void t.test('a client that nobody described', async (t) => {
  await using running = await startHierarchy(described, { cache })
  t.throws(
    () => running.client('LAPTOP-2'),
    new ContactError('the hierarchy has no client LAPTOP-2; did you mean LAPTOP-1?'),
  )
})

void t.test('a contact with nobody to contact', async (t) => {
  await using running = await startHierarchy(described, { cache })
  const client = running.client('LAPTOP-1')
  const nobody = await Promise.all([
    errorOf(client.contact('software-update-point')),
    errorOf(client.contact('management-point', { system: 'mp.osl' })),
    errorOf(client.contact('server-locator-point', { system: 'mp.mix' })),
  ])
  for (const error of nobody) t.ok(error instanceof ContactError)
  t.match(nobody, [
    { code: 'ERR_SITEMODE_CONTACT', message: 'site NAT has no software update point' },
    { message: 'the hierarchy has no site system mp.osl; its site systems are mp.nat, mp.mix' },
    { message: 'mp.mix.contoso.test is not a server locator point' },
  ])
  t.strictSame(running.attempts, [])
})

void t.test('a description that cannot be used, with all that is wrong with it', async (t) => {
  const wrong = {
    sites: [
      { code: 'ABC', mode: 'mixd', parent: 'XYZ' },
      { code: 'TOOLONG', mode: 'mixed' },
    ],
    sits: [],
  } as unknown as HierarchyInput
  const error = await errorOf(startHierarchy(wrong, { cache }))
  if (!(error instanceof InputError)) throw new Error('it was taken')
  t.equal(error.code, 'ERR_SITEMODE_INPUT')
  const fields = error.problems.map(({ field }) => field)
  for (const field of ['sites[0].mode', 'sites[0].parent', 'sites[1].code', 'sits']) {
    t.ok(fields.includes(field), field)
    t.ok(error.message.includes(field), 'and the message names it')
  }
  const missing = await errorOf(startHierarchy(join(root, 'none.yaml')))
  t.ok(missing instanceof InputError)
  t.match(missing, { problems: [{ code: 'file-not-found', file: join(root, 'none.yaml') }] })
})
