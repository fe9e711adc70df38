import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import type { Diff } from '../../sim/report/diff/compare.ts'
import type { PlanResult } from '../../sim/report/plan-result.ts'
import { newFolder } from '../new-folder.ts'
import { expectedPlan, sameAnotherDay } from '../report/compared-plans.ts'
import { sitemode } from './command.ts'
import { diffShape } from './json-shapes.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

function write(name: string, content: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return file
}

const [expected, again] = [write('expected.json', expectedPlan()), write('again.json', sameAnotherDay())]

function withoutStrandings(): PlanResult {
  const plan = sameAnotherDay()
  plan.changes = plan.changes.filter(({ kind }) => kind !== 'stranded')
  return plan
}

void t.test('plans are compared as recordings are', async (t) => {
  const same = await sitemode(cache, 'diff', expected, again)
  t.equal(same.status, 0, same.stderr)
  t.equal(same.stdout, 'Nothing ended in another way: 3 groups of clients, 2 checks.\n')
  const page = join(folder, 'diff.html')
  const saved = write('saved.json', withoutStrandings())
  const { status, stdout } = await sitemode(cache, 'diff', expected, saved, '--json', '--html', page)
  t.equal(status, 1)
  const diff = JSON.parse(stdout) as Diff
  t.strictSame(diffShape.safeParse(diff).error?.issues ?? [], [])
  t.match(diff, {
    before: { plan: expected },
    after: { plan: saved },
    changes: [{ kind: 'missing', planned: { act: 'policy' }, client: 'KIOSKS-0001', after: null }],
  })
  t.match(readFileSync(page, 'utf8'), 'only in the earlier plan: 200 clients, stranded: never-told')
})

/** A plan of the switch of both sites; `listen`: with this certificate the other site's management point listens. */
async function planned(name: string, listen: 'good' | 'another-good' | 'expired'): Promise<string> {
  const sites: HierarchyInput['sites'] = [
    {
      ...{ code: 'CEN', mode: 'mixed', boundaries: [{ subnet: '10.1.0.0/16' }] },
      systems: [{ name: 'mp.cen', roles: ['management-point'] }],
    },
    {
      ...{ code: 'WST', mode: 'mixed', parent: 'CEN', boundaries: [{ subnet: '10.2.0.0/16' }] },
      systems: [{ name: 'mp.wst', roles: ['management-point'], listen: { certificate: listen } }],
    },
  ]
  const groups: HierarchyInput['groups'] = [
    { name: 'DESKS', count: 40, assignedSite: 'CEN', at: { site: 'CEN' } },
    { name: 'KIOSKS', count: 7, assignedSite: 'CEN', certificate: 'none', at: { site: 'CEN' } },
    { name: 'BRANCH', count: 20, assignedSite: 'WST', at: { site: 'WST' } },
  ]
  const { hierarchy } = parseHierarchy({ sites, groups })
  const switches = ['CEN', 'WST'].map((site) => ({ site, mode: 'native' as const }))
  return write(name, await runPlan(hierarchy, 'hierarchy.yaml', switches))
}

void t.test(
  'two plans of the same hierarchy do not differ; with another certificate, the groups that it touches',
  async (t) => {
    const good = await planned('good.json', 'good')
    for (const file of [
      await planned('good-again.json', 'good'),
      await planned('as-good.json', 'another-good'),
    ]) {
      const { status, stdout, stderr } = await sitemode(cache, 'diff', good, file)
      t.equal(status, 0, stdout + stderr)
      t.match(stdout, /^Nothing ended in another way: 3 groups of clients/)
    }
    const { stdout } = await sitemode(cache, 'diff', good, await planned('expired.json', 'expired'), '--json')
    const { changes } = JSON.parse(stdout) as Diff
    t.strictSame(
      changes.map(({ kind, planned }) => [
        kind,
        planned?.of,
        planned && 'group' in planned ? planned.group.from : null,
      ]),
      [
        ['changed', 'summary', null],
        ['changed', 'check', null],
        ['changed', 'change', ['BRANCH']],
        ['changed', 'group', ['BRANCH']],
      ],
    )
    t.match(changes[1], {
      planned: { of: 'check', site: 'WST' },
      before: { holds: true },
      after: { holds: false },
    })
    t.match(changes[2], {
      client: 'BRANCH-1',
      before: { kind: 'awayUntilTold' },
      after: { kind: 'stranded', diagnosis: 'server-certificate-expired' },
    })
    const refused =
      changes[2]?.attempts.filter(({ after }) => after?.clientSaw === 'tls CERT_HAS_EXPIRED') ?? []
    t.strictSame(new Set(refused.map(({ system }) => system)), new Set(['mp.wst.sitemode.test']))
  },
)

void t.test('on one line, and as PowerShell writes it', async (t) => {
  const written = JSON.stringify(sameAnotherDay())
  const utf16 = join(folder, 'utf16.json')
  writeFileSync(utf16, Buffer.from(`\uFEFF${written}\r\n`, 'utf16le'))
  for (const file of [write('line.json', written), write('marked.json', `\uFEFF${written}\n`), utf16]) {
    const { status, stderr } = await sitemode(cache, 'diff', expected, file)
    t.equal(status, 0, stderr)
  }
})

void t.test('a plan is refused beside a recording, and what is neither by its field', async (t) => {
  const out = join(folder, 'out')
  await sitemode(cache, 'run', 'scenarios/mobile-device.yaml', '--out', out)
  const damaged = expectedPlan()
  Object.assign(damaged.changes[0]?.before ?? {}, { outcome: 'lost' })
  const large = write('large.json', '{')
  truncateSync(large, 129 * 1024 * 1024)
  for (const [before, after, message] of [
    [
      expected,
      out,
      `${out}: this is a recording, and ${expected} is a plan; name two recordings, or two plans`,
    ],
    [out, expected, `${expected}: this is a plan, and ${out} is a recording`],
    [expected, write('damaged.json', damaged), 'damaged.json: changes.0.before.outcome: has to be one of '],
    [expected, write('run.json', { scenarios: [] }), 'run.json: format: has to be 1, '],
    [expected, write('list.json', [expectedPlan()]), 'list.json: has to be an object'],
    [
      expected,
      write('half.json', JSON.stringify(expectedPlan(), null, 2).slice(0, 900)),
      'half.json: this is neither',
    ],
    [expected, write('nothing.json', ''), 'nothing.json: this is neither a recording nor JSON as a whole'],
    [expected, large, 'large.json: of a plan at most 128 MiB are read, and the file has more'],
  ] as const) {
    const { status, stdout, stderr } = await sitemode(cache, 'diff', before, after)
    t.equal(status, 2, message)
    t.equal(stdout, '')
    t.ok(stderr.includes(message), stderr)
  }
})
