import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import type { Attempt } from '../../sim/evidence/attempt.ts'
import { tellers, type Teller, type Told } from '../../sim/evidence/end-evidence.ts'
import type { RecordedHierarchy } from '../../sim/evidence/recording/recording.ts'
import { entryPane } from '../../sim/live/entry-pane.ts'
import { attemptDetails } from '../../sim/report/html/attempt-details.ts'
import { reportPage } from '../../sim/report/html/report-page.ts'
import { clientLogs } from '../../sim/report/logs/client-logs.ts'
import { runJunit } from '../../sim/report/run-junit.ts'
import { runResultOf, traceOf } from '../../sim/report/run-result.ts'
import { mermaidSequences } from '../../sim/report/sequence-mermaid.ts'
import { colorsOf } from '../../sim/report/terminal/colors.ts'
import { runPretty } from '../../sim/report/terminal/run-pretty.ts'
import { traceText } from '../../sim/report/terminal/trace-text.ts'
import { addressAsTold, toldInWords } from '../../sim/report/told-in-words.ts'
import { newFolder } from '../new-folder.ts'
import { openedPage } from './opened-page.ts'
import { recordedRun, wholeText } from './recorded.ts'
import { english } from '../../sim/texts/english.ts'

const file = join(newFolder(t), 'silent-directory.yaml')
await writeFile(
  file,
  `name: A directory that falls silent
hierarchy:
  domain: contoso.test
  sites:
    - code: HQ1
      mode: native
      boundaries: [{ subnet: 10.1.0.0/16 }]
      systems:
        - { name: mp.hq1, roles: [management-point] }
        - { name: dp.hq1, roles: [standard-distribution-point], packages: [HQ100001] }
  packages: [{ id: HQ100001 }]
  clients: [{ name: PC-1, assignedSite: HQ1, at: { address: 10.1.0.20 } }]
steps:
  - { client: PC-1, getContent: HQ100001, expect: { outcome: answered } }
  - { break: { system: dc, fault: not-listening } }
  - advance: 26 h
  - { client: PC-1, contact: management-point, expect: { outcome: answered, by: active-directory } }
  - { client: PC-1, contact: standard-distribution-point, expect: { outcome: answered, by: null } }
  - { break: { system: mp.hq1, fault: not-listening } }
  - { client: PC-1, contact: management-point, expect: { outcome: answered } }
`,
)
const recording = await recordedRun(file)
const [hierarchy] = recording.hierarchies
if (!hierarchy) throw new Error('nothing was recorded')
const attempts = hierarchy.attempts.map(({ attempt }) => attempt)
const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
const plain = colorsOf({ stdout: {}, env: {} })

/** The first attempt at a system. */
function firstAt(name: string): Attempt {
  const found = attempts.find(({ system }) => system === `${name}.contoso.test`)
  if (!found) throw new Error(`nobody turned to ${name}`)
  return found
}

const [search, located, transferred] = ['dc', 'mp.hq1', 'dp.hq1'].map(firstAt)
if (!search || !located || !transferred) throw new Error('three attempts were recorded')

/** With whatever lines were broken for the width made whole. */
function inOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ')
}

const told = {
  located: `https://mp.hq1.contoso.test:8443, told by Active Directory (${search.id})`,
  transferred: `https://dp.hq1.contoso.test:8443, told by mp.hq1.contoso.test (${located.id})`,
  old: `told by Active Directory (${search.id}) at ${search.startedAt.slice(11, 16)}, 26 hours ago`,
}

void t.test('each teller has its words, with the attempt that brought the fact', (t) => {
  const at = located.startedAt
  const by = (teller: Teller, attempt: string | null = located.id): string | undefined =>
    toldInWords({ ...transferred, told: { by: teller, attempt, at } }, byId, english)
  t.equal(by('experiment', null), 'told by the experimenter')
  t.equal(by('installation', null), 'told at installation')
  t.equal(by('active-directory'), `told by Active Directory (${located.id})`)
  t.equal(by('dns'), `told by DNS (${located.id})`)
  t.equal(by('wins'), `told by WINS (${located.id})`)
  for (const teller of ['management-point', 'server-locator-point'] as const)
    t.equal(by(teller), `told by mp.hq1.contoso.test (${located.id})`)
  t.equal(by('policy'), `told by a policy of mp.hq1.contoso.test (${located.id})`)
  t.equal(by('management-point', 'a99'), 'told by a management point (a99)', 'of a recording without it')
  for (const teller of tellers) t.match(by(teller), /^told (by|at) /)
  t.equal(toldInWords({ ...transferred, told: null }, byId, english), undefined)
  t.equal(toldInWords(search, byId, english), undefined, 'a lookup goes to the services of the network')
  t.end()
})

