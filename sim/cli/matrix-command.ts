import type { Command } from 'commander'
import type { Recording } from '../evidence/recording/recording.ts'
import { defaultHierarchy, recordTables, withTimeLost } from '../library/run-units.ts'
import { matrixText } from '../report/terminal/matrix-text.ts'
import { shipped } from '../shipped.ts'
import { writeNamed } from '../whole-files.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import { checkPlace } from '../library/growing-file.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { shownName } from '../library/input-bytes.ts'
import { keepRecording } from '../library/keep-recording.ts'
import { addPacketOption, keepPackets, type PacketOption } from './packet-file.ts'

interface MatrixOptions extends HierarchyOptions, PacketOption {
  hierarchy?: string
  html?: string
  out?: string
  json?: true
}

export function addMatrixCommand(program: Command, perform: Perform): void {
  const command = program
    .command('matrix')
    .description('exercise every cell of the source text’s tables over sockets')
    .option('--hierarchy <file>', `hierarchy to exercise them on (default: the package's two-modes.yaml)`)
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write a report for people: one file for a browser')
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
  addHierarchyOptions(addPacketOption(command))
    .addHelpText(
      'after',
      `
Examples:
  sitemode matrix
  sitemode matrix --tls 1.3 --refusal iis
  sitemode matrix --hierarchy my-hierarchy.yaml --json
  sitemode matrix --html matrix.html

Exits 0 when every cell agrees, 1 when one does not.`,
    )
    .action((options: MatrixOptions) => perform((context) => matrix(options, context)))
}

async function matrix(options: MatrixOptions, context: CommandContext): Promise<number> {
  const file = options.hierarchy ?? shipped(defaultHierarchy)
  const hierarchy = await loadWithOptions(file, options, context)
  if (options.html !== undefined) await checkPlace(options.html, context)
  using kept = keepRecording(options.out, context)
  using packets = keepPackets(options, context)
  const { journal, recording, end } = kept
  const shownAs = shownName(options.hierarchy ?? defaultHierarchy)
  const result = await recordTables(hierarchy, shownAs, {
    ...openOptions(options, context),
    ...packets.opened,
    journal,
  })
  await end()
  if (options.html !== undefined) await writePage(options.html, recording, context)
  const told = withTimeLost(result, recording)
  if (options.json) printJson(told, context)
  else context.stdout.tell(told, matrixText)
  return result.summary.disagree === 0 ? exitCodes.held : exitCodes.failed
}

async function writePage(file: string, recording: Recording, context: CommandContext): Promise<void> {
  const { reportPage } = await import('../report/html/report-page.ts')
  await writeNamed({ path: pathOf(file, context), text: reportPage(recording), shownAs: file })
}
