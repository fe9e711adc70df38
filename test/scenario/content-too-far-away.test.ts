import t from 'tap'
import { runResultOf } from '../../sim/report/run-result.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { openedPage } from '../report/opened-page.ts'
import { recordedRun, wholeText } from '../report/recorded.ts'
import { contentTooFarAway } from '../../sim/scenario/advice/content-too-far-away.ts'
import { loadScenario } from '../../sim/scenario/load-scenario.ts'
import type { Finding } from '../../sim/model/source/finding.ts'
import { written, writtenOn } from './written.ts'

async function warnedOf(...steps: string[]): Promise<(string | number | undefined)[]> {
  const { scenario } = await loadScenario(written(t, ...steps))
  return contentTooFarAway(scenario).map(({ path }) => path[1])
}

const away = '{ client: LAPTOP-1, move: { address: 10.2.0.1 } }'
const gets = '{ client: LAPTOP-1, getContent: NAT00001 }'

void t.test('a client that travels is told that it gets nothing by default', async (t) => {
  t.strictSame(await warnedOf(gets), [], 'at home it gets the package')
  t.strictSame(await warnedOf(away, gets), [1], 'in a site that has it not')
  const { scenario } = await loadScenario(written(t, away, gets))
  t.match(contentTooFarAway(scenario), [
    {
      severity: 'warning',
      code: 'content-too-far-away',
      message: /^LAPTOP-1 \(10\.2\.0\.1\) gets nothing: NAT00001 is far away/,
      remedy: /whenSlow: download/,
    },
  ])
  const nowhere = '{ client: LAPTOP-1, move: { address: 10.9.0.1 } }'
  t.strictSame(await warnedOf(nowhere, gets), [1], 'in no boundary')
  t.strictSame(await warnedOf('{ client: LAPTOP-1, move: { internet: true } }', gets), [1], 'on the Internet')
  const home = '{ client: LAPTOP-1, move: { address: 10.1.0.2 } }'
  t.strictSame(await warnedOf(away, gets, home, gets), [1], 'and not once it is back')
})

void t.test('not where that is expected, and not where only the run decides', async (t) => {
  const expecting = '{ client: LAPTOP-1, getContent: NAT00001, expect: { outcome: withheld } }'
  t.strictSame(await warnedOf(away, expecting), [])
  const hoping = '{ client: LAPTOP-1, getContent: NAT00001, expect: { outcome: answered } }'
  t.strictSame(await warnedOf(away, hoping), [1])
  t.strictSame(await warnedOf(away, '{ client: LAPTOP-1, assign: MIX }', gets), [])
  t.strictSame(await warnedOf('{ setMode: { site: MIX, mode: native } }', away, gets), [])
})

