import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { child, connector, hierarchy, isWhole, listener, outside, run } from './sockets-of.ts'

const directory = newFolder(t)
const cache = join(directory, 'cache')

const withoutStrace =
  spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status !== 0 && 'strace cannot be used here'

/** The addresses that a program gives to the kernel. */
function traced(args: readonly string[]): { addresses: string[]; output: string[] } {
  const file = join(directory, 'traced')
  const output = run('strace', [
    '-f',
    '-o',
    file,
    '-e',
    'trace=bind,connect,sendto,sendmsg',
    process.execPath,
    ...args,
  ])
  const calls = readFileSync(file, 'utf8').split('\n')
  const addresses = calls.flatMap((call) => {
    const [, verb = ''] = /(bind|connect|sendto|sendmsg)\(/.exec(call) ?? []
    const [, address] = /sin6?_addr=inet_addr\("([^"]*)"\)|inet_pton\(AF_INET6, "([^"]*)"/.exec(call) ?? []
    return address !== undefined || /AF_INET6?/.test(call) ? [`${verb} ${address ?? call}`] : []
  })
  return { addresses, output }
}

void t.test(
  'by what the kernel says, no socket of a matrix is outside loopback',
  { skip: withoutStrace },
  (t) => {
    const { addresses, output } = traced([child, hierarchy, cache])
    t.ok(isWhole(JSON.parse(output[1] ?? '')), 'the matrix was run')
    t.strictSame(outside(addresses), [])
    for (const verb of ['bind', 'connect']) {
      t.ok(
        addresses.some((address) => address.startsWith(`${verb} 127.`)),
        `there is something to ${verb}`,
      )
    }
    t.strictSame(outside(traced(['-e', listener('0.0.0.0')]).addresses), ['bind 0.0.0.0'], 'it would be told')
    t.not(outside(traced(['-e', connector('::1')]).addresses).length, 0)
    t.end()
  },
)

/** Runs a command where the network is a loopback device with one address, 127.0.0.1. */
const oneAddress = (command: string): string[] => [
  '-n',
  'sh',
  '-ec',
  `ip link set lo up; ip addr flush dev lo; ip addr add 127.0.0.1/32 dev lo; ${command}`,
]
const withoutNamespaces =
  spawnSync('unshare', oneAddress('true')).status !== 0 && 'unshare -n and ip cannot be used here'

void t.test('where the platform has one address, all systems share it', { skip: withoutNamespaces }, (t) => {
  const command = [process.execPath, child, hierarchy, cache].map((word) => `'${word}'`).join(' ')
  const [addresses = '', summary = ''] = run('unshare', oneAddress(`exec ${command}`))
  t.strictSame(new Set(JSON.parse(addresses) as string[]), new Set(['127.0.0.1']))
  t.ok(isWhole(JSON.parse(summary)), 'and all cells agree')
  t.end()
})
