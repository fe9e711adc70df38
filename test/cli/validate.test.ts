import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import * as z from 'zod'
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

const hierarchy = `
sites:
  - code: CEN
    mode: mixed
    systems:
      - { name: mp.cen, roles: [management-point] }
      - { name: dp.cen, roles: [standard-distribution-point], packages: [CEN00001] }
clients: [{ name: A, assignedSite: CEN }]
packages: [{ id: CEN00001 }, { id: CEN00002 }]
accepts: [client-outside-boundaries]
`
const scenario = `
name: One
hierarchy: hierarchy.yaml
colour: red
steps:
  - { client: A, misbehav: { name: late } }
  - { client: B, requestPolicy: true }
  - { behave: late }
  - { client: A, getContent: CEN00009, expect: { outcme: failed } }
  - { client: A, getContent: CEN00009 }
`

/** What is said of a file beside this hierarchy: each field, or file, with the code. */
async function told(name: string, text: string, described = hierarchy): Promise<string[]> {
  const folder = newFolder(t)
  await writeFile(join(folder, 'hierarchy.yaml'), described)
  await writeFile(join(folder, name), text)
  const { stdout } = await sitemode(folder, 'validate', join(folder, name), '--json')
  const { files } = z
    .object({
      files: z.tuple([z.object({ problems: z.array(z.object({ code: z.string(), field: z.string() })) })]),
    })
    .parse(JSON.parse(stdout))
  return files[0].problems.map(({ field, code }) => `${field} ${code}`)
}

void t.test('what the fields mean is told in one go with those that there are not', async (t) => {
  t.strictSame(
    await told('scenario.yaml', scenario),
    [
      'colour unknown-field',
      'steps[0].misbehav unknown-field',
      'steps[1].client unknown-client',
      'steps[3].expect.outcme unknown-field',
      'steps[4].getContent unknown-package',
    ],
    'and a misbehaviour that a misspelt step may have begun can end',
  )
  t.strictSame(
    await told('scenario.yaml', scenario, hierarchy.replace('assignedSite: CEN', 'assignedSite: CET')),
    [
      'colour unknown-field',
      'steps[0].misbehav unknown-field',
      'steps[3].expect.outcme unknown-field',
      'clients[0].assignedSite unknown-site',
    ],
    'where the hierarchy cannot be used, no step is held against it',
  )
  const within = 'hierarchy: { sites: [{ code: CEN, mode: mixed, parent: OSL, colour: red }] }'
  t.strictSame(
    await told('scenario.yaml', `name: One\n${within}\nsteps: [{ client: A, cites: x }]\n`),
    [
      'hierarchy.sites[0].parent unknown-parent',
      'hierarchy.sites[0].colour unknown-field',
      'steps[0].cites unknown-field',
    ],
    'each once, of a hierarchy in the file as well',
  )
  t.strictSame(
    await told(
      'fleet.yaml',
      'hierarchy: hierarchy.yaml\ndays: many\nhabits: [{ client: B }, { client: C, polcy: 2 }]\n' +
        'expect: [{ group: X, atMost: 2, outcome: failed }]\n',
    ),
    [
      'days wrong-type',
      'habits[0].client unknown-client',
      'habits[1].polcy unknown-field',
      'expect[0].group unknown-group',
    ],
  )
})

void t.test('a package that is nowhere is told in spite of errors that are not about it', async (t) => {
  const nowhere = 'packages[1].id package-nowhere'
  const written = async (right: string, mistake: string) =>
    told('other.yaml', hierarchy.replace(right, mistake))
  const ofPoint = 'packages: [CEN00001] }'
  t.strictSame(await written('[management-point] }', '[management-point], colour: red }'), [
    'sites[0].systems[0].colour unknown-field',
    nowhere,
  ])
  for (const [mistake, problem] of [
    ['content: [CEN00001, CEN00002] }', 'sites[0].systems[1].content unknown-field'],
    ['packages: [CEN00001, CEN0002] }', 'sites[0].systems[1].packages[1] malformed'],
    ['packages: [CEN00001, CEN00022] }', 'sites[0].systems[1].packages[1] unknown-package'],
  ] as const)
    t.strictSame(await written(ofPoint, mistake), [problem], 'it may be what is meant there')
  const accepting = hierarchy.replace('accepts: [', 'accepts: [package-nowhere, ').replace('mixed', 'mixd')
  t.strictSame(await told('other.yaml', accepting), ['sites[0].mode not-allowed'])
})
