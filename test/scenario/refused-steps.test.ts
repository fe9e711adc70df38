import { join } from 'node:path'
import t from 'tap'
import { InputError, type Problem } from '../../sim/errors.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import { hierarchy, written } from './written.ts'

async function problemsOf(file: string): Promise<readonly Problem[]> {
  const error: unknown = await loadScenario(file).catch((thrown: unknown) => thrown)
  if (error instanceof InputError) return error.problems
  throw new Error('the scenario was taken')
}

/** The problem of a step and its place; the column counts from the dash before it. */
const refused: [string, string, Partial<Problem>][] = [
  [
    'an unknown client',
    '{ client: LAPTOP-2, assign: auto }',
    { code: 'unknown-client', remedy: 'did you mean LAPTOP-1?' },
  ],
  [
    'an unknown site to be assigned to',
    '{ client: LAPTOP-1, assign: NAX }',
    {
      code: 'unknown-site',
      column: 33,
      field: 'steps[0].assign',
      remedy: 'did you mean NAT? To see it fail, expect outcome: failed',
    },
  ],
  [
    'an unknown client to approve',
    '{ approve: LAPTOP-2 }',
    { code: 'unknown-client', column: 16, field: 'steps[0].approve', remedy: 'did you mean LAPTOP-1?' },
  ],
  [
    'an unknown site to change',
    '{ setMode: { site: ZZZ, mode: native } }',
    {
      code: 'unknown-site',
      column: 24,
      field: 'steps[0].setMode.site',
      remedy: 'its sites are NAT, MIX, LOW',
    },
  ],
  [
    'an unknown package',
    '{ client: LAPTOP-1, getContent: NAT00002 }',
    { code: 'unknown-package', column: 37, field: 'steps[0].getContent', remedy: 'did you mean NAT00001?' },
  ],
  [
    'an unknown system',
    '{ client: LAPTOP-1, system: mp.na }',
    { code: 'unknown-system', column: 33, remedy: 'did you mean mp.nat?' },
  ],
  [
    'a misspelt domain controller to misbehave',
    '{ misbehave: { name: x, system: dcc, protocol: ldap, delayMs: 1 } }',
    { code: 'unknown-system', field: 'steps[0].misbehave.system', remedy: 'did you mean dc?' },
  ],
  [
    'a misspelt name server to break',
    '{ break: { system: ms, fault: reset } }',
    { code: 'unknown-system', field: 'steps[0].break.system', remedy: 'did you mean ns?' },
  ],
  [
    'a misspelt point of the revocation lists to replace',
    '{ replace: { system: clr.sitemode.test } }',
    { code: 'unknown-system', remedy: 'did you mean crl.sitemode.test?' },
  ],
  [
    'a system to repair that is like no other',
    '{ repair: { system: something-else } }',
    { code: 'unknown-system', remedy: 'check its name; crl, dc, ns are there as well' },
  ],
  [
    'a domain controller to revoke, which has no certificate',
    '{ revoke: { system: dc } }',
    { code: 'unknown-system', field: 'steps[0].revoke.system', remedy: 'check its name' },
  ],
  [
    'a domain controller as a site system to contact',
    '{ client: LAPTOP-1, system: dc }',
    { code: 'unknown-system', remedy: 'check its name' },
  ],
  [
    'a protocol that a broken system does not speak',
    '{ break: { system: mp.nat, fault: reset, protocol: smb } }',
    {
      code: 'unspoken-protocol',
      field: 'steps[0].break.protocol',
      message: 'mp.nat does not speak SMB',
      remedy: 'it speaks http, https',
    },
  ],
  [
    'a protocol that the name server does not speak',
    '{ break: { system: ns, fault: reset, protocol: ldap } }',
    { code: 'unspoken-protocol', remedy: 'it speaks dns' },
  ],
  [
    'a misbehaviour of a protocol that the system does not speak',
    '{ misbehave: { name: x, system: mp.nat, protocol: smb, delayMs: 1 } }',
    {
      code: 'unspoken-protocol',
      field: 'steps[0].misbehave.protocol',
      message: 'mp.nat does not speak SMB',
      remedy: 'as protocol it has http, https',
    },
  ],
  [
    'a misbehaviour of the web server of a host that has none',
    '{ misbehave: { name: x, system: ns, delayMs: 1 } }',
    {
      code: 'unspoken-protocol',
      field: 'steps[0].misbehave',
      message: 'ns has no web server to misbehave',
      remedy: 'as protocol it has dns, wins',
    },
  ],
  [
    'a misbehaviour of a role by a protocol of another',
    '{ misbehave: { name: x, role: branch-distribution-point, protocol: ldap, error: busy } }',
    { code: 'unspoken-protocol', message: 'each branch distribution point does not speak LDAP' },
  ],
  [
    'a misbehaviour with an error that its protocol does not have',
    '{ misbehave: { name: x, system: dc, protocol: ldap, error: SERVFAIL } }',
    {
      code: 'misbehaviour-out-of-place',
      field: 'steps[0].misbehave.error',
      message: 'LDAP has no error SERVFAIL',
    },
  ],
  [
    'a protocol of a system that speaks none over TCP',
    '{ break: { system: pxe.nat, fault: reset, protocol: ldap } }',
    { code: 'unspoken-protocol', remedy: 'remove protocol: only its name can break' },
  ],
  [
    'a protocol of a name',
    '{ break: { system: mp.nat, fault: name-not-resolved, protocol: http } }',
    { code: 'protocol-of-a-name', field: 'steps[0].break' },
  ],
  [
    'an unknown diagnosis',
    '{ client: LAPTOP-1, requestPolicy: true, expect: { diagnosis: nothing-listen } }',
    {
      code: 'unknown-diagnosis',
      field: 'steps[0].expect.diagnosis',
      remedy: 'did you mean nothing-listens?',
    },
  ],
  [
    'an unknown rule',
    '{ client: LAPTOP-1, requestPolicy: true, expect: { rule: roaming/same-mod } }',
    { code: 'unknown-rule', field: 'steps[0].expect.rule', remedy: 'did you mean roaming/same-mode?' },
  ],
  [
    'an unknown site that is expected',
    '{ client: LAPTOP-1, requestPolicy: true, expect: { site: NAX } }',
    {
      code: 'unknown-site',
      column: 62,
      field: 'steps[0].expect.site',
      message: 'the hierarchy has no site NAX',
      remedy: 'did you mean NAT?',
    },
  ],
  [
    'an unknown system that is expected',
    '{ client: LAPTOP-1, getContent: NAT00001, expect: { outcome: answered, system: dp.nta } }',
    {
      code: 'unknown-system',
      field: 'steps[0].expect.system',
      message: 'the hierarchy has no site system dp.nta',
      remedy: 'did you mean dp.nat?',
    },
  ],
  [
    'an unknown system that many clients are expected to turn to',
    '{ clients: all, requestPolicy: true, expect: { system: mp.nta } }',
    { code: 'unknown-system', field: 'steps[0].expect.system' },
  ],
  [
    'a host that no client turns to, expected',
    '{ client: LAPTOP-1, requestPolicy: true, expect: { system: crl } }',
    { code: 'unknown-system', field: 'steps[0].expect.system' },
  ],
  [
    'a misbehaviour of a role that nobody has',
    '{ misbehave: { name: x, role: reporting-point, delayMs: 1 } }',
    {
      code: 'no-such-system',
      field: 'steps[0].misbehave.role',
      message: 'the hierarchy has no reporting point',
    },
  ],
  [
    'the end of a misbehaviour that has not begun',
    '{ behave: slow }',
    { code: 'unknown-misbehaviour', field: 'steps[0].behave', message: 'no misbehaviour slow has begun' },
  ],
  [
    'an unknown mode',
    '{ setMode: { site: MIX, mode: natvie } }',
    { code: 'not-allowed', field: 'steps[0].setMode.mode', remedy: 'did you mean native?' },
  ],
  [
    'a package id of another form',
    '{ client: LAPTOP-1, getContent: nat1 }',
    { code: 'malformed', field: 'steps[0].getContent' },
  ],
  [
    'an action that is said not to be done',
    '{ client: LAPTOP-1, requestPolicy: false }',
    { code: 'not-allowed' },
  ],
  [
    'a misspelt action',
    '{ client: LAPTOP-1, requestPolcy: true }',
    { code: 'unknown-field', remedy: 'did you mean requestPolicy?' },
  ],
  [
    'a clock that moves further than certificates can be dated back',
    '{ advance: 328726 d }',
    { code: 'clock-too-far', field: 'steps[0].advance' },
  ],
  [
    'a state without its id',
    '{ client: LAPTOP-1, sendState: { topic: 500 } }',
    { field: 'steps[0].sendState.id', code: 'missing-field' },
  ],
  ['half a byte', '{ client: LAPTOP-1, storeState: { bytes: 0.5 } }', { field: 'steps[0].storeState.bytes' }],
  [
    'two actions',
    '{ client: LAPTOP-1, assign: auto, requestPolicy: true }',
    { code: 'step-with-two-actions' },
  ],
  [
    'an action and how to contact',
    '{ client: LAPTOP-1, assign: auto, force: true }',
    { code: 'step-with-two-actions' },
  ],
  ['an action of nobody', '{ getContent: NAT00001 }', { code: 'step-without-client' }],
  [
    'a mode with a client',
    '{ client: LAPTOP-1, setMode: { site: MIX, mode: native } }',
    {
      code: 'step-with-two-actions',
      message: 'setMode is done to the hierarchy, by no client',
      remedy: 'remove client',
    },
  ],
  [
    'a clock with an expectation',
    '{ advance: 1 h, expect: { outcome: answered } }',
    {
      code: 'step-without-result',
      field: 'steps[0].expect',
      message: 'nothing can be expected of advance',
      remedy: 'leave expect out',
    },
  ],
  [
    'two actions and an expectation, of which one has no result',
    '{ client: LAPTOP-1, start: true, move: { internet: true }, expect: { outcome: answered } }',
    { code: 'step-with-two-actions' },
  ],
  [
    'a mode that is expected to be more than taken',
    '{ setMode: { site: MIX, mode: native }, expect: { protocol: https } }',
    { code: 'mode-without-attempt' },
  ],
]

