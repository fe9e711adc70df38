import { InvalidArgumentError, type Command } from 'commander'
import { keptForeign } from '../evidence/foreign-connection.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { LivePage, openLivePage } from '../live/open-live-page.ts'
import { printableJson } from '../printable.ts'
import { foreignText } from '../report/terminal/foreign-text.ts'
import { keepRecording } from '../library/keep-recording.ts'
import { exitCodes, interruption, type CommandContext, type Perform } from './command-context.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { openedIn, served, servedText } from './served-text.ts'

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
    .argument('<file>', 'hierarchy in YAML or TypeScript, or - for standard input')
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
  let show: LivePage['show'] = () => undefined
  using kept = isKept
    ? keepRecording(options.out, context, { keptRequests: keptForeign, shown: (event) => show(event) })
    : undefined
  const journal: Journal = (event) => {
    kept?.journal(event)
    if (event.type !== 'connection' || options.json) return
    context.stdout.tell(event.connection, (shown, colors) => `${foreignText(shown, colors)}\n`)
  }
  await using running = await openHierarchy(hierarchy, { ...openOptions(options, context), journal })
  const recorded = kept?.recording.hierarchies[0]
  await using live =
    options.web && kept && recorded
      ? await loadLivePage(running, recorded, kept.journal, options.webPort)
      : undefined
  if (live) show = live.show
  if (options.json) {
    const opened = { ...openedIn(running), ...(live && { web: live.url }) }
    context.stdout.document(`${printableJson(opened)}\n`)
  } else {
    context.stdout.tell(served(running, file, options.pki, live?.url, context), servedText)
  }
  await interruption(context)
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
