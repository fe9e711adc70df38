import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Recording } from '../evidence/recording/recording.ts'
import { matrixText } from '../report/terminal/matrix-text.ts'
import { cannotWrite } from './cannot-write.ts'
import { defaultHierarchy, exerciseTables } from './exercise-tables.ts'
import { exitCodes } from './exit-codes.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { keepRecording } from './keep-recording.ts'
import { printJson } from './print-json.ts'
import { shipped } from '../shipped.ts'

interface MatrixOptions extends HierarchyOptions {
  hierarchy?: string
  html?: string
  out?: string
  json?: true
}

export function addMatrixCommand(program: Command): void {
  const command = program
    .command('matrix')
    .description('exercise every cell of the source text’s tables over sockets')
    .option('--hierarchy <file>', `hierarchy to exercise them on (default: the package's two-modes.yaml)`)
    .option('--json', 'print one JSON document')
    .option('--html <file>', 'write a report for people: one file for a browser')
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
  addHierarchyOptions(command)
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
    .action(matrix)
}

async function matrix(options: MatrixOptions): Promise<void> {
  const file = options.hierarchy ?? shipped(defaultHierarchy)
  const hierarchy = await loadWithOptions(file, options)
  const { journal, recording, end } = keepRecording(options.out)
  const shownAs = options.hierarchy ?? defaultHierarchy
  const result = await exerciseTables(hierarchy, shownAs, { ...openOptions(options), journal })
  await end()
  if (options.html !== undefined) await writePage(options.html, recording)
  if (options.json) printJson(result)
  else process.stdout.write(matrixText(result))
  process.exitCode = result.summary.disagree === 0 ? exitCodes.held : exitCodes.failed
}

async function writePage(file: string, recording: Recording): Promise<void> {
  const { reportPage } = await import('../report/html/report-page.ts')
  await writeFile(file, reportPage(recording)).catch(cannotWrite(file))
}
