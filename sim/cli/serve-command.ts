import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { keptForeign, type ForeignConnection } from '../evidence/foreign-connection.ts'
import type { LivePage, openLivePage } from '../live/open-live-page.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { printableJson } from '../printable.ts'
import { foreignText } from '../report/terminal/foreign-text.ts'
import { quoted, sitemodeAsTyped } from './as-typed.ts'
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
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { keepRecording, recordingName, type KeptRecording } from './keep-recording.ts'
import { openedIn, served, servedText } from './served-text.ts'

interface ServeOptions extends HierarchyOptions, AddressOptions {
  hosts?: true
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
  addHierarchyOptions(addAddressOptions(command))
    .addOption(
      new Option('--hosts', 'print the lines for a hosts file, and open nothing').conflicts([
        ...['json', 'web', 'out'],
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
  const hierarchy = await loadWithOptions(file, options, context)
  // Without a reader nothing is recorded: the hierarchy may be open for days.
  const isKept = options.web === true || options.out !== undefined
  let show: LivePage['show'] = () => undefined
  using kept = isKept
    ? keepRecording(options.out, context, { keptRequests: keptForeign, shown: (event) => show(event) })
    : undefined
  await keepOpen(hierarchy, { file, options, kept, onShow: (shown) => (show = shown) }, context)
  kept?.endWithoutReports()
  if (options.out !== undefined) {
    const recording = join(options.out, recordingName)
    const report = `${sitemodeAsTyped(context)} report ${quoted(recording)}`
    context.stderr.say`The recording is ${recording}; its reports are made by: ${report}\n`
  }
  return exitCodeOfInterruption(context)
}

interface Kept {
  file: string
  options: ServeOptions
  kept: KeptRecording | undefined
  onShow(show: LivePage['show']): void
}

/** Until the command is interrupted, and everything is closed. */
async function keepOpen(
  hierarchy: Hierarchy,
  { file, options, kept, onShow }: Kept,
  context: CommandContext,
): Promise<void> {
  // Loaded only for a valid hierarchy: loading takes longer than refusing one.
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  const onConnection = (connection: ForeignConnection): void => {
    context.stdout.tell(connection, (shown, colors) => `${foreignText(shown, colors)}\n`)
  }
  await using running = await openHierarchy(hierarchy, {
    ...openOptions(options, context),
    ...openOptionsOf(options),
    ...(kept && { journal: kept.journal }),
    ...(!options.json && { onConnection }),
  })
  const recorded = kept?.recording.hierarchies[0]
  await using live =
    options.web && kept && recorded
      ? await loadLivePage(running, recorded, kept.journal, options.webPort)
      : undefined
  if (live) onShow(live.show)
  context.endsByItself?.()
  if (options.json) {
    const opened = { ...openedIn(running), ...(live && { web: live.url }) }
    context.stdout.document(`${printableJson(opened)}\n`)
  } else {
    context.stdout.tell(served(running, file, options.pki, live?.url, context), servedText)
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

async function loadLivePage(...page: Parameters<typeof openLivePage>): Promise<LivePage> {
  const { openLivePage } = await import('../live/open-live-page.ts')
  return openLivePage(...page)
}