void t.test('likewise of updates, by their deployment', async (t) => {
  const id = '3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a01'
  const warns = async (...updates: string[]) => {
    const { scenario } = await loadScenario(
      t.testdir({
        'updates.yaml': `
name: Updates
hierarchy:
  sites:
    - code: NAT
      mode: native
      boundaries: [{ subnet: 10.1.0.0/16 }]
      systems: [{ name: dp.nat, roles: [standard-distribution-point], packages: [NAT00001] }]
  clients: [{ name: LAPTOP, assignedSite: NAT, at: { address: 10.9.0.1 } }]
  updates: [{ id: ${id}, ${updates.join(', ')} }, { id: 3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a02, package: NAT00001 }]
steps:
  - { client: LAPTOP, installUpdate: ${id} }
`,
      }) + '/updates.yaml',
    )
    return contentTooFarAway(scenario)
  }
  t.match(await warns('package: NAT00001', 'deployment: {}'), [
    {
      path: ['steps', 0, 'installUpdate'],
      message: /by default a deployment does not/,
      remedy: /deployment: \{ whenSlow/,
    },
  ])
  t.strictSame(await warns('package: NAT00001', 'deployment: { whenSlow: download }'), [])
  t.strictSame(await warns('package: NAT00001'), [], 'not deployed at all')
  t.strictSame(await warns('deployment: {}'), [], 'on no distribution point, as the run tells')
})

/** A client of a native-mode site among neighbours that have the package as well. */
async function foundIn(place: string, advertisement: string, httpForRoaming = false): Promise<Finding[]> {
  const { scenario } = await loadScenario(
    t.testdir({
      'neighbours.yaml': `
name: Neighbours
hierarchy:
  sites:
    - code: NAT
      mode: native
      boundaries: [{ subnet: 10.1.0.0/16 }, { subnet: 10.4.0.0/16, connection: slow }]
      systems: [{ name: dp.nat, roles: [standard-distribution-point], packages: [NAT00001] }]
    - code: MIX
      mode: mixed
      parent: NAT
      boundaries: [{ subnet: 10.2.0.0/16 }]
      systems: [{ name: dp.mix, roles: [standard-distribution-point], packages: [NAT00001] }]
    - code: NEI
      mode: native
      parent: NAT
      boundaries: [{ subnet: 10.3.0.0/16 }]
      systems: [{ name: dp.nei, roles: [standard-distribution-point], packages: [NAT00001] }]
  clients: [{ name: LAPTOP, assignedSite: NAT, httpForRoaming: ${httpForRoaming}, at: { address: ${place} } }]
  packages: [{ id: NAT00001, advertisement: ${advertisement} }]
steps:
  - { client: LAPTOP, getContent: NAT00001 }
`,
    }) + '/neighbours.yaml',
  )
  return contentTooFarAway(scenario)
}

async function warnsIn(...where: Parameters<typeof foundIn>): Promise<boolean> {
  return (await foundIn(...where)).length > 0
}

void t.test('what is near counts only where the client may get it', async (t) => {
  t.equal(await warnsIn('10.3.0.1', '{}'), false, 'in a site of its own mode')
  t.equal(await warnsIn('10.2.0.1', '{}'), true, 'in a site of the other mode')
  t.equal(await warnsIn('10.2.0.1', '{}', true), false, 'with the option for it')
  t.equal(await warnsIn('10.4.0.1', '{}'), true, 'in a slow boundary of its own site')
  t.equal(await warnsIn('10.4.0.1', '{ whenSlow: download }'), false, 'which the advertisement allows')
})

void t.test('the remedy fits the cause', async (t) => {
  const [kept] = await foundIn('10.2.0.1', '{}')
  t.match(kept, {
    message:
      /^LAPTOP .* gets nothing: dp\.mix nearby has NAT00001, but .* \(roaming\/native-client-in-mixed-site\), and by default/,
    remedy: /^set httpForRoaming: true on the client or its site, /,
  })
  t.notMatch(kept, { remedy: /nearby/ })
  const [far] = await foundIn('10.4.0.1', '{}')
  t.match(far, { message: /NAT00001 is far away/, remedy: /put it on a distribution point nearby, / })
  t.notMatch(far, { remedy: /httpForRoaming/ })
})

void t.test('the option is no remedy for a client of a mixed-mode site', async (t) => {
  const file = t.testdir({
    'mixed.yaml': `
name: Mixed
hierarchy:
  sites:
    - code: MIX
      mode: mixed
      boundaries: [{ subnet: 10.1.0.0/16 }]
      systems: [{ name: dp.mix, roles: [standard-distribution-point], packages: [MIX00001] }]
    - code: NAT
      mode: native
      boundaries: [{ subnet: 10.2.0.0/16 }]
      systems: [{ name: dp.nat, roles: [standard-distribution-point], packages: [MIX00001] }]
  clients: [{ name: LAPTOP, assignedSite: MIX, at: { address: 10.2.0.1 } }]
  packages: [{ id: MIX00001 }]
steps:
  - { client: LAPTOP, getContent: MIX00001 }
`,
  })
  const { scenario } = await loadScenario(`${file}/mixed.yaml`)
  const [kept] = contentTooFarAway(scenario)
  t.match(kept, {
    message: /dp\.nat nearby has MIX00001, .* \(roaming\/mixed-client-in-native-site\)/,
    remedy: /put it on a distribution point nearby that the client may use/,
  })
  t.notMatch(kept, { remedy: /httpForRoaming/ })
})

/** A client of the native-mode site NAT that is in the mixed-mode site MIX, and one at home. */
const neighbours = (onMix: string) => `
sites:
  - code: NAT
    mode: native
    boundaries: [{ subnet: 10.1.0.0/16 }]
    systems:
      - { name: mp.nat, roles: [management-point] }
      - { name: dp.nat, roles: [standard-distribution-point], packages: [NAT00001] }
      - name: kept.nat
        roles: [standard-distribution-point]
        packages: [NAT00002]
        protectedBoundaries: [{ subnet: 10.1.7.0/24 }]
  - code: MIX
    mode: mixed
    parent: NAT
    boundaries: [{ subnet: 10.2.0.0/16 }]
    systems:
      - { name: mp.mix, roles: [management-point] }
      - { name: dp.mix, roles: [standard-distribution-point], packages: [${onMix}] }
clients:
  - { name: AWAY, assignedSite: NAT, at: { address: 10.2.0.5 } }
  - { name: HOME, assignedSite: NAT, at: { address: 10.1.0.5 } }
packages: [{ id: NAT00001 }, { id: NAT00002 }, { id: NAT00003 }]
`

/** What the terminal says under each step. */
async function toldUnderSteps(hierarchy: string, ...steps: string[]): Promise<string[]> {
  const recording = await recordedRun(writtenOn(t, hierarchy, steps))
  const text = runPretty(runResultOf(recording), colorsOf({ stdout: {}, env: {} }))
  const [, ...told] = text.split('\n\n')[0]?.split(/^ {2}[!✗] .*\n/m) ?? []
  return told.map((lines) => lines.trim().replaceAll(/\s+/g, ' '))
}

void t.test('a run tells the cause first, what to do next, and then what follows from it', async (t) => {
  const get = (client: string, id: string, expect = '') => `{ client: ${client}, getContent: ${id}${expect} }`
  const far =
    'AWAY does not download NAT00001: it is far away, and its advertisement does not allow that (content-location/slow-boundary)'
  const download = 'set advertisement: { whenSlow: download } on the package'
  const option = 'set httpForRoaming: true on the client or its site'
  const keptBy = '(roaming/native-client-in-mixed-site)'
  const put = 'put it on a distribution point that the client may use'
  const [away = '', home, nowhere] = await toldUnderSteps(
    neighbours('NAT00003'),
    ...[get('AWAY', 'NAT00001'), get('HOME', 'NAT00002'), get('AWAY', 'NAT00003')],
  )
  t.match(
    away,
    new RegExp(
      `^withheld: ${quoted(far)} to do: ${quoted(download)}, or put it on a distribution point nearby also: .*${quoted(keptBy)}$`,
    ),
  )
  t.equal(
    home,
    'failed: kept.nat has NAT00002, but the client may not use that system (serving-system/protected) ' +
      `to do: ${put} also: HOME found no distribution point that has NAT00002 (content-location/nobody-has-it)`,
  )
  t.equal(
    nowhere,
    `failed: dp.mix has NAT00003, but the client may not use that system ${keptBy} to do: ${option}, or ${put} ` +
      'also: AWAY found no distribution point that has NAT00003 (content-location/nobody-has-it)',
  )
  const [unexpected, failing = ''] = await toldUnderSteps(
    neighbours('NAT00001'),
    ...[get('AWAY', 'NAT00001'), get('AWAY', 'NAT00001', ', expect: { outcome: answered }')],
  )
  const why = `dp.mix nearby has NAT00001, but the client may not use that system ${keptBy} to do: ${option}, or ${download} also: ${far}`
  t.equal(unexpected, `withheld: ${why}`)
  t.match(failing, new RegExp(`^outcome expected answered observed withheld ${quoted(why)} `))
})

void t.test('the report has what to do beside each reason', async (t) => {
  const run = await recordedRun(
    writtenOn(t, neighbours('NAT00001'), ['{ client: AWAY, getContent: NAT00001 }']),
  )
  const page = openedPage(wholeText(reportPage(run)))
  t.match(
    page,
    /native-client-in-mixed-site<\/code><p><b>To do<\/b>: <span lang="en">set httpForRoaming: true on the client or its site, or set /,
  )
})

function quoted(text: string): string {
  return text.replaceAll(/[.()/{}]/g, '\\$&')
}
