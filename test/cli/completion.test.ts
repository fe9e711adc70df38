import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { valuesByWord } from '../../sim/cli/completion/candidates.ts'
import { newFolder } from '../new-folder.ts'
import { lacks } from '../witness/run-program.ts'
import { entry, environment, sitemode, sitemodeWith } from './command.ts'
import { givenValues } from './given-values.ts'
import { onTerminal } from './pseudo-terminal.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')
const env = { ...environment(cache), PATH: `${join(folder, 'bin')}:${process.env.PATH}` }

const sites = `sites:
  - { code: NAT, mode: native, systems: [{ name: mp, roles: [management-point] }] }
  - { code: MIX, mode: mixed, parent: NAT, systems: [{ name: mp2, roles: [management-point] }] }
`
const clients = `clients: [{ name: PC-1, assignedSite: NAT }, { name: PHONE, assignedSite: NAT }]
groups: [{ name: LAB, count: 2, assignedSite: MIX }]
`
const executed = join(folder, 'executed')
const command = `touch ${executed}`
const hostileName = `PC$(${command})\`${command}\`;${command}`
const files = {
  'hierarchy.yaml': sites + clients,
  'a scenario.yaml': 'name: x\nhierarchy: hierarchy.yaml\nsteps: []\n',
  'within.yaml': `name: x\nsteps: []\nhierarchy:\n${(sites + clients).replaceAll(/^/gm, '  ')}`,
  'of-module.yaml': 'name: x\nhierarchy: module.ts\nsteps: []\n',
  'module.ts': `import { writeFileSync } from 'node:fs'\nwriteFileSync(${JSON.stringify(executed)}, '')\n`,
  'hostile.yaml': `${sites}clients: [{ name: ${JSON.stringify(hostileName)}, assignedSite: NAT }]\n`,
  'damaged.yaml': 'sites: [',
  [`$(touch executed).yaml`]: sites + clients,
  'bin/sitemode': `#!/bin/sh\nexec '${process.execPath}' '${entry}' "$@"\n`,
}
mkdirSync(join(folder, 'bin'))
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
chmodSync(join(folder, 'bin', 'sitemode'), 0o755)
for (const shell of ['bash', 'zsh', 'fish', 'powershell'])
  writeFileSync(
    join(folder, `script.${shell === 'powershell' ? 'ps1' : shell}`),
    (await sitemode(cache, 'completion', shell)).stdout,
  )

/** Candidates for the word that a line ends with. */
async function candidates(line: string, shell = 'bash'): Promise<string[]> {
  const { status, stdout, stderr } = await sitemodeWith(cache, ['completion', shell, line], { cwd: folder })
  if (status !== 0 || stderr !== '') throw new Error(`${status}: ${stderr}`)
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((one) => one.replace(/:.*/, ''))
}

void t.test('commands, options, their choices and ids', async (t) => {
  t.strictSame(await candidates('sitemode ma'), ['matrix'])
  t.strictSame(await candidates('FORCE_COLOR=1 /usr/bin/sitemode --v'), ['--version'])
  t.strictSame(await candidates('sitemode run --ref'), ['--refusal'])
  t.strictSame(await candidates('sitemode run --reporter '), ['pretty', 'tap', 'junit', 'json'])
  t.strictSame(await candidates('sitemode run --reporter=j'), ['--reporter=junit', '--reporter=json'])
  t.strictSame(await candidates('sitemode run a.yaml --reporter tap --j'), ['--json', '--jobs'])
  t.strictSame(await candidates('sitemode explain client-certificate-expi'), ['client-certificate-expired'])
  t.strictSame(await candidates('sitemode explain roaming/same'), ['roaming/same-mode'])
  t.strictSame(await candidates('sitemode lab --only reset client-certificate-expi'), [
    'client-certificate-expired',
  ])
  t.strictSame(await candidates('sitemode lab --only reset --tls '), ['1.2', '1.3'])
  t.strictSame(await candidates('sitemode completion p'), ['powershell'])
  t.ok((await candidates('sitemode matrix ')).includes('--tls'), 'options, where there is nothing else')
  for (const line of [
    'sitemode run ',
    'sitemode run --out ',
    'sitemode validate no',
    'sitemode no-such ',
    'sitemode run --no=x',
  ])
    t.strictSame(await candidates(line), [], `${line}: left to the shell`)
  t.equal((await sitemode(cache, 'completion', 'csh')).status, 2)
})

void t.test('every value of the command line says what completes it', async (t) => {
  const words = (await givenValues()).map((value) => /[<[](.+?)(?:\.{3})?[>\]]$/.exec(value)?.[1])
  t.strictSame([...valuesByWord.keys()].sort(), [...new Set(words)].sort())
})