void t.test('the end of a misbehaviour whose beginning is refused has no finding of its own', async (t) => {
  const begins = '{ misbehave: { name: slow, system: mp.nta, delayMs: 1 } }'
  t.match(await problemsOf(written(t, begins, '{ behave: slow }')), [{ code: 'unknown-system' }])
  const several = written(t, '{ misbehave: { name: slow, system: mp.nat, delayMs: 1 } }', '{ behave: slwo }')
  t.match(await problemsOf(several), [
    { line: 5, code: 'unknown-misbehaviour', remedy: 'did you mean slow?' },
  ])
})

void t.test('names that are expected in TypeScript are checked as well', async (t) => {
  const file = join(
    t.testdir({
      'hierarchy.yaml': hierarchy,
      'scenario.ts':
        'export default { name: "x", hierarchy: "hierarchy.yaml", steps: [{ client: "LAPTOP-1", contact: "management-point", expect: { site: "NTA", outcome: "failed" } }] }',
    }),
    'scenario.ts',
  )
  t.match(await problemsOf(file), [
    { code: 'unknown-site', field: 'steps[0].expect.site', remedy: 'did you mean NAT?' },
  ])
})

for (const [what, step, problem] of refused) {
  void t.test(`${what} is refused`, async (t) => {
    const found = await problemsOf(written(t, step))
    t.match(found, [{ line: 4, ...problem }])
  })
}

void t.test('hosts besides the site systems are known by name and FQDN', async (t) => {
  const steps = [
    '{ break: { system: DC, fault: reset } }',
    '{ break: { system: ns.sitemode.test, fault: reset, protocol: dns } }',
    '{ misbehave: { name: x, system: crl.sitemode.test, delayMs: 1 } }',
    '{ repair: { system: dc.sitemode.test } }',
  ]
  const { scenario } = await loadScenario(written(t, ...steps))
  t.equal(scenario.steps.length, steps.length)
})
