import { join } from 'node:path'
import t from 'tap'
import type { StepResult } from '../../sim/evidence/results.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { runScenarios } from '../../sim/scenario/run-scenarios.ts'
import { newFolder } from '../new-folder.ts'
import { hierarchy, written } from './written.ts'

// Steps that take more than one attempt, and steps that change a site's mode: the ways to write them, and that they are
// carried out. The client's part in them is tested in test/client.

const cache = join(newFolder(t), 'cache')

async function ran(file: string): Promise<StepResult[]> {
  const { scenario } = await loadScenario(file)
  const { scenarios } = await runScenarios([scenario], { cache })
  return scenarios.flatMap(({ steps }) => steps)
}

void t.test('an action of a client is carried out, expected and told', async (t) => {
  const steps = await ran(
    written(
      t,
      '{ client: LAPTOP-1, assign: NAT, expect: { outcome: answered, site: NAT } }',
      '{ client: LAPTOP-1, requestPolicy: true, expect: { outcome: answered, system: mp.nat } }',
      '{ client: LAPTOP-1, sendState: true, expect: { outcome: answered } }',
      '{ client: LAPTOP-1, sendState: { topic: 500, id: 1 }, expect: { outcome: answered } }',
      '{ client: LAPTOP-1, scanForUpdates: true, expect: { system: sup.nat.sitemode.test, protocol: https } }',
      '{ client: LAPTOP-1, storeState: { bytes: 4 KiB }, expect: { outcome: answered, system: smp.nat } }',
      '{ client: LAPTOP-1, storeState: true, expect: { outcome: answered } }',
      '{ client: LAPTOP-1, restoreState: true, expect: { outcome: answered } }',
      '{ client: LAPTOP-1, getContent: NAT00001, expect: { system: dp.nat, diagnosis: null } }',
    ),
  )
  for (const step of steps) {
    t.equal(step.passed, true, step.name)
    t.equal(step.client, 'LAPTOP-1')
    t.ok(step.attempts.length > 0 && step.story.length > 0)
    const shown = step.story.flatMap(({ attempt }) => attempt ?? [])
    t.ok(
      shown.every((id) => step.attempts.includes(id)),
      'its story shows attempts of its own',
    )
  }
  t.strictSame(
    steps.map(({ name }) => name.replace('LAPTOP-1 ', '')),
    [
      'is assigned to site NAT',
      'requests policy',
      'sends a state message',
      'sends state 500/1',
      'scans for software updates',
      'stores its user state',
      'stores its user state',
      'restores its user state',
      'gets package NAT00001',
    ],
  )
})

void t.test('each of them can fail', async (t) => {
  const actions = ['assign: auto', 'requestPolicy: true', 'sendState: true', 'scanForUpdates: true']
  const more = ['storeState: true', 'restoreState: true', 'getContent: NAT00001']
  const steps = await ran(
    written(
      t,
      ...[...actions, ...more].map(
        (action) => `{ client: LAPTOP-1, ${action}, expect: { outcome: withheld } }`,
      ),
      '{ setMode: { site: MIX, mode: native }, expect: { outcome: failed } }',
    ),
  )
  t.strictSame(
    steps.filter(({ passed }) => passed),
    [],
  )
  t.match(steps.at(-1), { client: null, expected: { outcome: 'failed' }, observed: { outcome: 'answered' } })
})

void t.test('a change of mode in the wrong order can be expected, and is a problem otherwise', async (t) => {
  const tooEarly = '{ setMode: { site: LOW, mode: native }'
  const [expected, unexpected, contrary] = await ran(
    written(
      t,
      `${tooEarly}, expect: { outcome: failed } }`,
      `${tooEarly} }`,
      `${tooEarly}, expect: { outcome: answered } }`,
    ),
  )
  t.match(expected, {
    passed: true,
    name: 'site LOW goes over to native mode',
    observed: { outcome: 'failed' },
  })
  t.match(expected?.story, [{ sentence: /^Site LOW did not go into native mode: .*MIX/, attempt: null }])
  t.equal(expected?.problem, undefined)
  t.match(unexpected, { passed: false, problem: /MIX/ })
  t.match(contrary, { passed: false, problem: /MIX/, observed: { outcome: 'failed' } })
})