void t.test('clients and sites of the file that a line names', async (t) => {
  const everyone = ['PC-1', 'PHONE', 'LAB-1', 'LAB-2']
  for (const file of ["'a scenario.yaml'", '"a scenario.yaml"', String.raw`a\ scenario.yaml`, 'within.yaml'])
    t.strictSame(await candidates(`sitemode trace ${file} --client `), everyone, file)
  t.strictSame(await candidates("sitemode trace 'a scenario.yaml' --client=PH"), ['--client=PHONE'])
  t.strictSame(await candidates('sitemode trace --tls 1.2 within.yaml --client L'), ['LAB-1', 'LAB-2'])
  t.strictSame(await candidates('sitemode trace a` scenario.yaml --client PC', 'powershell'), ['PC-1'])
  t.strictSame(await candidates('sitemode plan hierarchy.yaml --switch '), ['NAT=mixed', 'MIX=native'])
})

void t.test('a file that cannot be used has no names, and nothing in it is run', async (t) => {
  for (const file of ['damaged.yaml', 'hostile.yaml', 'module.ts', 'of-module.yaml', 'no-such.yaml', '-', ''])
    t.strictSame(await candidates(`sitemode trace ${file} --client `), [], file)
  t.notOk(existsSync(executed))
})

void t.test('bash', { skip: lacks('python3', '--version') }, (t) => {
  const { status, screen } = onTerminal(
    ['bash', '--norc', '--noprofile', '-i'],
    [
      ['', 'source script.bash; echo rea""dy\n'],
      ['ready', "sitemode trace 'a scenario.yaml' --client PC\t"],
      ['--client PC-1 ', '\u0015sitemode run --refusal=ha\t'],
      ['--refusal=handshake ', "\u0015sitemode plan '$(touch executed).yaml' --switch NAT=\t"],
      ['NAT=mixed ', '\u0015sitemode trace hostile.yaml --client PC\t\t'],
      ['hostile.yaml --client PC', '\u0015sitemode validate dam\t'],
      ['damaged.yaml ', '\u0015exit\n'],
    ],
    { cwd: folder, env },
  )
  t.equal(status, 0, screen)
  t.notOk(existsSync(executed))
  t.end()
})

void t.test('zsh', { skip: lacks('zsh', '--version') || lacks('python3', '--version') }, (t) => {
  const { status, screen } = onTerminal(
    ['zsh', '-f', '-i'],
    [
      ['', 'source script.zsh; echo rea""dy\n'],
      ['ready', "sitemode trace 'a scenario.yaml' --client PC\t"],
      ['PC-1', '\u0015sitemode run --refusal=ha\t'],
      ['ndshake', "\u0015sitemode plan '$(touch executed).yaml' --switch NA\t"],
      ['T=mixed', '\u0015sitemode validate dam\t'],
      ['aged.yaml', '\u0015exit\n'],
    ],
    { cwd: folder, env },
  )
  t.equal(status, 0, screen)
  t.notOk(existsSync(executed))
  t.end()
})

void t.test('fish', { skip: lacks('fish', '--version') }, (t) => {
  const completed = (line: string): string[] => {
    const quoted = line.replaceAll(/["$\\]/g, String.raw`\$&`)
    const script = `source script.fish; complete -C "${quoted}"`
    const { stdout } = spawnSync('fish', ['--no-config', '-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    return stdout.split('\n').filter(Boolean)
  }
  t.strictSame(completed("sitemode trace 'a scenario.yaml' --client PC"), ['PC-1\tassignedSite NAT'])
  t.strictSame(
    completed('sitemode run --refusal=ha').map((one) => one.replace(/\t.*/, '')),
    ['--refusal=handshake'],
  )
  t.strictSame(completed("sitemode plan '$(touch executed).yaml' --switch M"), [
    'MIX=native\tMIX is in mixed mode',
  ])
  t.strictSame(completed('sitemode trace hostile.yaml --client P'), [])
  t.strictSame(completed('sitemode validate dam'), ['damaged.yaml'])
  t.notOk(existsSync(executed))
  t.end()
})

void t.test('PowerShell', { skip: lacks('pwsh', '-Version') }, (t) => {
  const completed = (line: string): string[] => {
    const input = line.replaceAll("'", "''")
    const script = `. ./script.ps1; (TabExpansion2 -inputScript '${input}' -cursorColumn ${line.length}).CompletionMatches.CompletionText`
    const { stdout } = spawnSync('pwsh', ['-NoProfile', '-Command', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
    })
    return stdout.split(/\r?\n/).filter(Boolean)
  }
  t.strictSame(completed("sitemode trace 'a scenario.yaml' --client PC"), ['PC-1'])
  t.strictSame(completed('sitemode plan hierarchy.yaml --switch '), ['NAT=mixed', 'MIX=native'])
  t.end()
})
