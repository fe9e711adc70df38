import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { validateWorkflow } from '@action-validator/core'
import { Job } from 'kubernetes-models/batch/v1'
import t from 'tap'
import { parse, parseAllDocuments } from 'yaml'
import * as z from 'zod'
import { kubernetesJobs } from '../../sim/cli/manifests/kubernetes.ts'
import { azurePipeline, githubWorkflow } from '../../sim/cli/manifests/pipelines.ts'
import { parallelScript, slurmScript } from '../../sim/cli/manifests/shell.ts'
import type { SplitWork } from '../../sim/cli/manifests/split-work.ts'
import { smallHierarchy } from '../fleet/small-fleet.ts'
import { createRandom } from '../fuzz/random.ts'
import { newFolder } from '../new-folder.ts'
import { sitemodeWith, type Ran } from './command.ts'

const work: SplitWork = {
  command: ['fleet', 'my-fleet.yaml', '--days', '2'],
  ...{ total: 3, out: 'results', sitemode: 'sitemode', version: '1.2.3' },
}

/** Files with names that a shell or an engine could read as something else. */
const hostileNames = [
  "it's.yaml",
  'two words.yaml',
  '$HOME/`id`.yaml',
  '$(System.JobId).yaml',
  '${{ secrets.TOKEN }}.yaml',
  '$(JOB_COMPLETION_INDEX).yaml',
  '$$.yaml',
  '{}.yaml',
  '{#}{.}.yaml',
  'a"b\\c.yaml',
  'END',
  'one\nEND\nEND_\ntwo',
  '#SBATCH --array=1-9',
  '%a & || ; > < | !.yaml',
  'ünïcode 設定.yaml',
  ': - ? *.yaml',
]

function randomName(seed: number): string {
  const random = createRandom(seed)
  const pieces = [
    '$',
    '{',
    '}',
    '(',
    ')',
    "'",
    '"',
    '\\',
    ' ',
    '\n',
    '#',
    ':',
    '%',
    '&',
    'x',
    '1',
    '`',
    '!',
    '-',
  ]
  return Array.from({ length: 1 + random.below(12) }, () => pieces[random.below(pieces.length)]).join('')
}

const names = [...hostileNames, ...Array.from({ length: 40 }, (_, seed) => `n${randomName(seed)}`)]

/** A folder on the path with programs that write down how they were called. */
const folder = newFolder(t)
const bin = join(folder, 'bin')
const noted = `printf '%s\\0' $# "$@" >>'${join(folder, 'called')}'`
mkdirSync(bin)
program('sitemode', noted)
program('npx', '[ "$1" = sitemode ] && exec "$@"')
// Carries out an array job one task after the other, as Slurm does with all at once.
program(
  'sbatch',
  'cat >"$(dirname "$0")/job"; for i in 1 2 3; do SLURM_ARRAY_TASK_ID=$i bash "$(dirname "$0")/job" || true; ' +
    'grep -q "^#SBATCH --array=1-3$" "$(dirname "$0")/job" || break; done >&2; echo "17;cluster"',
)
function program(name: string, script: string): void {
  writeFileSync(join(bin, name), `#!/bin/bash\n${script}\n`)
  chmodSync(join(bin, name), 0o755)
}

/** The command lines that a script came to. */
function calledBy(script: string, shell: string, env: Record<string, string> = {}): string[][] {
  rmSync(join(folder, 'called'), { force: true })
  const { status, stderr } = spawnSync(shell, ['-c', script], {
    // With a socket as its input, bash would read the settings of the user.
    ...{ cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    env: { PATH: `${bin}:${process.env.PATH}`, ...env },
  })
  if (status !== 0) throw new Error(`${script}\n${stderr}`)
  const texts = readFileSync(join(folder, 'called'), 'utf8').split('\0').slice(0, -1)
  const calls: string[][] = []
  while (texts.length > 0) calls.push(texts.splice(0, 1 + Number(texts[0])).slice(1))
  return calls
}

function expected({ command }: SplitWork, number: number): string[] {
  return [...command, '--shard', `${number}/3`, '--out', 'results/parts']
}

const merged = ['merge', 'results/parts', '--out', 'results/merged']

const step = z.looseObject({ run: z.string().optional(), bash: z.string().optional() })
const jobs = z.looseObject({ steps: z.array(step) })

function commandsOf({ steps }: z.output<typeof jobs>): string[] {
  return steps.flatMap(({ run, bash }) => run ?? bash ?? [])
}

/** Kubernetes replaces `$(NAME)` by a variable that is known, and `$$` by one dollar. */
function asKubernetesDoes(text: string, variables: Record<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([\w.-]+)\)/g, (found, name?: string) =>
    found === '$$' ? '$' : ((name === undefined ? undefined : variables[name]) ?? found),
  )
}

