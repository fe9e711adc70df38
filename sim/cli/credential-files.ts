import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { machineError, whyUnreadable, type InputError } from '../errors.ts'
import { credentialsOf, type CredentialFile, type CredentialRemedies } from '../library/credentials.ts'
import { refuseOtherThanFile } from '../library/input-bytes.ts'
import { refuse } from '../model/source/source.ts'
import { quoted } from '../printable.ts'
import type { ProbeCredentials } from '../probe/probe.ts'
import { pathOf, type CommandContext } from './command-context.ts'

/** Options that name the files of a prober's own certificate, and of the authorities that it trusts. */
export interface CredentialOptions {
  cert?: string
  key?: string
  ca?: string
  passphraseFile?: string
}

export function addCredentialOptions(command: Command): Command {
  return command
    .option('--cert <file>', 'client certificate, and the chain to send with it')
    .option('--key <file>', 'its private key, if it is not in the same file')
    .option('--ca <file>', "authorities to trust instead of the machine's")
    .option('--passphrase-file <file>', 'passphrase of these files, in the first line (- is standard input)')
}

const byOptions: CredentialRemedies = {
  giveKey: 'give --key',
  givePassphrase: 'give its passphrase in a file: --passphrase-file FILE',
  giveOtherPassphrase: 'give the one that it was exported with in the first line of --passphrase-file',
  convert: (file, command) =>
    `convert it: openssl ${command} -in ${quoted(file)} -out ${quoted(`${file}.pem`)}`,
}

/** Throws an `InputError` that names the file, and never quotes a key or a passphrase. */
export async function readCredentials(
  { cert, key, ca, passphraseFile }: CredentialOptions,
  context: CommandContext,
): Promise<ProbeCredentials> {
  if (key !== undefined && cert === undefined) {
    throw refuse('--key', 'key-without-certificate', 'a key needs its certificate', 'give --cert as well')
  }
  const read = async (file: string | undefined): Promise<CredentialFile | undefined> =>
    file === undefined ? undefined : { name: file, contents: await contentsOf(file, context) }
  const passphrase = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile, context)
  const [authorities, certificate, itsKey] = [await read(ca), await read(cert), await read(key)]
  return credentialsOf({ certificate, key: itsKey, authorities, passphrase }, byOptions)
}

async function contentsOf(file: string, context: CommandContext): Promise<Buffer> {
  const remedy = 'name a file of certificates or keys'
  await refuseOtherThanFile(file, remedy, context)
  return readFile(pathOf(file, context)).catch((error: unknown) => {
    throw machineError(`cannot read ${file}`, error) ?? unreadable(file, error, remedy)
  })
}

async function readPassphrase(file: string, context: CommandContext): Promise<string> {
  const remedy = 'name a file with the passphrase in its first line'
  if (file !== '-') await refuseOtherThanFile(file, `${remedy}, or - for standard input`, context)
  const read = file === '-' ? standardInput(context) : readFile(pathOf(file, context))
  const bytes = await read.catch((error: unknown) => {
    throw machineError(`cannot read ${file}`, error) ?? unreadable(file, error, remedy)
  })
  const [line = ''] = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/, 1)
  return line
}

async function standardInput({ stdin }: CommandContext): Promise<Buffer> {
  return stdin ? buffer(stdin()) : Buffer.alloc(0)
}

function unreadable(file: string, error: unknown, remedy: string): InputError {
  return refuse(file, 'unreadable', whyUnreadable(error).message, remedy)
}
