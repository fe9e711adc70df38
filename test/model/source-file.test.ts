import { execFile } from 'node:child_process'
import { chmod, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import t from 'tap'
import * as z from 'zod'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { InputError, type Problem } from '../../sim/errors.ts'
import { readSourceFile } from '../../sim/model/source/source-file.ts'
import { readTypeScript } from '../../sim/model/source/typescript-file.ts'
import { zodProblems } from '../../sim/model/source/zod-problems.ts'

const mebibyte = 1024 * 1024

const unusable: Record<
  string,
  { content: string | Uint8Array; code: string; line?: number; column?: number }
> = {
  'unclosed.yaml': { content: 'sites: [\n  a: {', code: 'not-yaml' },
  'tabs.yaml': { content: 'sites:\n\t- code: CEN\n', code: 'not-yaml', line: 2, column: 1 },
  'unclosed-quote.yaml': { content: 'name: "x\nsites: []\n', code: 'not-yaml' },
  'unknown-tag.yaml': { content: 'name: !ruby/object x\n', code: 'not-yaml', line: 1, column: 7 },
  'key-not-text.yaml': { content: '? [a, b]\n: 1\n', code: 'not-yaml', line: 1, column: 3 },
  'several.yaml': { content: 'name: a\n---\nname: b\n', code: 'several-documents', line: 2, column: 1 },
  'duplicate-key.yaml': {
    content: 'sites:\n  - code: CEN\n    mode: mixed\n    code: CEN\n',
    code: 'duplicate-key',
    line: 4,
    column: 5,
  },
  'unknown-alias.yaml': { content: 'name: *nobody\n', code: 'not-yaml' },
  'alias-of-itself.yaml': { content: 'name: &a [*a]\n', code: 'not-yaml' },
  'alias-bomb.yaml': {
    content: [
      'a: &a [x, x]',
      ...'bcdefgh'.split('').map((name, index) => aliases(name, 'abcdefg'[index] ?? '')),
    ].join('\n'),
    code: 'not-yaml',
  },
  'deep.yaml': { content: '['.repeat(mebibyte), code: 'not-yaml' },
  'closing.yaml': { content: ']'.repeat(mebibyte), code: 'not-yaml' },
  'maps.yaml': { content: '{a: '.repeat(200_000), code: 'not-yaml' },
  'many-keys.yaml': {
    content: Array.from({ length: 60_000 }, (_, index) => `key${index}: 1\n`).join(''),
    code: 'missing-field',
    line: 1,
    column: 1,
  },
  'text.yaml': { content: 'just text\n', code: 'wrong-type', line: 1, column: 1 },
  'list.yaml': { content: '- 1\n- 2\n', code: 'wrong-type', line: 1, column: 1 },
  'comment.yaml': { content: '# nothing but this\n', code: 'wrong-type' },
  'wrong-type.yaml': { content: 'sites:\n  CEN: native\n', code: 'wrong-type', line: 2, column: 3 },
  'binary.yaml': { content: Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]), code: 'not-text' },
  'latin-1.yaml': { content: Uint8Array.from([0x6e, 0x3a, 0x20, 0xe5, 0x0a]), code: 'not-text' },
  'utf-16-le.yaml': { content: Buffer.from('\uFEFFsites: []\n', 'utf16le'), code: 'utf-16' },
  'utf-16-be.yaml': { content: Buffer.from('\uFEFFsites: []\n', 'utf16le').swap16(), code: 'utf-16' },
  'utf-16-without-mark.yaml': { content: Buffer.from('sites: []\n', 'utf16le'), code: 'utf-16' },
  'empty.yaml': { content: '', code: 'empty-file' },
  'blank.yaml': { content: ' \n\n', code: 'empty-file' },
  'empty.ts': { content: '', code: 'empty-file' },
  'syntax.ts': {
    content: 'export const a = 1\nexport default {\n  a: : 1\n}\n',
    code: 'module-failed',
    line: 3,
  },
  'throws.ts': {
    content: 'interface A { a: 1 }\n\nconst a: A | null = null\nexport default a!.a\n',
    code: 'module-failed',
    line: 4,
  },
  'throws-text.mjs': { content: "throw 'no'\n", code: 'module-failed' },
  'rejects.mts': {
    content: "await Promise.reject(new Error('no'))\nexport default {}\n",
    code: 'module-failed',
  },
  'missing-import.ts': { content: "import a from './nowhere.ts'\nexport default a\n", code: 'module-failed' },
  'no-default.ts': { content: 'export const hierarchy = {}\n', code: 'no-default-export' },
  'wrong.ts': { content: 'export default 5\n', code: 'wrong-type' },
}

for (const [name, { content, ...expected }] of Object.entries(unusable)) {
  void t.test(`${name} is refused`, async (t) => {
    const file = join(t.testdir({}), name)
    await writeFile(file, content)
    const [problem] = await refusal(file)
    t.match(problem, { ...expected, severity: 'error', file, message: /./, remedy: /./ })
    t.notMatch(problem?.message, /\n/, 'in one line')
  })
}

