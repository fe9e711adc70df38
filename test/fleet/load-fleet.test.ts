import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { InputError } from '../../sim/errors.ts'
import { loadFleet } from '../../sim/fleet/load-fleet.ts'
import { newFolder } from '../new-folder.ts'
import { smallHierarchy } from './small-fleet.ts'

const folder = newFolder(t)
writeFileSync(join(folder, 'small.yaml'), JSON.stringify(smallHierarchy))

function write(text: string): string {
  writeFileSync(join(folder, 'fleet.yaml'), text)
  return 'fleet.yaml'
}

void t.test('a fleet file names its hierarchy; a hierarchy by itself is a fleet for a day', async (t) => {
  const file = write(`
name: A week
x-share: &share 0.1%
hierarchy: small.yaml
days: 7
seed: 42
habits: [{ clients: { group: LAPTOPS }, policy: 2 }]
expect: [{ atMost: *share, outcome: failed }, { atMost: 3, diagnosis: unexplained, group: EXPIRED, act: policy }]
`)
  const { fleet } = await loadFleet(file, folder)
  t.match(fleet, {
    ...{ file, name: 'A week', days: 7, seed: 42 },
    hierarchy: { name: 'Small' },
    habits: [{ clients: { group: 'LAPTOPS' }, policy: 2 }],
    expect: [
      { atMost: { count: null, share: 0.001 }, outcome: 'failed' },
      { atMost: { count: 3, share: null }, diagnosis: 'unexplained', group: 'EXPIRED', act: 'policy' },
    ],
  })
  const overridden = await loadFleet(file, folder, { days: 1, seed: 3 })
  t.match(overridden.fleet, { days: 1, seed: 3, name: 'A week' })
  const alone = await loadFleet('small.yaml', folder)
  t.match(alone.fleet, { file: 'small.yaml', name: 'Small', days: 1, seed: 1, habits: [], expect: [] })
})

void t.test('a fleet that cannot be used is refused with its line and a remedy', async (t) => {
  for (const [text, code, line] of [
    ['hierarchy: small.yaml\ndays: 0\n', 'out-of-range', 2],
    ['hierarchy: small.yaml\nhabbits: []\n', 'unknown-field', 2],
    ['hierarchy: small.yaml\nhabits:\n  - { client: NOBODY }\n', 'unknown-client', 3],
    ['hierarchy: small.yaml\nhabits:\n  - { clients: { group: LAPTOP } }\n', 'unknown-group', 3],
    ['hierarchy: small.yaml\nhabits:\n  - { client: SERVER, clients: all }\n', 'client-and-clients', 3],
    ['hierarchy: small.yaml\nhabits:\n  - visits: [{ site: NOR, share: 10% }]\n', 'unknown-site', 3],
    [
      'hierarchy: small.yaml\nhabits:\n  - downloads: [{ package: CEN00009, share: 10% }]\n',
      'unknown-package',
      3,
    ],
    ['hierarchy: small.yaml\nexpect:\n  - { atMost: 1, group: LAPTOPS }\n', 'threshold-of-nothing', 3],
    [
      'hierarchy: small.yaml\nexpect:\n  - { atMost: 1, outcome: failed, group: KIOSKS }\n',
      'unknown-group',
      3,
    ],
    ['hierarchy: small.yaml\nexpect:\n  - { atMost: 1, diagnosis: expired }\n', 'unknown-diagnosis', 3],
    ['hierarchy: small.yaml\nsteps: []\n', 'not-a-fleet', undefined],
  ] as const) {
    const error = await loadFleet(write(text), folder).catch((thrown: unknown) => thrown)
    if (!(error instanceof InputError)) throw error
    const [problem] = error.problems
    t.equal(problem?.code, code, text)
    t.equal(problem?.line, line, text)
    t.not(problem?.remedy ?? '', '', text)
  }
})
