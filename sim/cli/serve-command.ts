import { join } from 'node:path'
import { Option, type Command } from 'commander'
import { keptForeign } from '../evidence/foreign-connection.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { RecordedHierarchy } from '../evidence/recording/recording.ts'
import type { Interface } from '../live/interface.ts'
import type { LivePage } from '../live/open-live-page.ts'
import type { StepQueue } from '../live/step-queue.ts'
import { refuse } from '../model/source/source.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { printableJson } from '../printable.ts'
import { foreignText } from '../report/terminal/foreign-text.ts'
import { quoted, sitemodeAsTyped } from './as-typed.ts'
import {
  exitCodeOfInterruption,
  exitCodes,
  interruption,
  pathOf,
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
import { keepRecording, type KeptRecording } from '../library/keep-recording.ts'
import { recordingName } from '../library/recordings.ts'
import { addPacketOption, keepPackets, type PacketOption } from './packet-file.ts'
import { openedIn, served, servedText } from './served-text.ts'

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
  const hierarchy = await loadWithOptions(file, options, context)
  // Without a reader nothing is recorded: the hierarchy may be open for days.
  const isKept = options.web === true || options.api === true || options.out !== undefined
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
  const journal: Journal = (event) => {
    kept?.journal(event)
    if (event.type !== 'connection' || options.json) return
    context.stdout.tell(event.connection, (shown, colors) => `${foreignText(shown, colors)}\n`)
  }
  using packets = keepPackets(options, context)
  await using running = await openHierarchy(hierarchy, {
    ...openOptions(options, context),
    ...openOptionsOf(options),
    ...packets.opened,
    journal,
  })
  const controlled = kept && (await controlledBy(options, running, kept))
  await using page = controlled && (await openPage(controlled, options))
  await using api = controlled && (await openApi(controlled, options, context))
  if (page) onShow(page.show)
  context.endsByItself?.()
  if (options.json) {
    const opened = {
      ...openedIn(running),
      ...(page && { web: page.url }),
      ...(api && { api: { url: api.url, token: api.token } }),
    }
    context.stdout.document(`${printableJson(opened)}\n`)
  } else {
    context.stdout.tell(served(running, file, options.pki, { web: page?.url, api }, context), servedText)
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

/** What the page and the interface are opened with: the steps of both are one scenario. */
interface Controlled {
  running: RunningHierarchy
  recorded: RecordedHierarchy
  steps: StepQueue
}

async function controlledBy(
  { web, api }: ServeOptions,
  running: RunningHierarchy,
  { journal, recording }: KeptRecording,
): Promise<Controlled | undefined> {
  const [recorded] = recording.hierarchies
  if (!recorded || !(web || api)) return undefined
  const { createStepQueue } = await import('../live/step-queue.ts')
  return { running, recorded, steps: createStepQueue(running, journal) }
}

async function openPage(
  { running, recorded, steps }: Controlled,
  { web, webPort }: ServeOptions,
): Promise<LivePage | undefined> {
  if (!web) return undefined
  const { openLivePage } = await import('../live/open-live-page.ts')
  return openLivePage(running, recorded, steps, webPort)
}

async function openApi(
  { running, recorded, steps }: Controlled,
  { api, apiPort, out }: ServeOptions,
  context: CommandContext,
): Promise<Interface | undefined> {
  if (!api) return undefined
  const { openInterface } = await import('../live/interface.ts')
  const recording = out === undefined ? undefined : pathOf(join(out, recordingName), context)
  const opened = () => openedIn(running)
  return openInterface({ recorded, steps, recording, opened }, { port: apiPort, token: tokenOf(context) })
}

const tokenVariable = 'SITEMODE_API_TOKEN'

/** Fewer characters can be guessed. */
const shortestToken = 16

/** The token that the user has chosen. Throws an `InputError` where it is none that a header can carry, or that keeps anybody out. */
function tokenOf({ env }: CommandContext): string | undefined {
  const { [tokenVariable]: token = '' } = env
  if (token === '' || (token.length >= shortestToken && /^[\x21-\x7e]+$/.test(token)))
    return token || undefined
  const message = `the token is short, or has other characters than letters, digits and signs`
  throw refuse(
    tokenVariable,
    'weak-token',
    message,
    `choose at least ${shortestToken} of them, or leave it empty`,
  )
}
