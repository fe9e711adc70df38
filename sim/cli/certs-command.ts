import type { Command } from 'commander'
import { createClock } from '../network/open-context.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'
import {
  addPkiOptions,
  directory,
  loadWithOptions,
  openOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'

interface CertsOptions extends HierarchyOptions {
  out: string
  json?: true
}

export function addCertsCommand(program: Command, perform: Perform): void {
  const command = program
    .command('certs')
    .description("write a hierarchy's PKI as PEM for other programs")
    .argument('<file>', 'hierarchy in YAML or TypeScript, or - for standard input')
    .requiredOption('--out <dir>', 'directory to write to', directory)
    .option('--json', 'print one JSON document')
  addPkiOptions(command)
    .addHelpText(
      'after',
      `
Writes DIR/root.pem (for other programs to trust), DIR/ca.pem (root, then issuing authority),
DIR/systems/NAME.{pem,key}, DIR/clients/NAME.{pem,key}, DIR/sites/CODE.{pem,key} (site server signing
certificates) and DIR/crl/*.pem. Keys are for your eyes only.

Examples:
  sitemode certs my-hierarchy.yaml --out pki
  sitemode serve my-hierarchy.yaml --pki pki`,
    )
    .action((file: string, options: CertsOptions) => perform((context) => certs(file, options, context)))
}

async function certs(file: string, options: CertsOptions, context: CommandContext): Promise<number> {
  const hierarchy = await loadWithOptions(file, options, context)
  // Loaded only for a valid hierarchy: loading takes longer than refusing one.
  const { hierarchyPki } = await import('../network/hierarchy-pki.ts')
  const { pkiContents } = await import('../network/own-clients.ts')
  const { writePki } = await import('../../certs/pki-directory.ts')
  const pki = hierarchyPki(hierarchy, createClock(), openOptions(options, context))
  const contents = pkiContents(hierarchy)
  await writePki(pki, pathOf(options.out, context), contents)
  const { systems, clients, sites } = contents
  const names = ({ name }: { name: string }): string => name
  if (options.json) {
    const written = { systems: systems.map(names), clients: clients.map(names), sites }
    printJson({ directory: options.out, ...written }, context)
  } else {
    const counts = `certificates of ${systems.length} site systems and ${clients.length} clients`
    const signing = `the site server signing certificates of ${sites.join(', ') || 'no site'}`
    context.stdout
      .say`wrote ${options.out}: the authorities and their revocation lists, ${counts}, and ${signing}\n`
  }
  return exitCodes.held
}
