import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { createProgram } from '../../sim/cli/program.ts'
import { interrupt, root, sitemode, twoModes } from '../cli/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-json-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

const page = readFileSync(join(root, 'docs/reference/json.md'), 'utf8')
const scenario = 'scenarios/mobile-device.yaml'

const sites = join(folder, 'sites.csv')
writeFileSync(sites, 'SiteCode,Type\nCEN,2\n')

/** The runs of each command that show every field once. */
const runs: Readonly<Record<string, readonly string[][]>> = {
  matrix: [[]],
  run: [
    [scenario, '--out', join(folder, 'out')],
    [scenario, '--shard', '1/1', '--out', join(folder, 'whole')],
    [scenario, '--shard', '1/2', '--out', join(folder, 'half')],
  ],
  merge: [[join(folder, 'whole')], [join(folder, 'half')]],
  trace: [[scenario, '--client', 'OSLO-PHONE']],
  report: [[join(folder, 'out/recording.ndjson')]],
  diff: [[join(folder, 'out'), join(folder, 'out')]],
  plan: [[twoModes], [twoModes, '--shard', '1/1', '--out', join(folder, 'planned')]],
  fleet: [
    ['scenarios/starter/hierarchy.yaml'],
    ['scenarios/starter/hierarchy.yaml', '--shard', '1/1', '--out', join(folder, 'clients')],
  ],
  serve: [[twoModes, '--web', '--api', '--json']],
  certs: [[twoModes, '--out', join(folder, 'pki')]],
  validate: [[scenario]],
  lab: [['--only', 'handshake-reset']],
  explain: [
    [],
    ['handshake-reset'],
    ['roaming/same-mode'],
    ['ECONNRESET'],
    ['HTTP 403.16'],
    [join(folder, 'out/recording.ndjson')],
  ],
  diagnose: [[join(folder, 'out/recording.ndjson')]],
  probe: [['https://127.0.0.1:1/']],
  init: [[join(folder, 'new')], [join(folder, 'described'), '--from', sites]],
}

async function printedBy(command: string, args: string[]): Promise<string> {
  if (command !== 'serve') return (await sitemode(cache, command, ...args, '--json')).stdout
  return (await interrupt(cache, [command, ...args], 'SIGINT', (told) => told.includes('\n'))).stdout
}

void t.test(
  'what --json prints of each command has the fields that the page names, and no other',
  async (t) => {
    const { commands } = await createProgram()
    const withJson = commands.filter(({ options }) => options.some(({ long }) => long === '--json'))
    t.strictSame(Object.keys(runs).sort(), withJson.map((command) => command.name()).sort())
    for (const [command, all] of Object.entries(runs)) {
      const row = new RegExp(`^\\| \`${command}\` +\\| (.*)\\|$`, 'm').exec(page)?.[1] ?? ''
      const named = [...row.matchAll(/`(\w+)`/g)].map(([, field]) => field ?? '')
      const printed = new Set<string>()
      for (const args of all) {
        for (const field of Object.keys(JSON.parse(await printedBy(command, args)) as object))
          printed.add(field)
      }
      t.strictSame([...new Set(named)].sort(), [...printed].sort(), command)
    }
  },
)
