import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newFolder } from '../new-folder.ts'
import { lacks } from '../witness/run-program.ts'
import { entry, environment, sitemodeWith } from './command.ts'
import { onTerminal } from './pseudo-terminal.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

const described = `hierarchy:
  sites: [{ code: ABC, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }]
  clients: [{ name: PC-1, assignedSite: ABC }]
steps:
  - { name: First, client: PC-1, contact: management-point }
  - { name: Second, advance: 1 d }
`
for (const name of ['one', 'two'])
  writeFileSync(join(folder, `${name}.yaml`), `name: The ${name}\n${described}`)

/** What a line of progress said in turn, and what is left of it once everything is over. */
function shownBy(t: Test, ...args: string[]): { progress: string[]; left: string } {
  const env = { ...environment(cache), TERM: 'xterm' }
  const { status, screen } = onTerminal([process.execPath, entry, ...args], [], { cwd: folder, env })
  t.equal(status, 0, screen)
  const lines = screen.split('\r\u001b[K')
  const progress = lines.flatMap((line) => line.split(/.\[\?7[lh]/)[1] ?? [])
  return { progress, left: lines.at(-1) ?? '' }
}

void t.test('on a terminal a run says which step it is at', { skip: lacks('python3', '--version') }, (t) => {
  const { progress, left } = shownBy(t, 'run', 'one.yaml')
  t.strictSame(progress, ['1/2 First…', '2/2 Second…'])
  t.match(left, /^✓ The one/, 'and the line gives way to the result')
  const several = shownBy(t, 'run', 'one.yaml', 'two.yaml', '--json')
  t.strictSame(several.progress, [
    '0/2 The one: 1/2 First…',
    '0/2 The one: 2/2 Second…',
    '1/2 The one',
    '1/2 The two: 1/2 First…',
    '1/2 The two: 2/2 Second…',
    '2/2 The two',
  ])
  t.match(JSON.parse(several.left), { summary: { passed: 2 } })
  t.strictSame(shownBy(t, 'trace', 'one.yaml').progress, ['1/2 First…', '2/2 Second…'])
  t.end()
})

void t.test('processes tell of their steps too', { skip: lacks('python3', '--version') }, (t) => {
  const { progress } = shownBy(t, 'run', 'one.yaml', 'two.yaml', '--jobs', '2')
  for (const step of [
    'The one: 1/2 First…',
    'The one: 2/2 Second…',
    'The two: 1/2 First…',
    'The two: 2/2 Second…',
  ])
    t.ok(
      progress.some((line) => line.endsWith(step)),
      step,
    )
  t.match(progress.at(-1), /^2\/2 The (one|two)$/)
  t.end()
})

void t.test('elsewhere nothing is shown', async (t) => {
  for (const command of ['run', 'trace']) {
    const { status, stderr } = await sitemodeWith(cache, [command, 'one.yaml'], { cwd: folder })
    t.match({ status, stderr }, { status: 0, stderr: '' })
  }
})
