import { existsSync } from 'node:fs'
import { InvalidArgumentError, type Command } from 'commander'
import type { ForeignConnection } from '../evidence/foreign-connection.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { LivePage, openLivePage } from '../live/open-live-page.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { RunningHierarchy, RunningSystem } from '../network/running-hierarchy.ts'
import { colorsOf, type Colors } from '../report/terminal/colors.ts'
import { foreignText } from '../report/terminal/foreign-text.ts'
import { quoted, sitemodeAsTyped } from './as-typed.ts'
import { keepRecording } from './keep-recording.ts'
import { mpListPath } from '../wire/management-point/management-point-list.ts'
import { exitCodes, interruption, pathOf, type CommandContext, type Perform } from './command-context.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'

interface ServeOptions extends HierarchyOptions {
  web?: true
  webPort: number
  out?: string
  json?: true
}

export function addServeCommand(program: Command, perform: Perform): void {
  const command = program
    .command('serve')
    .description('keep a hierarchy open until interrupted')
    .argument('<file>', 'hierarchy, in YAML or TypeScript')
    .option('--json', 'print one line of JSON once all is open')
    .option('--web', 'open a page on 127.0.0.1 that shows what happens, and lets you do it')
    .option('--web-port <port>', 'its port (default: one that is free)', port, 0)
    .option('--out <dir>', 'folder for the recording', directory)
  addHierarchyOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode certs my-hierarchy.yaml --out pki
  sitemode serve my-hierarchy.yaml --pki pki
  sitemode serve my-hierarchy.yaml --web

Ends with Ctrl-C.`,
    )
    .action((file: string, options: ServeOptions) => perform((context) => serve(file, options, context)))
}

async function serve(file: string, options: ServeOptions, context: CommandContext): Promise<number> {
  const hierarchy = await loadWithOptions(file, options, context)
  // Loaded only for a valid hierarchy: loading takes longer than refusing one.
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  // Without a reader nothing is recorded: the hierarchy may be open for days.
  const isKept = options.web === true || options.out !== undefined
  using kept = isKept ? keepRecording(options.out, context) : undefined
  let live: LivePage | undefined
  const journal: Journal = (event) => {
    kept?.journal(event)
    live?.show(event)
  }
  const onConnection = (connection: ForeignConnection): void => {
    context.stdout.write(`${foreignText(connection, colorsOf(context))}\n`)
  }
  await using running = await openHierarchy(hierarchy, {
    ...openOptions(options, context),
    ...(kept && { journal }),
    ...(!options.json && { onConnection }),
  })
  const recorded = kept?.recording.hierarchies[0]
  if (options.web && recorded) live = await loadLivePage(running, recorded, journal, options.webPort)
  const { systems, revocationLists } = running
  if (options.json) {
    const opened = { systems, revocationLists, ...(live && { web: live.url }) }
    context.stdout.write(`${JSON.stringify(opened)}\n`)
  } else {
    context.stdout.write(servedText(running, file, options.pki, live?.url, context))
  }
  await interruption(context)
  await live?.close()
  return exitCodes.interrupted
}

async function loadLivePage(...page: Parameters<typeof openLivePage>): Promise<LivePage> {
  const { openLivePage } = await import('../live/open-live-page.ts')
  return openLivePage(...page)
}

function port(written: string): number {
  const number = Number(written)
  if (Number.isInteger(number) && number >= 0 && number < 65_536) return number
  throw new InvalidArgumentError('It is no port: 0 to 65535.')
}

function servedText(
  running: RunningHierarchy,
  file: string,
  pki: string | undefined,
  web: string | undefined,
  context: CommandContext,
): string {
  const colors = colorsOf(context)
  const { hierarchy, systems, revocationLists } = running
  const sites = hierarchy.sites.map(({ code, kind, mode }) => {
    const lines = systems.filter(({ site }) => site === code).map((system) => systemText(system, colors))
    return [colors.bold(`${code}, ${kind} site, ${mode} mode`), ...lines].join('\n')
  })
  const { address, fqdn, urls } = revocationLists
  const lists = [
    colors.bold('Revocation lists'),
    `  ${address.padEnd(14)} ${fqdn}\n${' '.repeat(17)}${colors.cyan(urls.join('  '))}`,
  ].join('\n')
  const page = web === undefined ? [] : [`Live page, for whoever has this address:\n  ${colors.cyan(web)}`]
  return [...sites, lists, tryIt(hierarchy, systems, file, pki, context), ...page, 'Ctrl-C ends it.\n'].join(
    '\n\n',
  )
}

function systemText({ fqdn, address, roles, urls }: RunningSystem, colors: Colors): string {
  const opened = urls.length > 0 ? urls.join('  ') : 'opens no listener in this version'
  return `  ${address.padEnd(14)} ${fqdn.padEnd(24)} ${roles.join(', ')}\n${' '.repeat(17)}${colors.cyan(opened)}`
}

/** A curl command that can be pasted as it stands. */
function tryIt(
  hierarchy: Hierarchy,
  systems: readonly RunningSystem[],
  file: string,
  pki: string | undefined,
  context: CommandContext,
): string {
  const target =
    systems.find(({ roles, urls }) => roles.includes('management-point') && urls[0]?.startsWith('https:')) ??
    systems.find(({ roles, urls }) => roles.includes('management-point') && urls.length > 0)
  const url = target?.urls[0]
  if (target === undefined || url === undefined) return 'No management point is open to try.'
  const resolve = `--resolve ${target.fqdn}:${new URL(url).port}:${target.address}`
  if (url.startsWith('http:')) return `Try:\n  curl ${resolve} '${url}${mpListPath}'`

  const directory = pki ?? 'pki'
  const client = hierarchy.clients.find(
    ({ assignedSite, certificates }) => assignedSite === target.site && certificates[0] === 'good',
  )
  const credential = client
    ? `--cert ${quoted(`${directory}/clients/${client.name}.pem`)} --key ${quoted(`${directory}/clients/${client.name}.key`)} `
    : ''
  // A directory from elsewhere may hold the two authorities in one file only.
  const trusted = pki !== undefined && !existsSync(pathOf(`${pki}/root.pem`, context)) ? 'ca.pem' : 'root.pem'
  return [
    ...(pki === undefined
      ? [
          'Write the certificates, in another terminal:',
          `  ${sitemodeAsTyped(context)} certs ${quoted(file)} --out pki`,
        ]
      : []),
    'Try:',
    `  curl ${credential}--cacert ${quoted(`${directory}/${trusted}`)} ${resolve} '${url}${mpListPath}'`,
  ].join('\n')
}
