import { Option, type Command } from 'commander'
import { refusalStyles, type KeyKind, type RefusalStyle } from '../vocabulary/certificate.ts'
import { tlsVersions, type TlsVersion } from '../vocabulary/network.ts'
import { entriesNamed } from '../library/explain.ts'
import { labInJobs } from '../library/jobs/lab-in-jobs.ts'
import { labText } from '../report/terminal/lab-text.ts'
import { runLab } from '../scenario/lab/run-lab.ts'
import { exitCodes, printJson, type CommandContext, type Perform } from './command-context.ts'
import { addPkiOptions, addUnusualOption, machineOptions, type UnusualOption } from './hierarchy-options.ts'
import { addPacketOption, keepPackets, type PacketOption } from './packet-file.ts'
import { addJobsOption } from './shards/jobs-option.ts'

interface LabCommandOptions extends PacketOption, UnusualOption {
  only?: string[]
  tls?: TlsVersion
  refusal?: RefusalStyle
  keys?: KeyKind
  cache: boolean
  jobs: number
  json?: true
}

export function addLabCommand(program: Command, perform: Perform): void {
  const command = program
    .command('lab')
    .description('provoke every failure of the catalogue over sockets, and see it from both ends')
    .option('--only <id...>', 'only these entries')
    .option('--json', 'print one JSON document')
    .addOption(new Option('--tls <version>', 'only under this TLS version').choices(tlsVersions))
    .addOption(new Option('--refusal <style>', 'only in this style of refusal').choices(refusalStyles))
  addPacketOption(addUnusualOption(command), 'jobs')
  addPkiOptions(addJobsOption(command, 'the failures are'))
    .addHelpText(
      'after',
      `
Examples:
  sitemode lab
  sitemode lab --only client-certificate-expired --tls 1.3
  sitemode lab --json

Exits 0 when every failure was diagnosed as what it is, 1 when one was not.`,
    )
    .action((options: LabCommandOptions) => perform((context) => lab(options, context)))
}

async function lab(
  { only, cache, json, jobs, pcap, unusual, ...limits }: LabCommandOptions,
  context: CommandContext,
): Promise<number> {
  const entries = entriesNamed(only, '--only')
  using packets = keepPackets({ pcap }, context)
  const opened = {
    ...machineOptions({ cache }, context),
    ...packets.opened,
    ...(unusual && { unusual }),
  }
  await using divided = jobs > 1 ? labInJobs(limits, opened, jobs, context) : undefined
  const progress = (done: number, of: number): void => context.stderr.progress(`${done}/${of}`)
  const result = await runLab(entries, limits, opened, progress, divided?.trial)
  context.stderr.progress('')
  if (json) printJson(result, context)
  else context.stdout.tell(result, labText)
  return result.summary.agree === result.summary.entries ? exitCodes.held : exitCodes.failed
}
