import { InvalidArgumentError, Option } from 'commander'
import type { Fleet } from '../../fleet/fleet-file.ts'
import { splitOf } from '../../fleet/units.ts'
import { refuse } from '../../model/source/source.ts'
import { mostShards } from '../../parts/partition.ts'
import { packageVersion } from '../../shipped.ts'
import { keysOf } from '../../vocabulary/keys-of.ts'
import { sitemodeAsTyped } from '../../library/as-typed.ts'
import type { CommandContext } from '../command-context.ts'
import { checkDivisible } from '../../library/shards/begin-shard.ts'
import { kubernetesJobs } from './kubernetes.ts'
import { azurePipeline, githubWorkflow } from './pipelines.ts'
import { parallelScript, slurmScript } from './shell.ts'
import type { SplitWork } from './split-work.ts'

/** What starts the shards of a work, and starts them again: how it is told to. */
const engines = {
  slurm: { write: slurmScript, most: mostShards },
  kubernetes: { write: kubernetesJobs, most: mostShards },
  // A matrix of GitHub Actions has at most 256 jobs.
  github: { write: githubWorkflow, most: 256 },
  azure: { write: azurePipeline, most: 256 },
  parallel: { write: parallelScript, most: mostShards },
} as const satisfies Record<string, { write: (work: SplitWork) => string; most: number }>

export type Engine = keyof typeof engines

export const engineNames = keysOf(engines)

const written = ['--manifest', '--shards', '--out']

export function engineOption(): Option {
  return new Option(
    '--manifest <engine>',
    'print a file with which an engine does the shards, and run nothing',
  )
    .choices(engineNames)
    .conflicts(['json', 'shard', 'jobs'])
}

export function shardsOption(): Option {
  return new Option('--shards <n>', 'into how many shards --manifest divides the clients').argParser(
    readShards,
  )
}

function readShards(text: string): number {
  const shards = Number(text)
  if (/^\d+$/.test(text) && shards >= 1 && shards <= mostShards) return shards
  throw new InvalidArgumentError(`Write a whole number from 1 to ${mostShards}.`)
}

interface ManifestOptions {
  manifest: Engine
  shards?: number
  out?: string
}

/** The file for an engine. Throws an `InputError` where the fleet cannot be divided so. */
export function manifestFor(
  fleet: Fleet,
  { manifest, shards: total, out = 'results' }: ManifestOptions,
  context: CommandContext,
): string {
  if (total === undefined)
    throw refuse(
      '--manifest',
      'no-total',
      'the total is not said',
      'say with --shards how many shards there are',
    )
  const { write, most } = engines[manifest]
  if (total > most)
    throw refuse(
      '--shards',
      'too-many-shards',
      `${manifest} does at most ${most} jobs of one kind`,
      `use ${most} or fewer`,
    )
  if (!/^[\w./-]+$/.test(out) || out.startsWith('-'))
    throw refuse(
      '--out',
      'unsafe-folder',
      'an engine could take this folder for a pattern or an option',
      'use letters, digits, and any of _ . - /',
    )
  checkDivisible(splitOf(fleet), total)
  return write({
    ...{ command: withoutOptions(context.argv, written), total, out },
    ...{ sitemode: sitemodeAsTyped(context), version: packageVersion() },
  })
}

/** A command line without some options that each have a value. */
function withoutOptions(command: readonly string[], options: readonly string[]): string[] {
  return command.filter(
    (text, place) =>
      !options.includes(text) &&
      !options.includes(command[place - 1] ?? '') &&
      !options.some((option) => text.startsWith(`${option}=`)),
  )
}
