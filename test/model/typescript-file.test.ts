import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { InputError } from '../../sim/errors.ts'
import { readTypeScript } from '../../sim/model/source/typescript-file.ts'
import { entry, environment, execute } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'

/** Modules that do not come to an export, and the words for it. */
const failing: Readonly<Record<string, readonly [module: string, says: RegExp]>> = {
  'one that exits': ['process.exit(0)', /it ended its process \(exit code 0\)/],
  'one that awaits for ever': ['await new Promise(() => {}); export default {}', /never happens/],
  'one that throws no error': ['throw { toString() { throw 1 } }', /something that is no error/],
  'one that throws a text': ["throw 'enough'", /does not load: enough/],
  'one with an unhandled rejection': [
    "Promise.reject(new Error('unhandled')); export default {}",
    /does not load: unhandled/,
  ],
  'one whose getter throws': ["export default { get a() { throw new Error('got') } }", /does not load: got/],
  'one that exports a function': ['export default { name: () => 1 }', /not all data/],
}

void t.test('a module that fails on the way to its export is refused in a sentence', async (t) => {
  for (const [title, [module, says]] of Object.entries(failing)) {
    const file = join(newFolder(t), 'module.ts')
    writeFileSync(file, module)
    const error = await readTypeScript(file).catch((error: unknown) => error)
    t.ok(error instanceof InputError, title)
    t.match(String(error), says, title)
  }
})

void t.test('a module has no part in the process once its export is known', async (t) => {
  for (const [title, later] of Object.entries({
    throws: "throw new Error('late')",
    rejects: "Promise.reject(new Error('late'))",
    exits: 'process.exit(0)',
    loops: 'for (;;) {}',
  })) {
    const file = join(newFolder(t), 'late.ts')
    writeFileSync(
      file,
      `setTimeout(() => { ${later} }, 1)
       // Due before the export is known.
       for (const end = performance.now() + 20; performance.now() < end;);
       process.on('exit', () => { ${later} })
       export default { name: 'x' }`,
    )
    const { value } = await readTypeScript(file)
    t.strictSame(value, { name: 'x' }, `one that ${title} later`)
  }
})

void t.test('all that a module prints on its way is told, on standard error', (t) => {
  const file = join(newFolder(t), 'module.ts')
  const lines = Array.from({ length: 100 }, (_, index) => `line ${index}`)
  writeFileSync(
    file,
    `${lines.map((line) => `console.log('${line}')`).join('\n')}
     export default { sites: [{ code: 'OSL', mode: 'mixed' }] }`,
  )
  const { status, stdout, stderr } = execute(newFolder(t), ['validate', file])
  t.equal(status, 0)
  t.notMatch(stdout, 'line')
  t.strictSame(stderr.trimEnd().split('\n'), lines)
  t.end()
})

void t.test('a module that loops can be interrupted', async (t) => {
  const folder = newFolder(t)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const [file, loops] = [join(folder, `${signal}.ts`), join(folder, `${signal}-loops`)]
    const tell = `writeFileSync(${JSON.stringify(loops)}, '')`
    writeFileSync(file, `import { existsSync, writeFileSync } from 'node:fs'; ${tell}; for (;;) {}`)
    const child = spawn(process.execPath, [entry, 'validate', file], {
      env: environment(folder),
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    while (!existsSync(loops)) await setTimeout(20)
    child.kill(signal)
    t.strictSame(await ended, [code, null])
  }
})
