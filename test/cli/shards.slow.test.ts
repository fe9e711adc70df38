import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { writeCopies } from '../../bench/copied-parts.ts'
import { checkPart, partCalled } from '../../sim/parts/part-file.ts'
import { createRandom } from '../fuzz/random.ts'
import { newFolder } from '../new-folder.ts'
import { entry, environment, root } from './command.ts'

const cache = newFolder(t)
const scenario = 'scenarios/mobile-device.yaml'

void t.test('a shard that is killed at a hundred random moments leaves no part under its name', async (t) => {
  const folder = newFolder(t)
  const random = createRandom(20)
  const run = (out: string) =>
    spawn(process.execPath, [entry, 'run', scenario, '--shard', '1/1', '--out', out], {
      ...{ cwd: root, env: environment(cache), stdio: 'ignore' },
    })
  // The whole of it takes so long here, whatever the machine.
  const began = performance.now()
  await once(run(folder), 'exit')
  const whole = performance.now() - began
  const [first] = readdirSync(folder)
  t.strictSame(first && partCalled(first)?.isWhole, true)
  let cut = 0
  for (let turn = 0; turn < 100; turn++) {
    const own = newFolder(t)
    const child = run(own)
    const ended = once(child, 'exit')
    await setTimeout(random.below(Math.ceil(whole)))
    child.kill('SIGKILL')
    await ended
    const names = readdirSync(own)
    for (const name of names.filter((one) => partCalled(one)?.isWhole)) {
      const read = await checkPart(join(own, name), name)
      t.notOk('kind' in read, 'a part with its name is whole')
    }
    if (!names.some((name) => partCalled(name)?.isWhole)) cut += 1
  }
  t.ok(cut > 20, `${cut} of them were cut`)
})

void t.test('two million lines are merged in 300 MiB', async (t) => {
  const folder = newFolder(t)
  const { copies, lines } = await writeCopies(folder, { least: 2_000_000, total: 4, cache })
  const told = 'process.stderr.write(`resident ${process.resourceUsage().maxRSS} KiB`)'
  const telling = `data:text/javascript,process.on('exit', () => ${told})`
  const args = ['--import', telling, entry, 'merge', folder, '--out', join(folder, 'out')]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: 'utf8',
    env: environment(cache),
  })
  t.equal(status, 0, stderr)
  t.match(stdout, new RegExp(`^${copies} of ${copies} scenarios passed`))
  t.match(stderr, /recording\.ndjson is whole; the reports need \d+ MiB/)
  const [, resident = '0'] = /resident (\d+) KiB/.exec(stderr) ?? []
  t.comment(`${lines} lines, ${resident} KiB`)
  t.ok(Number(resident) > 0 && Number(resident) < 300 * 1024, `${resident} KiB`)
})