void t.test('a path that is not a readable file is refused at once', async (t) => {
  const folder = t.testdir({
    'pki.yaml': {},
    'link.yaml': t.fixture('symlink', 'nowhere'),
    'loop.yaml': t.fixture('symlink', 'loop.yaml'),
  })
  const pipe = join(folder, 'pipe.yaml')
  await promisify(execFile)('mkfifo', [pipe])
  const large = join(folder, 'large.yaml')
  await writeFile(large, 'name: x\n')
  await truncate(large, 50 * mebibyte)
  const secret = join(folder, 'secret.yaml')
  await writeFile(secret, 'name: x\n')
  await chmod(secret, 0o000)
  const codes = [
    ['not-a-file', join(folder, 'pki.yaml')],
    ['not-a-file', pipe],
    ['not-a-file', '/dev/zero'],
    ['file-not-found', join(folder, 'link.yaml')],
    ['file-not-found', join(folder, 'pki.yaml', 'none.yaml')],
    ['file-not-found', ''],
    ['unreadable-file', join(folder, 'loop.yaml')],
    ['file-too-large', large],
  ] as const
  for (const [code, file] of codes) t.match(await refusal(file), [{ code, file }], file)
  t.match(await withoutPrivilege(() => refusal(secret)), [{ code: 'no-permission', file: secret }])
})

void t.test('a file in TypeScript loads from any folder', async (t) => {
  const folder = t.testdir({
    'sitemode.mjs': 'export const hierarchy = (written) => ({ ...written, name: "made by the library" })\n',
    'domain.ts': "export const domain: string = 'contoso.test'\n",
    'hierarchy.ts':
      "import { hierarchy } from 'sitemode'\nimport { domain } from './domain.ts'\n" +
      "export default hierarchy({ domain, sites: [{ code: 'CEN', mode: 'mixed' as const }] })\n",
    'plain.ts': "export default { sites: [{ code: 'CEN', mode: 'mixed' }] }\n",
  })
  const { value, locate } = await readTypeScript('hierarchy.ts', folder, join(folder, 'sitemode.mjs'))
  t.match(value, { name: 'made by the library', domain: 'contoso.test', sites: [{ code: 'CEN' }] })
  t.equal(locate(['sites']), undefined)
  t.match(await loadHierarchy(join(folder, 'plain.ts')), { hierarchy: { sites: [{ mode: 'mixed' }] } })
})

void t.test('a file in TypeScript that is edited is read again', async (t) => {
  const file = join(t.testdir({}), 'edited.ts')
  await writeFile(file, 'export default { name: "before" }\n')
  t.match((await readSourceFile(file)).value, { name: 'before' })
  await writeFile(file, 'export default { name: "after" }\n')
  t.match((await readSourceFile(file)).value, { name: 'after' })
})

void t.test('every field of a YAML file has a place', async (t) => {
  const folder = t.testdir({
    'a.yaml': 'name: x\nlist:\n  - one: 1\n    two: &two { three: 3 }\n  - *two\nempty:\n',
  })
  const { locate } = await readSourceFile(join(folder, 'a.yaml'))
  t.same(locate([]), { line: 1, column: 1, endLine: 6, endColumn: 7 })
  t.same(locate(['list', 0, 'two', 'three']), { line: 4, column: 24, endLine: 4, endColumn: 25 })
  t.same(locate(['list', 0, 'two'], 'key'), { line: 4, column: 5, endLine: 4, endColumn: 8 })
  t.same(
    locate(['list', 1, 'three']),
    { line: 5, column: 5, endLine: 5, endColumn: 9 },
    'what an alias stands for is where the alias is',
  )
  t.same(
    locate(['list', 0, 'three']),
    { line: 3, column: 5, endLine: 4, endColumn: 27 },
    'what is missing is where it is missing',
  )
  t.same(locate(['list', 7, 'one']), locate(['list']))
})

void t.test('maps are merged, however often, and positions are those of what merges', async (t) => {
  const list = Array.from({ length: 2000 }, (_, index) => `  - { <<: *usual, name: PC${index} }\n`).join('')
  const folder = t.testdir({ 'a.yaml': `x-usual: &usual { wins: true, name: X }\nclients:\n${list}` })
  const { value, locate } = await readSourceFile(join(folder, 'a.yaml'))
  const { clients } = value as { clients: unknown[] }
  t.strictSame(clients[1999], { wins: true, name: 'PC1999' })
  t.same(locate(['clients', 1999, 'wins']), { line: 2002, column: 5, endLine: 2002, endColumn: 33 })
})

void t.test('any zod schema gets readable problems', async (t) => {
  const folder = t.testdir({
    'a.yaml': 'steps:\n  - { clinet: a }\n  - { client: b, at: { port: many } }\n  - 5\n',
  })
  const schema = z.strictObject({
    steps: z.array(
      z.union([
        z.strictObject({ client: z.string(), at: z.strictObject({ port: z.number() }).optional() }),
        z.literal('pause'),
      ]),
    ),
  })
  const source = await readSourceFile(join(folder, 'a.yaml'))
  const { error } = schema.safeParse(source.value)
  t.match(error && zodProblems(error, source, schema), [
    { code: 'unknown-field', field: 'steps[0].clinet', line: 2, column: 7, remedy: 'did you mean client?' },
    { code: 'wrong-type', field: 'steps[1].at.port', line: 3, message: "expected a number; found 'many'" },
    { code: 'not-allowed', field: 'steps[2]', line: 4, message: 'expected { client: … }, or pause; found 5' },
  ])
})

async function refusal(file: string): Promise<readonly Problem[]> {
  try {
    await loadHierarchy(file)
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  throw new Error(`${file} was not refused`)
}

/** Root may read anything, so it has to be somebody else for a moment. */
async function withoutPrivilege<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return act()
  process.seteuid?.(65_534)
  try {
    return await act()
  } finally {
    process.seteuid?.(0)
  }
}

function aliases(name: string, of: string): string {
  return `${name}: &${name} [${Array.from({ length: 9 }, () => `*${of}`).join(', ')}]`
}
