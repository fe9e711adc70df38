import type { Command } from 'commander'
import { matrixText } from '../report/matrix-text.ts'
import { exitCodes } from './exit-codes.ts'
import {
  addHierarchyOptions,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { printJson } from './print-json.ts'
import { shipped } from './shipped.ts'

interface MatrixOptions extends HierarchyOptions {
  hierarchy?: string
  json?: true
}

const defaultHierarchy = 'scenarios/hierarchies/two-modes.yaml'

export function addMatrixCommand(program: Command): void {
  const command = program
    .command('matrix')
    .description('exercise every cell of the source text’s tables over sockets')
    .option('--hierarchy <file>', `hierarchy to exercise them on (default: the package's two-modes.yaml)`)
    .option('--json', 'print one JSON document')
  addHierarchyOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode matrix
  sitemode matrix --tls 1.3 --refusal iis
  sitemode matrix --hierarchy my-hierarchy.yaml --json

Exits 0 when every cell agrees, 1 when one does not.`,
    )
    .action(matrix)
}

async function matrix(options: MatrixOptions): Promise<void> {
  const file = options.hierarchy ?? shipped(defaultHierarchy)
  const hierarchy = await loadWithOptions(file, options)
  const { openHierarchy, runMatrix } = await loadNetwork()
  await using running = await openHierarchy(hierarchy, openOptions(options))
  const result = await runMatrix(running, options.hierarchy ?? defaultHierarchy)
  if (options.json) printJson(result)
  else process.stdout.write(matrixText(result))
  process.exitCode = result.summary.disagree === 0 ? exitCodes.held : exitCodes.failed
}

/** Only for a hierarchy that can be used: it takes longer to load than to refuse one. */
async function loadNetwork() {
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  const { runMatrix } = await import('../scenario/matrix.ts')
  return { openHierarchy, runMatrix }
}