void t.test('a fact’s age is told when it is an hour old', (t) => {
  const fact: Told = { by: 'dns', attempt: null, at: '2026-01-01T09:00:00.000Z' }
  for (const [startedAt, words] of [
    ['2026-01-01T09:59:59.999Z', 'told by DNS'],
    ['2026-01-01T10:00:00.000Z', 'told by DNS at 09:00, 1 hour ago'],
    ['2026-01-02T11:59:00.000Z', 'told by DNS at 09:00, 26 hours ago'],
    ['2026-01-04T09:00:00.000Z', 'told by DNS at 09:00, 3 days ago'],
  ] as const)
    t.equal(toldInWords({ ...transferred, told: fact, startedAt }, byId, english), words)
  t.equal(
    toldInWords(
      { ...transferred, told: { ...fact, by: 'installation' }, startedAt: '2026-01-02T11:00:00.000Z' },
      byId,
      english,
    ),
    'told at installation, 26 hours ago',
  )
  t.end()
})

void t.test('an attempt without a socket has no address', (t) => {
  t.equal(addressAsTold(transferred, byId), told.transferred)
  t.equal(addressAsTold({ ...transferred, outcome: 'withheld', url: null }, byId), undefined)
  t.match(
    addressAsTold({ ...transferred, url: 'smb://dp.hq1.contoso.test:8445/SMSPKGC$' }, byId),
    /^smb:\/\/dp\.hq1\.contoso\.test:8445, told by /,
  )
  t.end()
})

void t.test('trace and the pretty reporter say where each attempt went, and who had told the client', (t) => {
  const story = traceText(traceOf(runResultOf(recording), 'PC-1'), plain)
  for (const line of story.split('\n')) t.ok(line.length <= 80, line)
  const text = inOneLine(story)
  t.match(text, `${located.id} answered uses ${told.located}`)
  t.match(text, `${transferred.id} answered uses ${told.transferred}`)
  t.match(text, `uses https://mp.hq1.contoso.test:8443, ${told.old}`)
  t.match(text, 'uses https://dp.hq1.contoso.test:8443, told by the experimenter')
  t.notMatch(text, 'uses ldap')
  t.match(
    inOneLine(runPretty(runResultOf(recording), plain)),
    new RegExp(`NOT_LISTENING\\) uses https://mp\\.hq1\\.contoso\\.test:8443, ${escaped(told.old)}`),
    'why a failed step went where it did',
  )
  t.end()
})

void t.test('the files for other tools say it as well', (t) => {
  t.match(runJunit(recording), told.old)
  const [mermaid] = mermaidSequences(hierarchy, 0)
  t.match(mermaid?.text, told.old.replace(/(\d\d):(\d\d)/, '$1#58;$2'))
  const logs = clientLogs(hierarchy, 0)
  const log = logs.find(({ path }) => path.endsWith('/LocationServices.log'))?.text ?? ''
  const logged = log.match(/Using \S+, told .*?(?=\.\]LOG)/g)
  t.strictSame(
    logged?.map((line) => line.replace('Using ', '')),
    [
      told.located,
      told.transferred,
      `https://mp.hq1.contoso.test:8443, ${told.old}`,
      'https://dp.hq1.contoso.test:8443, told by the experimenter',
    ],
    'once each',
  )
  t.end()
})

void t.test('pages link to the attempt that told, and escape what was told', (t) => {
  const line = hierarchy.attempts.find(({ attempt }) => attempt === transferred)
  t.match(
    line && attemptDetails(line, byId, english).html,
    `told by mp.hq1.contoso.test (<a href="#${located.id}">${located.id}</a>)</dd>`,
  )
  t.match(openedPage(wholeText(reportPage(recording))), '26 hours ago')
  const hostile: RecordedHierarchy = structuredClone(hierarchy)
  for (const { attempt } of hostile.attempts) if (attempt.id === located.id) attempt.system = '<b>"mp"</b>'
  const page = openedPage(wholeText(reportPage({ ...recording, hierarchies: [hostile] })))
  t.match(page, 'told by &lt;b&gt;')
  t.notMatch(page, 'told by <b>')
  const pki = { folder: 'pki', writtenBy: null, trusted: 'root.pem' } as const
  const [ofHostile, ofOwn] = [hostile, hierarchy].map(
    (one) => entryPane(transferred.id, one, pki, english)?.html,
  )
  t.match(ofHostile, 'told by &lt;b&gt;')
  t.match(ofOwn, `told by mp.hq1.contoso.test (<a href="#${located.id}">${located.id}</a>)`)
  t.end()
})

function escaped(text: string): string {
  return text.replaceAll(/[()]/g, String.raw`\$&`)
}
