import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const child = fileURLToPath(new URL('child-matrix.js', import.meta.url))
const watch = new URL('watch-loopback.js', import.meta.url).href
const hierarchy = fileURLToPath(new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url))
const directory = t.testdir()
const cache = join(directory, 'cache')

const outside = (addresses: readonly string[]): string[] =>
  addresses.filter((address) => !/ 127\.\d+\.\d+\.\d+$/.test(address))

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string[] {
  const options = { encoding: 'utf8', input: '', env: { ...process.env, ...env } } as const
  const { status, stdout, stderr } = spawnSync(program, args, options)
  if (status !== 0) throw new Error(`${program} left with ${String(status)}: ${stderr}`)
  return stdout.trim().split('\n')
}

const isWhole = (summary: unknown): boolean => {
  const { cells, agree } = summary as { cells: number; agree: number }
  return cells === 38 && agree === 38
}

/** The addresses of a program's sockets, as Node tells them. */
function watched(args: readonly string[]): { addresses: string[]; output: string[] } {
  const file = join(directory, 'watched')
  const output = run(process.execPath, ['--import', watch, ...args], { WATCH_LOOPBACK: file })
  return { addresses: readFileSync(file, 'utf8').split('\n'), output }
}

const listener = (host: string): string =>
  `require('node:net').createServer().listen(0, '${host}', function () { this.close() })`
const connector = (host: string, library = 'net'): string =>
  `require('node:${library}').connect({ host: '${host}', port: 1 }).on('error', () => undefined)`

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

void t.test('nor by what the kernel says', { skip: withoutStrace }, (t) => {
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
})

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
