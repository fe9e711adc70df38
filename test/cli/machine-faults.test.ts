import fs, { mkdirSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { newFolder } from '../new-folder.ts'
import { refuseCalls } from '../network/refused-calls.ts'
import { sitemode } from './command.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')
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

/** Lets no file be opened until the test ends. */
function refuseFiles(t: Test, code: string): void {
  const { access, open, readFile } = fs.promises
  const refused = () => Promise.reject(Object.assign(new Error(`${code}: open`), { code, syscall: 'open' }))
  t.teardown(() => {
    Object.assign(fs.promises, { access, open, readFile })
    syncBuiltinESMExports()
  })
  Object.assign(fs.promises, { access: refused, open: refused, readFile: refused })
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

const reading = [
  ['run', scenario],
  ['validate', scenario],
  ['report', scenario],
  ['diagnose', scenario, '--keylog', scenario],
  ['probe', 'https://127.0.0.1:1/', '--ca', scenario],
]

void t.test('a file that the machine cannot open is not the input’s fault', async (t) => {
  // Node reads the modules of a command as it reads any file, once.
  for (const args of reading) await sitemode(cache, ...args)
  for (const code of codes) {
    await t.test(code, async (t) => {
      refuseFiles(t, code)
      for (const args of reading) {
        const { status, stdout, stderr } = await sitemode(cache, ...args)
        t.equal(status, 3, args.join(' '))
        t.equal(stdout, '')
        t.match(stderr, new RegExp(`^sitemode: cannot read \\S+expects-failure\\.yaml \\(${code}\\): .+\\n$`))
      }
    })
  }
})
