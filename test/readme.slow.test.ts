import { spawn, spawnSync, type StdioOptions } from 'node:child_process'
import {
  closeSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { exitCodes } from '../sim/cli/command-context.ts'
import { entry, environment, interrupt, root } from './cli/command.ts'
import { blocks, texts } from './readme.ts'

// Outside the checkout, where only the packages linked here can be imported.
const folder = mkdtempSync(join(tmpdir(), 'sitemode-readme-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

function node(args: string[], cwd: string) {
  return spawnSync(process.execPath, args, { cwd, env: environment(cache), encoding: 'utf8' })
}

/** `<` and a file give it standard input, as in a shell. */
function exitCodeOf(args: string[], cwd: string): Promise<number | null> {
  const at = args.indexOf('<')
  const own = at < 0 ? args : args.slice(0, at)
  const stdin = at < 0 ? 'ignore' : openSync(join(cwd, args[at + 1] ?? ''), 'r')
  const stdio: StdioOptions = [stdin, 'ignore', 'ignore']
  const child = spawn(process.execPath, own, { cwd, env: environment(cache), stdio })
  if (typeof stdin === 'number') closeSync(stdin)
  return new Promise((resolve) => child.on('close', resolve))
}

void t.test('the example of a test of one’s own compiles, passes, and can fail', async (t) => {
  const project = join(folder, 'project')
  mkdirSync(join(project, 'node_modules/@types'), { recursive: true })
  symlinkSync(root, join(project, 'node_modules/sitemode'))
  for (const name of ['tap', '@types/node']) {
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name))
  }
  const examples = blocks('ts')
  t.equal(examples.length, 1)
  const [example = ''] = examples
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(project, 'own.test.ts'), example)
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  const options = ['--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'own.test.ts']
  const compiled = node([tsc, ...options], project)
  t.equal(compiled.status, 0, compiled.stdout)

  const passed = node(['own.test.js'], project)
  t.equal(passed.status, 0, passed.stdout + passed.stderr)
  const asserted = example.match(/\bt\.(?:equal|match)\(/g)?.length ?? 0
  t.match(passed.stdout, new RegExp(`^ {4}1\\.\\.${asserted}$`, 'm'), 'every assertion was made')

  const turns: [string, string][] = [
    ["certificate: 'expired'", "certificate: 'good'"],
    ["certificate: 'expired'", "certificate: 'expired', httpForRoaming: true"],
  ]
  const javascript = readFileSync(join(project, 'own.test.js'), 'utf8')
  await Promise.all(
    turns.map(async ([written, turned], nth) => {
      t.ok(javascript.includes(written))
      const name = `turned-${nth}.test.js`
      writeFileSync(join(project, name), javascript.replace(written, turned))
      t.equal(await exitCodeOf([name], project), 1, `with ${turned} it fails`)
    }),
  )
})

void t.test('every command that is shown runs as it stands', async (t) => {
  // The recording to report on has been made before.
  t.equal(
    node([entry, 'run', 'scenarios/mobile-device.yaml', '--out', join(folder, 'results')], root).status,
    0,
  )
  // So has the part of a run that was split.
  const shard = ['--shard', '1/1', '--out', join(folder, 'shards')]
  t.equal(node([entry, 'run', 'scenarios/mobile-device.yaml', ...shard], root).status, 0)
  // And two recordings to compare.
  for (const name of ['expected', 'now'])
    cpSync(join(folder, 'results'), join(folder, name), { recursive: true })
  // Logs that a reader would have of a real client and its management point.
  const logs: Readonly<Record<string, string>> = {
    'CcmExec.log': '[CCMHTTP] ERROR: URL=https://mp.contoso.com/SMS_MP/.sms_aut?MPLIST, Code=12044\n',
    'ex100304.log': '#Fields: date time cs-method sc-status\n2010-03-04 10:00:00 GET 200\n',
  }
  for (const [name, text] of Object.entries(logs)) writeFileSync(join(folder, name), text)
  const lines = [...texts.values()].flatMap((text) =>
    [...text.matchAll(/npx sitemode ([^`\n#]+)/g)].map(([, line]) => (line ?? '').trim()),
  )
  const commands = new Set(lines)
  t.ok(commands.size >= 8)
  // commands.test.ts and laboratory.test.ts run all scenarios and the whole laboratory.
  for (const whole of ['run', 'lab']) t.ok(commands.delete(whole), whole)
  await Promise.all(
    [...commands].map(async (command) => {
      const args = command
        .split(' ')
        .map((word) => word.replace(/^(PC1|MP)\//, '').replace('*.log', 'CcmExec.log'))
        .map((word) =>
          word in logs || /^(pki$|my-site$|results|expected$|now$|shards$|matrix\.pcapng$)/.test(word)
            ? join(folder, word)
            : word,
        )
      if (args[0] === 'serve') {
        const { code, stdout } = await interrupt(cache, args, 'SIGINT', (told) => told.includes('Ctrl-C'))
        t.equal(code, exitCodes.interrupted, command)
        t.match(stdout, / {2}curl --cert /)
      } else if (args[0] === 'probe') {
        // Its example names a foreign server; tests do not leave this machine.
        t.equal(await exitCodeOf([entry, 'probe', 'https://127.0.0.1:1/'], root), exitCodes.failed, command)
      } else {
        // A client of its example's hierarchy cannot follow the switch.
        const expected = args[0] === 'plan' ? exitCodes.failed : exitCodes.held
        t.equal(await exitCodeOf([entry, ...args], root), expected, command)
      }
    }),
  )
})
