import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

const hierarchy = {
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp', roles: ['management-point'], managementPoint: { registrationWait: '1 s' } }],
    },
  ],
  clients: [{ name: 'LAPTOP', assignedSite: 'MIX', at: { address: '10.2.0.1' } }],
}

const request = '{ client: LAPTOP, requestPolicy: true, expect: { outcome: '

const scenario = `name: Registration takes a second
hierarchy: hierarchy.json
steps:
  - ${request}failed } }
  - ${request}failed } }
  - advance: 1 s
  - ${request}answered } }
`

/** Stops the event loop for this many milliseconds, as a busy machine does. */
function stall(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds)
}

void t.test('a scenario does not depend on how long its steps take', async (t) => {
  const folder = t.testdir({ 'scenario.yaml': scenario, 'hierarchy.json': JSON.stringify(hierarchy) })
  const loaded = await loadScenario(`${folder}/scenario.yaml`)
  const events: RecordedEvent[] = []
  const journal = (event: RecordedEvent): void => {
    events.push(event)
    if (event.type === 'step') stall(1100)
  }
  await recordScenarios([loaded.scenario], { cache: newFolder(t), journal })
  const steps = events.filter((event) => event.type === 'step-ended').map(({ step }) => step)
  t.equal(steps.length, 4)
  for (const { name, passed, observed } of steps) t.ok(passed, name, { observed })
  const began = events
    .filter((event) => event.type === 'attempt')
    .map(({ attempt }) => Date.parse(attempt.startedAt))
  t.strictSame(
    began.toSorted((one, other) => one - other),
    began,
  )
  t.ok((began.at(-1) ?? 0) - (began[0] ?? 0) > 3000, 'the record tells when things happened')
})

void t.test('time goes on in a hierarchy that is served', async (t) => {
  await using running = await openHierarchy(parseHierarchy(hierarchy).hierarchy, { cache: newFolder(t) })
  const client = running.client('LAPTOP')
  t.equal((await client.requestPolicy()).outcome, 'failed')
  stall(1100)
  t.equal((await client.requestPolicy()).outcome, 'answered')
})
