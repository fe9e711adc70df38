import { join } from 'node:path'
import { Option, type Command } from 'commander'
import type { Journal } from '../evidence/recording/event.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { printableJson, quoted } from '../printable.ts'
import { foreignText } from '../report/terminal/foreign-text.ts'
import { sitemodeAsTyped } from '../library/as-typed.ts'
import {
  exitCodeOfInterruption,
  exitCodes,
  interruption,
  type CommandContext,
  type Perform,
} from './command-context.ts'
import {
  addAddressOptions,
  addressesForHosts,
  openOptionsOf,
  port,
  type AddressOptions,
} from './fixed-addresses.ts'
import {
  addHierarchyOptions,
  directory,
  loadAsWritten,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { recordingName } from '../library/recordings.ts'
import { checkedToken, openedIn, openServed } from '../library/serve.ts'
import { addPacketOption, keepPackets, type PacketOption } from './packet-file.ts'
import { served, servedText } from './served-text.ts'

interface ServeOptions extends HierarchyOptions, AddressOptions, PacketOption {
  hosts?: true
  web?: true
  webPort: number
  api?: true
  apiPort: number
  out?: string
  json?: true
}

export function addServeCommand(program: Command, perform: Perform): void {
  const command = program
    .command('serve')
    .description('keep a hierarchy open until interrupted')
    .argument('<file>', 'hierarchy in YAML or TypeScript, or - for standard input')
    .option('--json', 'print one line of JSON once all is open')
    .option('--web', 'open a page on 127.0.0.1 that shows what happens, and lets you do it')
    .option('--web-port <port>', 'its port (default: one that is free)', port, 0)
    .option(
      '--api',
      'open an HTTP interface on 127.0.0.1 for programs; the token is in SITEMODE_API_TOKEN, or random',
    )
    .option('--api-port <port>', 'its port (default: one that is free)', port, 0)
    .option('--out <dir>', 'folder for the recording', directory)
  addHierarchyOptions(addPacketOption(addAddressOptions(command)))
    .addOption(
      new Option('--hosts', 'print the lines for a hosts file, and open nothing').conflicts([
        ...['json', 'web', 'api', 'out', 'pcap'],
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  sitemode certs my-hierarchy.yaml --out pki
  sitemode serve my-hierarchy.yaml --pki pki
  sitemode serve my-hierarchy.yaml --web
  sitemode serve my-hierarchy.yaml --base 127.7.0.0 --out served
  sitemode serve my-hierarchy.yaml --base 127.7.0.0 --hosts

Ends with Ctrl-C or SIGTERM, and at once when asked again.`,
    )
    .action((file: string, options: ServeOptions) => perform((context) => serve(file, options, context)))
}

async function serve(file: string, options: ServeOptions, context: CommandContext): Promise<number> {
  if (options.hosts) return tellHosts(file, options, context)
  await keepOpen({ file, ...(await loadAsWritten(file, options, context)) }, options, context)
  if (options.out !== undefined) {
    const recording = join(options.out, recordingName)
    const report = `${sitemodeAsTyped(context)} report ${quoted(recording)}`
    context.stderr.say`The recording is ${recording}; its reports are made by: ${report}\n`
  }
  return exitCodeOfInterruption(context)
}

/** Until the command is interrupted, and everything is closed. */
async function keepOpen(
  described: { file: string; hierarchy: Hierarchy; written: unknown },
  options: ServeOptions,
  context: CommandContext,
): Promise<void> {
  const { web, webPort, api: wantsApi, apiPort, out } = options
  const { [tokenVariable]: chosen = '' } = context.env
  const token = chosen === '' ? undefined : checkedToken(chosen, tokenVariable)
  const journal: Journal = (event) => {
    if (event.type !== 'connection' || options.json) return
    context.stdout.tell(event.connection, (shown, colors) => `${foreignText(shown, colors)}\n`)
  }
  using packets = keepPackets(options, context)
  await using open = await openServed(
    described,
    { ...openOptions(options, context), ...openOptionsOf(options), ...packets.opened, journal },
    {
      ...(web && { web: { port: webPort } }),
      ...(wantsApi && { api: { port: apiPort, ...(token !== undefined && { token }) } }),
      ...(out !== undefined && { out }),
      ...(packets.file && { capture: packets.file }),
    },
    context,
  )
  const { running, page, api } = open
  context.endsByItself?.()
  if (options.json) {
    const opened = {
      ...openedIn(running),
      ...(page && { web: page.url }),
      ...(api && { api: { url: api.url, token: api.token } }),
    }
    context.stdout.document(`${printableJson(opened)}\n`)
  } else {
    context.stdout.tell(
      served(running, described.file, options.pki, { web: page?.url, api }, context),
      servedText,
    )
  }
  await interruption(context)
}

/** Lines that stay true, since the addresses follow from the hierarchy alone. */
async function tellHosts(file: string, options: ServeOptions, context: CommandContext): Promise<number> {
  const fixed = addressesForHosts(options)
  const hierarchy = await loadWithOptions(file, options, context)
  const { fixedHosts } = await import('../network/addresses.ts')
  for (const { fqdn, address } of fixedHosts(hierarchy, fixed)) context.stdout.say`${address} ${fqdn}\n`
  return exitCodes.held
}

const tokenVariable = 'SITEMODE_API_TOKEN'