const container = z.looseObject({ command: z.tuple([z.string(), z.literal('-c'), z.string()]) })
const kubernetesJob = z.looseObject({
  spec: z.looseObject({
    template: z.looseObject({ spec: z.looseObject({ containers: z.tuple([container]) }) }),
  }),
})

void t.test(
  'every word reaches the program as it was typed, in each shard, and the merge comes last',
  (t) => {
    for (const name of names) {
      const named = { ...work, command: ['fleet', name, '--seed', '7'] }
      const all = [1, 2, 3].map((number) => expected(named, number))
      t.strictSame(calledBy(slurmScript(named), '/bin/bash'), [...all, merged], `slurm: ${name}`)

      const github = z
        .object({ jobs: z.object({ shard: jobs, merge: jobs }) })
        .parse(parse(githubWorkflow(named)))
      const [install, shard = ''] = commandsOf(github.jobs.shard)
      t.equal(install, 'npm ci', 'what the repository has locked, not a name of a registry')
      t.notMatch(shard, '${{', 'GitHub puts nothing into it')
      for (const number of [1, 2, 3])
        t.strictSame(
          calledBy(shard, '/bin/bash', { SHARD: `${number}` }),
          [expected(named, number)],
          `github: ${name}`,
        )

      const azure = z.object({ jobs: z.tuple([jobs, jobs]) }).parse(parse(azurePipeline(named)))
      const [prepare, bash = ''] = commandsOf(azure.jobs[0])
      t.equal(prepare, 'npm ci')
      t.notMatch(bash, /\$\(|\$\{\{/, 'Azure Pipelines puts nothing into it')
      t.strictSame(calledBy(bash, '/bin/bash', { SHARD: '2' }), [expected(named, 2)], `azure: ${name}`)

      const [first] = parseAllDocuments(kubernetesJobs(named)).map((one) => kubernetesJob.parse(one.toJS()))
      const [sh = '', , script = ''] = first?.spec.template.spec.containers[0].command ?? []
      const env = { JOB_COMPLETION_INDEX: '1' }
      t.strictSame(
        calledBy(asKubernetesDoes(script, env), sh, env),
        [expected(named, 2)],
        `kubernetes: ${name}`,
      )
    }
    t.end()
  },
)

void t.test('a shard that is killed is begun again twice, and one that has come to its end is not', (t) => {
  for (const [code, requeued] of [
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 1],
    [137, 1],
  ] as const) {
    program('sitemode', `exit ${code}`)
    program('scontrol', `echo "$@" >>"${join(folder, 'requeued')}"`)
    rmSync(join(folder, 'requeued'), { force: true })
    const script = /<<'END'\n(.*?)\nEND\n/s.exec(slurmScript(work))?.[1] ?? ''
    for (const restarts of ['0', '1', '2'])
      spawnSync('/bin/bash', ['-c', script], {
        stdio: 'ignore',
        env: {
          PATH: `${bin}:${process.env.PATH}`,
          ...{ SLURM_ARRAY_JOB_ID: '5', SLURM_ARRAY_TASK_ID: '3', SLURM_RESTART_COUNT: restarts },
        },
      })
    const asked = requeued ? readFileSync(join(folder, 'requeued'), 'utf8') : ''
    t.equal(asked, 'requeue 5_3\n'.repeat(requeued * 2), `exit code ${code}`)
  }
  program('sitemode', noted)
  t.end()
})

void t.test('GNU parallel is given every shard, and the merge comes last', (t) => {
  program('parallel', 'while read -r i; do bash -c "${@: -1} $i"; done')
  for (const name of hostileNames) {
    const named = { ...work, command: ['fleet', name] }
    const called = calledBy(parallelScript(named), '/bin/bash')
    t.strictSame(called, [...[1, 2, 3].map((number) => expected(named, number)), merged], name)
  }
  t.end()
})

void t.test('GitHub accepts its workflow', (t) => {
  const workflow = githubWorkflow(work)
  t.strictSame(validateWorkflow(workflow).errors, [])
  for (const [from, to] of [
    ['fail-fast', 'fail-fats'],
    ['runs-on', 'run-on'],
    ['needs: shard', 'needs: {}'],
  ] as const)
    t.not(validateWorkflow(workflow.replace(from, to)).errors.length, 0, from)
  t.end()
})

void t.test('Kubernetes accepts its jobs', (t) => {
  const documents = (text: string): unknown[] => parseAllDocuments(text).map((one) => one.toJS() as unknown)
  const checked = (one: unknown): void => new Job(z.looseObject({}).parse(one)).validate()
  const [shards, merge, ...others] = documents(kubernetesJobs(work))
  t.strictSame(others, [])
  for (const one of [shards, merge]) t.doesNotThrow(() => checked(one))
  t.match(shards, { spec: { completionMode: 'Indexed', completions: 3, backoffLimitPerIndex: 2 } })
  for (const [from, to] of [
    ['Indexed', 'Indexes'],
    ['FailIndex', 'FailIndexes'],
    ['completions: 3', 'completions: three'],
  ] as const)
    t.throws(() => checked(documents(kubernetesJobs(work).replace(from, to))[0]), from)
  t.end()
})

/** From the YAML schema reference of Azure Pipelines, which has no package: what of it is used here. */
const task = z.union([
  z.strictObject({ checkout: z.literal('self') }),
  z.strictObject({ bash: z.string(), env: z.record(z.string(), z.string()).optional() }),
  z.strictObject({
    task: z.string().regex(/^\w+@\d+$/),
    condition: z.string().optional(),
    inputs: z.record(z.string(), z.string()),
  }),
])
const azureJob = z.strictObject({
  job: z.string().regex(/^\w+$/),
  dependsOn: z.string().optional(),
  condition: z.string().optional(),
  pool: z.strictObject({ vmImage: z.string() }),
  strategy: z
    .strictObject({ matrix: z.record(z.string().regex(/^[A-Za-z]\w{0,99}$/), z.looseObject({})) })
    .optional(),
  steps: z.array(task),
})

void t.test('the pipeline for Azure has the documented shape', (t) => {
  const pipeline = z.strictObject({ trigger: z.literal('none'), jobs: z.array(azureJob) })
  const { jobs: made } = pipeline.parse(parse(azurePipeline(work)))
  t.strictSame(Object.values(made[0]?.strategy?.matrix ?? {}), [{ shard: 1 }, { shard: 2 }, { shard: 3 }])
  t.match(made[1], { dependsOn: 'shard', condition: 'always()' })
  t.end()
})

void t.test('fleet --manifest prints the file and nothing else, or says why not', async (t) => {
  const cache = newFolder(t)
  writeFileSync(join(folder, 'small.yaml'), JSON.stringify(smallHierarchy))
  const fleet = (...args: string[]): Promise<Ran> =>
    sitemodeWith(cache, ['fleet', 'small.yaml', ...args], { cwd: folder })
  const { status, stdout, stderr } = await fleet(
    ...['--manifest', 'slurm', '--shards=4', '--days', '2', '--seed=7', '--out', 'there'],
  )
  t.strictSame({ status, stderr }, { status: 0, stderr: '' })
  t.match(
    stdout,
    / fleet small\.yaml --days 2 '?--seed=7'? --shard "\$SLURM_ARRAY_TASK_ID\/4" --out there\/parts /,
  )
  t.match(stdout, ' merge there/parts --out there/merged')
  t.equal((await fleet('--manifest', 'slurm', '--shards', '4', '--keylog', 'keys')).stderr, '')
  t.notOk(existsSync(join(folder, 'keys')), 'nothing is run, and so nothing is written')
  for (const [args, words] of [
    [['--shards', '2'], 'name an engine with --manifest'],
    [['--manifest', 'slurm'], 'say with --shards how many shards there are'],
    [
      ['--manifest', 'cron', '--shards', '2'],
      'Allowed choices are slurm, kubernetes, github, azure, parallel',
    ],
    [['--manifest', 'github', '--shards', '257'], 'at most 256 jobs'],
    [['--manifest', 'slurm', '--shards', '0'], 'Write a whole number from 1 to 1000'],
    [
      ['--manifest', 'slurm', '--shards', '2', '--out', 'a*'],
      'an engine could take this folder for a pattern',
    ],
    [['--manifest', 'slurm', '--shards', '2', '--json'], 'cannot be used with'],
  ] as const) {
    const refused = await fleet(...args)
    t.equal(refused.status, 2, args.join(' '))
    t.match(refused.stderr, words)
  }
})