void t.test('contacts, moves and what happens to the hierarchy have a story as well', async (t) => {
  const steps = await ran(
    written(
      t,
      '{ client: LAPTOP-1, contact: management-point }',
      '{ client: LAPTOP-1, contact: management-point, force: true, protocol: http }',
      '{ client: LAPTOP-1, move: { address: 10.2.0.7 } }',
      '{ client: LAPTOP-1, contact: management-point, relation: resident }',
      '{ client: LAPTOP-1, system: mp.mix }',
      '{ client: LAPTOP-1, move: { internet: true } }',
      '{ client: LAPTOP-1, contact: management-point, relation: resident }',
      '{ client: LAPTOP-1, contact: state-migration-point, relation: assigned }',
      '{ break: { system: mp.mix, fault: silent } }',
      '{ replace: { system: mp.mix } }',
      '{ repair: { system: mp.mix } }',
      '{ revoke: { client: LAPTOP-1 } }',
      '{ advance: 36 h }',
      '{ setMode: { site: MIX, mode: native } }',
    ),
  )
  const told = steps.map(({ story }) => story.map(({ sentence }) => sentence.replace(/(?<=\.) .*/, '')))
  t.strictSame(told, [
    [
      'LAPTOP-1 looked in Active Directory first, and was answered.',
      'LAPTOP-1 turned to the management point mp.nat.sitemode.test of its assigned site NAT by HTTPS, and was answered.',
    ],
    [
      'LAPTOP-1 was made to turn to the management point mp.nat.sitemode.test of its assigned site NAT by HTTP, and failed: nothing listens on this port.',
      'LAPTOP-1 then spoke HTTP to the port on which mp.nat.sitemode.test does listen, and failed: the client spoke HTTP to a port that serves HTTPS.',
    ],
    ['LAPTOP-1 moved to 10.2.0.7, in the boundaries of site MIX.'],
    [
      ...['networks', 'sites around', 'management point'].map(
        () => 'LAPTOP-1 looked in Active Directory first, and was answered.',
      ),
      'LAPTOP-1 kept away from the management point mp.mix.sitemode.test of its resident site MIX, which takes HTTP.',
    ],
    ['LAPTOP-1 kept away from the management point mp.mix.sitemode.test of site MIX, which takes HTTP.'],
    ['LAPTOP-1 moved to the Internet, outside all boundaries.'],
    ['LAPTOP-1 had no site whose management point it could turn to.'],
    [
      'LAPTOP-1 kept away from the state migration point smp.nat.sitemode.test of its assigned site NAT, which takes HTTPS.',
    ],
    ['mp.mix broke: silent.'],
    ['mp.mix was replaced by another program.'],
    ['mp.mix was repaired.'],
    ['The certificate of LAPTOP-1 was revoked.'],
    ['The clock moved ahead by 36 hours.'],
    ['Site MIX went into native mode.'],
  ])
  t.match(steps[0]?.story.slice(1), [
    {
      sentence: /answered\. Within the assigned site, /,
      rule: 'within-assigned-site/site-mode',
      attempt: 'a2',
    },
  ])
})

void t.test('the clock is told in the largest unit of which it is a whole number', async (t) => {
  const { scenario } = await loadScenario(
    written(t, '{ advance: 1 s }', '{ advance: 90 s }', '{ advance: 90 min }', '{ advance: 48 h }'),
  )
  t.strictSame(
    scenario.steps.map(({ name }) => name),
    ['1 second', '90 seconds', '90 minutes', '2 days'].map((time) => `the clock moves ahead by ${time}`),
  )
})

void t.test('TypeScript says the same as YAML', async (t) => {
  const yaml = await ran(
    written(t, '{ client: LAPTOP-1, assign: NAT }', '{ client: LAPTOP-1, storeState: { bytes: 4096 } }'),
  )
  const directory = t.testdir({
    'hierarchy.yaml': hierarchy,
    'scenario.ts': `import { scenario } from 'sitemode'
export default scenario({
  name: 'A scenario',
  hierarchy: 'hierarchy.yaml',
  steps: [{ client: 'LAPTOP-1', assign: 'NAT' }, { client: 'LAPTOP-1', storeState: { bytes: '4 KiB' } }],
})`,
  })
  const typescript = await ran(join(directory, 'scenario.ts'))
  // Only YAML tells where its steps stand.
  t.strictSame(
    typescript.map((step, index) => ({ ...step, line: 4 + index })),
    yaml,
  )
  t.match(yaml.at(-1)?.story.at(-1)?.sentence, /4,?096|4 KiB/)
})

void t.test('a client is approved where it has registered, and not before', async (t) => {
  const [early, , approved] = await ran(
    written(t, '{ approve: LAPTOP-1 }', '{ client: LAPTOP-1, requestPolicy: true }', '{ approve: LAPTOP-1 }'),
  )
  t.match(early, { passed: false, problem: /LAPTOP-1 is registered at no site/ })
  t.match(approved, { passed: true, story: [{ sentence: 'LAPTOP-1 was approved.' }] })
})

void t.test(
  'the steps of a scenario together move the clock as far as it goes, and no further',
  async (t) => {
    const most = await loadScenario(written(t, '{ advance: 200000 d }', '{ advance: 128725 d }'))
    t.equal(most.scenario.steps.length, 2)
    const further = written(t, '{ advance: 200000 d }', '{ advance: 10 s }', '{ advance: 128725 d }')
    await t.rejects(loadScenario(further), /steps\[2\]\.advance: .* \[clock-too-far\]/)
  },
)
