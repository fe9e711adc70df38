import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { child, connector, hierarchy, isWhole, listener, outside, run } from './sockets-of.ts'

const watch = new URL('watch-loopback.js', import.meta.url).href
const directory = newFolder(t)
const cache = join(directory, 'cache')

/** The addresses of a program's sockets, as reported by Node. */
function watched(args: readonly string[]): { addresses: string[]; output: string[] } {
  const file = join(directory, 'watched')
  const output = run(process.execPath, ['--import', watch, ...args], { WATCH_LOOPBACK: file })
  return { addresses: readFileSync(file, 'utf8').split('\n'), output }
}

void t.test('by what Node says, no socket of a matrix is outside loopback', (t) => {
  const { addresses, output } = watched([child, hierarchy, cache])
  t.ok(isWhole(JSON.parse(output[1] ?? '')), 'the matrix was run')
  t.strictSame(outside(addresses), [])
  for (const kind of ['listen', 'accept', 'connect', 'from']) {
    t.ok(
      addresses.some((address) => address.startsWith(`${kind} 127.`)),
      `there is something to ${kind}`,
    )
  }
  t.strictSame(outside(watched(['-e', listener('127.0.0.1')]).addresses), [])
  t.strictSame(
    outside(watched(['-e', listener('0.0.0.0')]).addresses),
    ['listen 0.0.0.0'],
    'it would be told',
  )
  for (const library of ['net', 'tls']) {
    t.strictSame(outside(watched(['-e', connector('0.0.0.0', library)]).addresses), ['connect 0.0.0.0'])
  }
  t.end()
})
