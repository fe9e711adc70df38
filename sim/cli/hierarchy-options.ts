import { InvalidArgumentError, Option, type Command } from 'commander'
import { defaultCacheDirectory } from '../../certs/cache.ts'
import { openGrowingFile } from '../library/growing-file.ts'
import { withSettings, type HierarchySettings } from '../library/hierarchies.ts'
import { readSource } from '../library/read-source.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { keyKinds } from '../vocabulary/certificate.ts'
import { tlsVersions } from '../vocabulary/network.ts'
import { unusualBehaviourNames, type UnusualSettings } from '../vocabulary/unusual.ts'
import { readHierarchyFile, type LoadedHierarchy } from '../model/load-hierarchy.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import { pathOf, warnOf, type CommandContext } from './command-context.ts'

/** Options of `matrix`, `run`, `trace`, `plan`, `fleet` and `serve` that override the hierarchy's own settings. */
export interface HierarchyOptions extends HierarchySettings, UnusualOption {
  pki?: string
  keylog?: string
  /** False with `--no-cache`. */
  cache: boolean
}

export function addHierarchyOptions(command: Command): Command {
  return addOpenOptions(addPkiOptions(command))
}

/** The same without the one for a cache on disk. */
export function addOptionsWithoutCache(command: Command): Command {
  return addOpenOptions(addKeysOption(command))
}

function addOpenOptions(command: Command): Command {
  return addUnusualOption(command)
    .addOption(new Option('--tls <version>', 'TLS version of listeners and clients').choices(tlsVersions))
    .addOption(
      new Option('--refusal <style>', 'how a listener refuses a client certificate').choices([
        'handshake',
        'iis',
      ]),
    )
    .option('--pki <dir>', 'use the certificates that `sitemode certs` wrote there', directory)
    .option('--keylog <file>', 'add the secrets of every TLS connection, with which Wireshark decrypts them')
}

export interface UnusualOption {
  unusual?: UnusualSettings
}

export function addUnusualOption(command: Command): Command {
  return command.option(
    '--unusual <seed>',
    'let servers do what is legal and unusual, by chance; SEED:KIND,KIND for some kinds alone',
    unusualSettings,
  )
}

/** Reads `7`, or `7:chunked,field-order`. */
function unusualSettings(written: string): UnusualSettings {
  const [, number = '', , kinds] = /^(\d{1,10})(:(.+))?$/s.exec(written) ?? []
  const seed = Number(number)
  if (number === '' || seed > 0xffff_ffff)
    throw new InvalidArgumentError('It is no seed: a whole number up to 4294967295, such as 7.')
  if (kinds === undefined) return { seed }
  const named = kinds.split(',')
  const only = unusualBehaviourNames.filter((known) => named.includes(known))
  const unknown = named.find((name) => !unusualBehaviourNames.some((known) => known === name))
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `There is no kind ${unknown}: it is one of ${unusualBehaviourNames.join(', ')}.`,
    )
  return { seed, only }
}

/** Refuses an empty name, as from an unset shell variable: it would mean the current directory, no place for keys. */
export function directory(name: string): string {
  if (name === '') throw new InvalidArgumentError('It is empty.')
  return name
}

/** Options of the commands that issue certificates. */
export function addPkiOptions(command: Command): Command {
  return addKeysOption(command).option('--no-cache', 'keep no keys or certificates on disk')
}

function addKeysOption(command: Command): Command {
  return command.addOption(new Option('--keys <kind>', 'kind of every key').choices(keyKinds))
}

/** Loads a hierarchy and applies the options to it; warnings about it go to stderr. */
export async function loadWithOptions(
  file: string,
  options: HierarchyOptions,
  context: CommandContext,
): Promise<Hierarchy> {
  return (await loadAsWritten(file, options, context)).hierarchy
}

/** The same, with what the file has. */
export async function loadAsWritten(
  file: string,
  options: HierarchyOptions,
  context: CommandContext,
): Promise<Pick<LoadedHierarchy, 'hierarchy' | 'written'>> {
  const { hierarchy, written, warnings } = await readHierarchyFile(
    await readSource(file, context),
    context.cwd,
  )
  warnOf(warnings, context)
  return { hierarchy: withSettings(hierarchy, options), written }
}

export function openOptions(options: HierarchyOptions, context: CommandContext): OpenOptions {
  const { pki, keylog, unusual } = options
  return {
    ...machineOptions(options, context),
    ...(pki !== undefined && { pki: pathOf(pki, context) }),
    ...(unusual && { unusual }),
    ...(keylog !== undefined && { keyLog: keyLogTo(keylog, context) }),
  }
}

/** Options that say what a command may use of its machine. */
export function machineOptions(
  options: Pick<HierarchyOptions, 'cache'>,
  context: CommandContext,
): Pick<OpenOptions, 'cache' | 'onPortTaken'> {
  const told = new Set<number>()
  return {
    cache: cacheOf(options, context),
    // A run may open many hierarchies.
    onPortTaken(port, instead) {
      if (told.has(port)) return
      told.add(port)
      context.stderr.say`sitemode: another program has port ${port}; ${instead} is opened in its place\n`
    },
  }
}

function cacheOf({ cache }: Pick<HierarchyOptions, 'cache'>, { env }: CommandContext): string | false {
  return cache && defaultCacheDirectory(env)
}

/** The file lets its reader decrypt the connections, so only its owner may read it, also if it was there before. */
function keyLogTo(file: string, context: CommandContext): (line: Buffer) => void {
  const { add } = openGrowingFile(file, 'secret-appended', context)
  context.stderr.say`${file} gets the secrets of every TLS connection: with it they can be decrypted\n`
  return add
}
