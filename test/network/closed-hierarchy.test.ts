import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

const cache = join(newFolder(t), 'cache')

const mixed: HierarchyInput = {
  name: 'Oslo',
  sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  clients: [{ name: 'PC', assignedSite: 'MIX' }],
}

/** Methods that go on telling what there was; `nextConnection` has an error of its own. */
const tell = new Set([
  ...['system', 'client', 'strayConnections', 'nextConnection', 'lookup', 'close'],
  ...['shown', 'copy'],
])

/** The names of an object's methods that act. */
function actsOf(one: object): string[] {
  return Object.entries(one).flatMap(([name, value]) =>
    typeof value === 'function' && !tell.has(name) ? [name] : [],
  )
}

/** How a call without arguments ends: thrown, rejected, or neither. */
async function endOf(one: object, method: string): Promise<{ how: string; error: unknown }> {
  let result: unknown
  try {
    result = Reflect.apply(Reflect.get(one, method) as () => unknown, one, [])
  } catch (error) {
    return { how: 'throws', error }
  }
  try {
    await result
    return { how: 'does', error: undefined }
  } catch (error) {
    return { how: 'rejects', error }
  }
}

const synchronous = new Set(['addClient', 'misbehave', 'behave', 'revoke', 'approve', 'advance', 'move'])

void t.test('a hierarchy that was closed takes no orders, nor do its clients', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const pc = running.client('PC')
  const copy = pc.copy()
  const made = running.attempts.length
  const before = JSON.stringify(pc.shown())
  await running.close()
  const late = running.client('PC').copy()
  t.ok(actsOf(running).includes('setMode') && actsOf(pc).includes('contact'))
  for (const one of [running, pc, copy, late]) {
    for (const method of actsOf(one)) {
      const { how, error } = await endOf(one, method)
      t.equal(how, synchronous.has(method) ? 'throws' : 'rejects', method)
      const message = `${method}: the hierarchy Oslo was closed; start it anew`
      t.match(error, { name: 'ClosedError', code: 'ERR_SITEMODE_CLOSED', message })
    }
  }
  t.equal(running.attempts.length, made)
  t.equal(JSON.stringify(pc.shown()), before)
})

void t.test('an order is refused from the call of close on, and closing again is harmless', async (t) => {
  const { running } = await open(t, mixed, { cache })
  t.match(await running.client('PC').contact('management-point'), { outcome: 'answered' })
  const closing = running.close()
  await t.rejects(running.setMode('MIX', 'native'), { code: 'ERR_SITEMODE_CLOSED' })
  await Promise.all([closing, running.close()])
  await running[Symbol.asyncDispose]()
  t.equal(running.system('mp').name, 'mp', 'what there was is still told')
  t.equal(running.hierarchy.sites[0]?.mode, 'mixed')
})

/** Whether something listens there. */
async function isOpen(host: string, port: number): Promise<boolean> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

for (const turns of [0, 1, 2, 3]) {
  void t.test(`changes that are under way leave nothing open, ${turns} turns before close`, async (t) => {
    const { running } = await open(t, mixed, { cache })
    const { address } = running.system('mp')
    const changes = [
      running.setMode('MIX', 'native'),
      running.break('mp', 'wrong-port'),
      running.setMode('MIX', 'mixed'),
      running.replace('mp'),
      running.repair('mp'),
    ]
    const ended = Promise.allSettled(changes)
    for (let turn = 0; turn < turns; turn++) await nextTurn()
    await running.close()
    const opened = await Promise.all([8080, 8443].map((port) => isOpen(address, port)))
    t.strictSame(opened, [false, false])
    const reasons = (await ended).flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    for (const reason of reasons) t.match(reason, { code: 'ERR_SITEMODE_CLOSED' })
    t.ok(turns > 0 ? reasons.length < changes.length : reasons.length === changes.length)
    await nextTurn()
    t.strictSame(
      await Promise.all([8080, 8443].map((port) => isOpen(address, port))),
      [false, false],
      'nor later',
    )
  })
}

void t.test('changes are made one after another', async (t) => {
  const { running } = await open(t, mixed, { cache })
  const { address } = running.system('mp')
  await Promise.all([
    running.setMode('MIX', 'native'),
    running.break('mp', 'wrong-port'),
    running.setMode('MIX', 'mixed'),
    running.setMode('MIX', 'native'),
  ])
  t.strictSame(await Promise.all([8080, 8443].map((port) => isOpen(address, port))), [false, true])
})
