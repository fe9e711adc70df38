import { once } from 'node:events'
import { connect } from 'node:net'
import t, { type Test } from 'tap'
import type { HierarchyInput, RunningHierarchy } from '../../sim/index.ts'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { holds } from '../../sim/scenario/expectation.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'
import { recordStep } from '../../sim/scenario/run-scenarios.ts'
import { happened } from '../../sim/scenario/steps/step.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)

const written: HierarchyInput = {
  sites: [
    { code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] },
    { code: 'MIX', mode: 'mixed', parent: 'NAT', systems: [{ name: 'mp.mix', roles: ['management-point'] }] },
  ],
  clients: [{ name: 'NATIVE', assignedSite: 'NAT' }],
}

/** A hierarchy, and a connection behind the attempts' back from the address of its client. */
async function opened(t: Test) {
  const events: RecordedEvent[] = []
  const { running } = await open(t, written, { cache, journal: (event) => events.push(event) })
  await running.client('NATIVE').contact('management-point')
  const contact = events.findLast((event) => event.type === 'attempt')
  const ends = contact?.ends
  if (!ends) throw new Error('the attempt has no connection')
  return { running, slip: () => slip(ends) }
}

async function slip({ clientAddress, serverAddress, serverPort }: ConnectionEnds): Promise<void> {
  const socket = connect({ host: serverAddress, port: serverPort, localAddress: clientAddress })
  await once(socket, 'connect')
  socket.destroy()
}

function isWithheld(running: RunningHierarchy) {
  return running.client('NATIVE').contact('management-point', { system: 'mp.mix' })
}

const told =
  /^mp\.nat\.sitemode\.test accepted a connection on port 8443 from 127\.[\d.]+:\d+ that no attempt accounts for\.$/

void t.test('a connection that no attempt accounts for fails the step', async (t) => {
  const { running, slip } = await opened(t)
  const step = (run: () => Promise<void>) => ({
    ...{ name: 'Nothing is expected', client: 'NATIVE', does: 'sendState' as const },
    async run() {
      await run()
      return happened('Nothing is told.')
    },
  })
  const passes = await recordStep(
    step(() => Promise.resolve()),
    running,
    () => undefined,
  )
  t.match(passes, { passed: true })
  const fails = await recordStep(step(slip), running, () => undefined)
  t.match(fails, { passed: false, problem: told })
  t.match(
    await recordStep(
      step(() => Promise.resolve()),
      running,
      () => undefined,
    ),
    { passed: true },
    'once',
  )
})

void t.test('an attempt is not withheld where a listener heard of the client', async (t) => {
  const { running, slip } = await opened(t)
  t.match(await isWithheld(running), { outcome: 'withheld', contradiction: null })
  await slip()
  const attempt = await isWithheld(running)
  t.match(attempt, { outcome: 'contradicted', contradiction: /it kept away; but mp\.nat/, diagnosis: null })
  t.equal((await running.strayConnections()).length, 1)
  t.match(await isWithheld(running), { outcome: 'withheld' }, 'what was told of is told of')
})

void t.test('a cell does not agree where a connection slips by', async (t) => {
  const { running, slip } = await opened(t)
  await slip()
  const { summary, tables } = await runMatrix(running, '')
  t.equal(summary.disagree, 1)
  const cells = tables.flatMap(({ rows }) => rows).flatMap((row) => Object.values(row.cells))
  t.equal(cells.flatMap(({ strays = [] }) => strays).length, 1)
})

void t.test('no expectation holds of a contradicted attempt', (t) => {
  for (const expected of [{}, { status: null }, { outcome: 'withheld' as const }]) {
    t.notOk(holds({ expected, observed: { outcome: 'contradicted', status: null } }))
    t.ok(holds({ expected, observed: { outcome: 'withheld', status: null } }))
  }
  t.end()
})
