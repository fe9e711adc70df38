import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Argument, Command, Option } from 'commander'
import { createProgram } from '../../sim/cli/program.ts'
import { sitemode, sitemodeWith, type Ran, type Surroundings } from './command.ts'

/** Every argument and option of every command that takes a value of the user's own: `run [file...]`, `run --out <dir>`. */
export async function givenValues(): Promise<string[]> {
  const { commands } = await createProgram()
  return commands.flatMap((command) => [
    ...command.registeredArguments.filter(isFree).map((argument) => `${command.name()} ${shown(argument)}`),
    ...command.options.filter(isFree).flatMap((option) => optionOf(command, option)),
  ])
}

/** What comes before every value that is one of a few: `run --tls`, `completion`. */
export async function chosenValues(): Promise<string[][]> {
  const { commands } = await createProgram()
  return commands.flatMap((command) => [
    ...command.registeredArguments.filter((one) => !isFree(one)).map(() => [command.name()]),
    ...command.options.filter((one) => !isFree(one)).map(({ long }) => [command.name(), long ?? '']),
  ])
}

function isFree({ argChoices }: Pick<Argument, 'argChoices'> | Pick<Option, 'argChoices'>): boolean {
  return argChoices === undefined
}

function shown(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? '...' : ''}`
  return argument.required ? `<${name}>` : `[${name}]`
}

function optionOf(command: Command, { flags, required, optional }: Option): string[] {
  return required || optional ? [`${command.name()} ${flags}`] : []
}

/** A value that a command is given, and what the command does with it. */
export interface Use {
  does: 'reads' | 'writes' | 'takes'
  /** The arguments that give it this value; everything else in them can be used. */
  args(value: string): readonly string[]
  /** What was there before stays, if there is no room for something new; otherwise it is removed or refused. */
  replaces?: true
  /** It says nothing of what it cannot use. */
  isQuiet?: true
  /** The file grows with the command by such pieces; the command goes on without it. */
  grows?: 'lines' | 'blocks'
}

/** Files that can be used. */
export interface Given {
  cache: string
  hierarchy: string
  scenario: string
  /** A table of sites. */
  table: string
  /** A certificate in PEM. */
  certificate: string
  /** The results of a run of the scenario. */
  results: string
  recording: string
  /** A folder with the parts of every shard. */
  parts: string
}

const files = {
  hierarchy: `sites: [{ code: NAT, mode: native, systems: [{ name: mp, roles: [management-point] }] }]
