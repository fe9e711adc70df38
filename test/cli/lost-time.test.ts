import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { lostTime } from '../../sim/cli/lost-time.ts'
import { newFolder } from '../new-folder.ts'
import { entry, environment, root, twoModes } from './command.ts'

/** Clocks that a test sets; looked at every half second. */
function clocksAt() {
  const at = { monotonic: 1000, wall: 50_000, busy: 100 }
  const look = lostTime({ monotonic: () => at.monotonic, wall: () => at.wall, busy: () => at.busy })
  return (passed: Partial<typeof at>): string[] => {
    at.monotonic += passed.monotonic ?? 500
    at.wall += passed.wall ?? passed.monotonic ?? 500
    at.busy += passed.busy ?? 0
    return look()
  }
}

void t.test('time that a process spends itself, and small delays, are not told', (t) => {
  const look = clocksAt()
  t.strictSame(look({}), [])
  t.strictSame(look({ monotonic: 2400 }), [])
  t.strictSame(look({ monotonic: 9000, busy: 8000 }), [])
  t.strictSame(look({ wall: 2400 }), [])
  t.end()
})

void t.test('a standstill and a clock that is set are told with their size', (t) => {
  const look = clocksAt()
  t.match(look({ monotonic: 12_500 }), [/^this process stood still for 12\.0 s/])
  t.match(look({ wall: 60_500 }), [/clock was set 60\.0 s ahead/])
  t.match(look({ wall: -60_000 }), [/clock was set 60\.5 s back/])
  t.strictSame(look({}), [], 'once')
  t.end()
})

void t.test('a process that is stopped and goes on says so', async (t) => {
  const child = spawn(process.execPath, [entry, 'serve', twoModes, '--json'], {
    cwd: root,
    env: environment(newFolder(t)),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.teardown(() => child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  child.kill('SIGSTOP')
  await setTimeout(3500)
  child.kill('SIGCONT')
  const [said] = (await once(child.stderr, 'data')) as [Buffer]
  t.match(String(said), /^sitemode: this process stood still for \d+\.\d s/)
})
