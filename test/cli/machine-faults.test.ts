import dns from 'node:dns'
import fs, { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { devNull } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newFolder } from '../new-folder.ts'
import { refuseCalls } from '../network/refused-calls.ts'
import { sitemode } from './command.ts'
import { giveFiles, runToEnd, usesOf } from './given-values.ts'

const folder = newFolder(t)
// Before the machine is at fault.
const given = await giveFiles(join(folder, 'given'))
const { cache } = given
const codes = [
  ...['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRINUSE', 'EADDRNOTAVAIL', 'ENETDOWN', 'ENETUNREACH'],
  ...['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'],
]

const scenario = join(folder, 'expects-failure.yaml')
mkdirSync(folder, { recursive: true })
writeFileSync(
  scenario,
  `name: a client that is refused
hierarchy:
  sites: [{ code: MIX, mode: mixed, systems: [{ name: mp, roles: [management-point] }] }]
  clients: [{ name: PC, assignedSite: MIX }]
steps:
  - { client: PC, contact: management-point, expect: { outcome: failed } }
`,
)

/** Lets no file be opened that `of` holds for, until the test ends. */
function refuseFiles(t: Test, code: string, of: (path: string) => boolean): void {
  const { openSync, open: openLater } = fs
  const { access, open, readFile } = fs.promises
  const refusal = (): Error => Object.assign(new Error(`${code}: open`), { code, syscall: 'open' })
  const instead =
    <Args extends [unknown, ...unknown[]], Result>(original: (...args: Args) => Promise<Result>) =>
    (...args: Args): Promise<Result> =>
      of(String(args[0])) ? Promise.reject(refusal()) : original(...args)
  t.teardown(() => {
    Object.assign(fs, { openSync, open: openLater })
    Object.assign(fs.promises, { access, open, readFile })
    syncBuiltinESMExports()
  })
  Object.assign(fs, {
    openSync(...args: Parameters<typeof openSync>) {
      if (of(String(args[0]))) throw refusal()
      return openSync(...args)
    },
    // By which streams open.
    open(...args: Parameters<typeof openLater>) {
      if (of(String(args[0]))) process.nextTick(args.at(-1) as (error: Error) => void, refusal())
      else openLater(...args)
    },
  })
  Object.assign(fs.promises, { access: instead(access), open: instead(open), readFile: instead(readFile) })
  syncBuiltinESMExports()
}

void t.test('no expectation of a failure holds on a fault of the machine', async (t) => {
  for (const code of codes) {
    const refused = refuseCalls('connect', code)
    const { status, stdout, stderr } = await sitemode(cache, 'run', scenario)
    refused[Symbol.dispose]()
    t.equal(status, 3, code)
    t.equal(stdout, '')
    t.match(stderr, new RegExp(`^sitemode: PC cannot connect to \\S+ \\(${code}\\): .+\\n$`))
  }
})

void t.test('nor does a run begin whose listeners cannot be opened', async (t) => {
  for (const call of ['listen', 'bind'] as const) {
    for (const code of codes) {
      const refused = refuseCalls(call, code)
      const { status, stdout, stderr } = await sitemode(cache, 'run', scenario)
      refused[Symbol.dispose]()
      t.equal(status, 3, `${call} ${code}`)
      t.equal(stdout, '')
      t.match(stderr, /^sitemode: .+\n$/)
      t.notMatch(stderr, /\n\s+at |this should not happen/)
    }
  }
})

const reading = Object.entries(usesOf(given)).filter(([, { does }]) => does === 'reads')

void t.test('a file that the machine cannot open is not the input’s fault', async (t) => {
  const unopened = join(folder, 'unopened')
  for (const held of [given.results, given.parts]) cpSync(held, unopened, { recursive: true })
  for (const code of codes) {
    await t.test(code, async (t) => {
      refuseFiles(t, code, (path) => path.startsWith(unopened))
      for (const [what, { args }] of reading) {
        const isFolder = what.includes('dir')
        const file = isFolder ? unopened : join(unopened, 'recording.ndjson')
        const { status, stdout, stderr } = await runToEnd(given, args(file))
        t.equal(status, 3, what)
        t.equal(stdout, '', what)
        t.match(stderr, new RegExp(`^sitemode: cannot read ${file}\\S* \\(${code}\\): .+\\n$`), what)
      }
    })
  }
})

/** Lets the machine's name service fail until the test ends. */
function refuseNames(t: Test, code: string): void {
  const { lookup } = dns.promises
  t.teardown(() => {
    Object.assign(dns.promises, { lookup })
    syncBuiltinESMExports()
  })
  Object.assign(dns.promises, { lookup: () => Promise.reject(Object.assign(new Error(code), { code })) })
  syncBuiltinESMExports()
}

void t.test('what the machine keeps a probe from says nothing of the server', async (t) => {
  for (const url of ['http://127.0.0.1:9/', 'https://127.0.0.1:9/']) {
    for (const code of codes) {
      const refused = refuseCalls('connect', code)
      const { status, stdout, stderr } = await sitemode(cache, 'probe', url)
      refused[Symbol.dispose]()
      if (code === 'ENETUNREACH') {
        t.equal(status, 1, 'a route may be missing in the network of the server')
        continue
      }
      t.equal(status, 3, code)
      t.equal(stdout, '')
      t.match(stderr, new RegExp(`^sitemode: cannot connect to 127\\.0\\.0\\.1:9 \\(${code}\\): .+\\n$`))
    }
  }
})

void t.test('a name service that lacks descriptors says nothing of a name', async (t) => {
  const looksUp = ['probe', 'https://mp.contoso.test/']
  const said = /^sitemode: cannot look up mp\.contoso\.test \(EMFILE\): .+\n$/
  await t.test('and says so', async (t) => {
    refuseNames(t, 'EMFILE')
    t.match(await sitemode(cache, ...looksUp), { status: 3, stdout: '', stderr: said })
  })
  await t.test('or calls it another failure', async (t) => {
    refuseNames(t, 'EAI_AGAIN')
    refuseFiles(t, 'EMFILE', (path) => path === devNull)
    t.match(await sitemode(cache, ...looksUp), { status: 3, stdout: '', stderr: said })
  })
  await t.test('while another failure of a lookup is evidence', async (t) => {
    refuseNames(t, 'EAI_AGAIN')
    t.match(await sitemode(cache, ...looksUp), { status: 1, stdout: /ENOTFOUND/, stderr: '' })
  })
})