clients: [{ name: PC, assignedSite: NAT }]
`,
  scenario:
    'name: a request\nhierarchy: hierarchy.yaml\nsteps: [{ client: PC, contact: management-point }]\n',
  table: 'Site Code,Site Name,Type\nNAT,Native,Primary\n',
} as const

/** Writes them below a folder. Keys lie in the cache afterwards. */
export async function giveFiles(folder: string): Promise<Given> {
  mkdirSync(folder, { recursive: true })
  const given = {
    cache: join(folder, 'cache'),
    hierarchy: join(folder, 'hierarchy.yaml'),
    scenario: join(folder, 'scenario.yaml'),
    table: join(folder, 'sites.csv'),
    certificate: join(folder, 'pki', 'root.pem'),
    results: join(folder, 'results'),
    recording: join(folder, 'results', 'recording.ndjson'),
    parts: join(folder, 'parts'),
  }
  for (const kind of ['hierarchy', 'scenario', 'table'] as const) writeFileSync(given[kind], files[kind])
  await sitemode(given.cache, 'run', given.scenario, '--out', given.results)
  await sitemode(given.cache, 'run', given.scenario, '--shard', '1/1', '--out', given.parts)
  await sitemode(given.cache, 'certs', given.hierarchy, '--out', join(folder, 'pki'))
  return given
}

/** What each command does with each value that it can be given. A test fails while one is missing here. */
export function usesOf({
  hierarchy,
  scenario,
  table,
  certificate,
  results,
  recording,
  parts,
}: Given): Readonly<Record<string, Use>> {
  const reads = (args: Use['args']): Use => ({ does: 'reads', args })
  const takes = (args: Use['args']): Use => ({ does: 'takes', args })
  const writes = (args: Use['args']): Use => ({ does: 'writes', args })
  const replaces = (args: Use['args']): Use => ({ does: 'writes', args, replaces: true })
  // A connection by TLS 1.3 has several secrets.
  const secrets = (...command: string[]): Use => ({
    does: 'writes',
    args: (file) => [...command, '--tls', '1.3', '--keylog', file],
    grows: 'lines',
  })
  const packets = (...command: string[]): Use => ({
    does: 'writes',
    args: (file) => [...command, '--pcap', file],
    grows: 'blocks',
  })
  const unusual = (...command: string[]): Use => takes((seed) => [...command, '--unusual', seed])
  const byItself = ['matrix', '--hierarchy', hierarchy]
  const nobody = ['probe', 'https://127.0.0.1:9/']
  return {
    'init [dir]': writes((dir) => ['init', dir]),
    'init --from <file...>': reads((file) => ['init', join(results, 'elsewhere'), '--from', table, file]),
    'run [file...]': reads((file) => ['run', file]),
    'run --out <dir>': writes((dir) => ['run', scenario, '--out', dir]),
    'run --pki <dir>': reads((dir) => ['run', scenario, '--pki', dir]),
    'run --unusual <seed>': unusual('run', scenario),
    'run --keylog <file>': secrets('run', scenario),
    'run --pcap <file>': packets('run', scenario),
    'run --jobs <n>': takes((jobs) => ['run', scenario, '--jobs', jobs]),
    'run --shard <i/n>': takes((shard) => ['run', scenario, '--shard', shard, '--out', results]),
    'trace <file>': reads((file) => ['trace', file, '--client', 'PC']),
    'trace --client <client>': takes((name) => ['trace', scenario, '--client', name]),
    'trace --pki <dir>': reads((dir) => ['trace', scenario, '--client', 'PC', '--pki', dir]),
    'trace --unusual <seed>': unusual('trace', scenario, '--client', 'PC'),
    'trace --keylog <file>': secrets('trace', scenario, '--client', 'PC'),
    'report <recording>': reads((file) => ['report', file]),
    'report --out <dir>': writes((dir) => ['report', recording, '--out', dir]),
    'diff <before>': reads((name) => ['diff', name, results]),
    'diff <after>': reads((name) => ['diff', results, name]),
    'diff --html <file>': replaces((file) => ['diff', results, results, '--html', file]),
    'merge <dir...>': reads((dir) => ['merge', dir]),
    'merge --out <dir>': writes((dir) => ['merge', parts, '--out', dir]),
    'plan <file>': reads((file) => ['plan', file]),
    'plan --switch <site=mode>': takes((change) => ['plan', hierarchy, '--switch', change]),
    'plan --sample <n>': takes((count) => ['plan', hierarchy, '--sample', count]),
    'plan --out <dir>': writes((dir) => ['plan', hierarchy, '--out', dir]),
    'plan --shard <i/n>': takes((shard) => ['plan', hierarchy, '--shard', shard, '--out', results]),
    'plan --jobs <n>': takes((jobs) => ['plan', hierarchy, '--jobs', jobs]),
    'plan --csv <file>': replaces((file) => ['plan', hierarchy, '--csv', file]),
    'plan --html <file>': replaces((file) => ['plan', hierarchy, '--html', file]),
    'plan --pki <dir>': reads((dir) => ['plan', hierarchy, '--pki', dir]),
    'plan --unusual <seed>': unusual('plan', hierarchy),
    'plan --keylog <file>': secrets('plan', hierarchy),
    'fleet <file>': reads((file) => ['fleet', file]),
    'fleet --days <n>': takes((days) => ['fleet', hierarchy, '--days', days]),
    'fleet --seed <n>': takes((seed) => ['fleet', hierarchy, '--seed', seed]),
    'fleet --evidence <n>': takes((acts) => ['fleet', hierarchy, '--evidence', acts]),
    'fleet --out <dir>': writes((dir) => ['fleet', hierarchy, '--out', dir]),
    'fleet --jobs <n>': takes((jobs) => ['fleet', hierarchy, '--jobs', jobs]),
    'fleet --shard <i/n>': takes((shard) => ['fleet', hierarchy, '--shard', shard, '--out', results]),
    'fleet --shards <n>': takes((shards) => ['fleet', hierarchy, '--manifest', 'slurm', '--shards', shards]),
    'fleet --pki <dir>': reads((dir) => ['fleet', hierarchy, '--pki', dir]),
    'fleet --unusual <seed>': unusual('fleet', hierarchy),
    'fleet --keylog <file>': secrets('fleet', hierarchy),
    'serve <file>': reads((file) => ['serve', file]),
    'serve --base <address>': takes((base) => ['serve', hierarchy, '--base', base]),
    'serve --first-port <port>': takes((port) => ['serve', hierarchy, '--shared', '--first-port', port]),
    'serve --web-port <port>': takes((port) => ['serve', hierarchy, '--web', '--web-port', port]),
    'serve --api-port <port>': takes((port) => ['serve', hierarchy, '--api', '--api-port', port]),
    'serve --out <dir>': writes((dir) => ['serve', hierarchy, '--out', dir]),
    'serve --pki <dir>': reads((dir) => ['serve', hierarchy, '--pki', dir]),
    'serve --unusual <seed>': unusual('serve', hierarchy),
    'serve --keylog <file>': secrets('serve', hierarchy),
    'serve --pcap <file>': packets('serve', hierarchy),
    'matrix --hierarchy <file>': reads((file) => ['matrix', '--hierarchy', file]),
    'matrix --html <file>': replaces((file) => [...byItself, '--html', file]),
    'matrix --out <dir>': writes((dir) => [...byItself, '--out', dir]),
    'matrix --pki <dir>': reads((dir) => [...byItself, '--pki', dir]),
    'matrix --unusual <seed>': unusual(...byItself),
    'matrix --keylog <file>': secrets(...byItself),
    'matrix --pcap <file>': packets(...byItself),
    'certs <file>': reads((file) => ['certs', file, '--out', join(results, 'pki')]),
    'certs --out <dir>': replaces((dir) => ['certs', hierarchy, '--out', dir]),
    'validate <file...>': reads((file) => ['validate', hierarchy, file]),
    'lab --jobs <n>': takes((jobs) => ['lab', '--jobs', jobs]),
    'lab --pcap <file>': packets('lab', '--only', 'http-to-https-port'),
    'lab --unusual <seed>': unusual('lab', '--only', 'http-to-https-port'),
    'lab --only <id...>': takes((id) => ['lab', '--only', id]),
    'explain [text...]': reads((text) => ['explain', text]),
    'diagnose <file...>': reads((file) => ['diagnose', file]),
    'diagnose --html <file>': replaces((file) => ['diagnose', recording, '--html', file]),
    'diagnose --hierarchy <file>': reads((file) => ['diagnose', recording, '--hierarchy', file]),
    'diagnose --keylog <file>': reads((file) => ['diagnose', recording, '--keylog', file]),
    'completion [line]': { ...takes((line) => ['completion', 'bash', line]), isQuiet: true },
    'probe <url>': takes((url) => ['probe', url]),
    'probe --cert <file>': reads((file) => [...nobody, '--cert', file]),
    'probe --key <file>': reads((file) => [...nobody, '--cert', certificate, '--key', file]),
    'probe --ca <file>': reads((file) => [...nobody, '--ca', file]),
    'probe --passphrase-file <file>': reads((file) => [...nobody, '--passphrase-file', file]),
    'probe --resolve <host:port:address>': takes((where) => [...nobody, '--resolve', where]),
    'probe --timeout <seconds>': takes((seconds) => [...nobody, '--timeout', seconds]),
  }
}

/** Runs a command to its end; a server is interrupted once it is open. */
export async function runToEnd(
  { cache }: Given,
  args: readonly string[],
  surroundings: Pick<Surroundings, 'cwd'> = {},
): Promise<Ran> {
  const server = new AbortController()
  return sitemodeWith(cache, [...args], {
    ...surroundings,
    interrupted: server.signal,
    printed: ({ stdout }) => {
      if (args[0] === 'serve' && stdout.includes('Ctrl-C')) server.abort()
    },
  })
}
