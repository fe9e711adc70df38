import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { sitemode } from './command.ts'
import { newFolder } from '../new-folder.ts'

const mistaken =
  'sites:\n  - code: CEN # ours\n    mode: Native\n    systems: [{ name: a, roles: [MP, XP] }]\n'

void t.test('validate tells the range of a problem, and the edit that mends it', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'a.yaml')
  await writeFile(file, mistaken)
  const { status, stdout } = await sitemode(folder, 'validate', file, '--json')
  t.equal(status, 2)
  const range = { line: 3, column: 11, endLine: 3, endColumn: 17 }
  t.match(JSON.parse(stdout), {
    files: [
      {
        problems: [{ code: 'not-allowed', ...range, edit: { ...range, text: 'native' } }, {}, {}],
        mended: [],
      },
    ],
  })
  t.equal(await readFile(file, 'utf8'), mistaken, 'the file stays as it is')
})

void t.test('validate --fix mends the file, says so, and tells what is left', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'a.yaml')
  await writeFile(file, mistaken)
  await chmod(file, 0o600)
  const { status, stdout } = await sitemode(folder, 'validate', file, '--fix')
  t.equal(status, 2)
  t.match(
    stdout,
    `${file}:3:11: mended: native [not-allowed]\n${file}:4:34: mended: management-point [not-allowed]\n`,
  )
  t.match(stdout, /a\.yaml:4:52: sites\[0\]\.systems\[0\]\.roles\[1\]: .*found 'XP'/)
  t.equal(
    await readFile(file, 'utf8'),
    mistaken.replace('Native', 'native').replace('MP', 'management-point'),
  )
  t.equal((await stat(file)).mode & 0o777, 0o600, 'who may read it stays as it is')
})

void t.test('a warning changes the exit code only with --strict', async (t) => {
  const folder = newFolder(t)
  const file = join(folder, 'a.yaml')
  const warned = 'sites: [{ code: CEN, mode: mixed }]\npackages: [{ id: CEN00001 }]\n'
  await writeFile(file, warned)
  const loose = await sitemode(folder, 'validate', file)
  t.equal(loose.status, 0)
  t.match(loose.stdout, /a\.yaml:2:18: packages\[0\]\.id: warning: .* \[package-nowhere\]\n.*valid hierarchy/)
  t.equal((await sitemode(folder, 'validate', file, '--strict')).status, 1)
  await writeFile(file, `${warned}accepts: [package-nowhere]\n`)
  const accepted = await sitemode(folder, 'validate', file, '--strict')
  t.strictSame([accepted.status, accepted.stdout], [0, `${file}: valid hierarchy\n`])
})
