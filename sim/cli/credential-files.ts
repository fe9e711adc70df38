import type { KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import type { Command } from 'commander'
import { chainOf, readBundle, type Bundle } from '../../certs/bundle.ts'
import { isSelfSigned } from '../../certs/certificates.ts'
import { DecryptionError, type DecryptionFault } from '../../certs/pkcs12.ts'
import { machineError, whyUnreadable, type InputError } from '../errors.ts'
import { refuse } from '../model/source/source.ts'
import type { ProbeCredentials } from '../probe/probe.ts'
import { certificateName, issuerName } from '../probe/chain-warnings.ts'
import { quoted } from '../printable.ts'
import { pathOf, type CommandContext } from './command-context.ts'
import { refuseOtherThanFile } from '../library/input-bytes.ts'

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

/** Throws an `InputError` that names the file, and never quotes a key or a passphrase. */
export async function readCredentials(
  { cert, key, ca, passphraseFile }: CredentialOptions,
  context: CommandContext,
): Promise<ProbeCredentials> {
  if (key !== undefined && cert === undefined) {
    throw refuse('--key', 'key-without-certificate', 'a key needs its certificate', 'give --cert as well')
  }
  const passphrase = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile, context)
  const authorities = ca === undefined ? undefined : await readAuthorities(ca, passphrase, context)
  const own = cert === undefined ? undefined : await readOwn({ cert, key }, passphrase, context)
  return { ...(own && { own }), ...(authorities !== undefined && { authorities }) }
}

async function readAuthorities(
  file: string,
  passphrase: string | undefined,
  context: CommandContext,
): Promise<string> {
  const remedy =
    'give the certificate of the root, and of the authorities below it if the server does not send them'
  const { certificates, keys } = await bundleOf(file, passphrase, context)
  const [first] = certificates
  if (!first) {
    const what = keys.length > 0 ? 'it holds a private key, and ' : ''
    throw refuse(file, 'no-certificate', `${what}there is no certificate in it`, remedy)
  }
  if (!certificates.some((one) => one.ca || isSelfSigned(one))) {
    const [holder, issuer] = [certificateName(first), issuerName(first)]
    const message = `it holds the certificate of ${holder}, which is no authority: ${issuer} issued it`
    throw refuse(file, 'no-authority', message, remedy)
  }
  return pemOf(certificates)
}

async function readOwn(
  { cert, key }: { cert: string; key: string | undefined },
  passphrase: string | undefined,
  context: CommandContext,
): Promise<NonNullable<ProbeCredentials['own']>> {
  const bundle = await bundleOf(cert, passphrase, context)
  if (bundle.certificates.length === 0) {
    throw refuse(cert, 'no-certificate', 'there is no certificate in it', 'give a file with the certificate')
  }
  const keyFile = key ?? cert
  const { keys } = key === undefined ? bundle : await bundleOf(key, passphrase, context)
  if (keys.length === 0) {
    throw key === undefined
      ? refuse(
          cert,
          'certificate-without-key',
          'a certificate needs its key, which is not in it',
          'give --key',
        )
      : refuse(key, 'no-key', 'there is no private key in it', 'give the file of the private key')
  }
  const opened = await Promise.all(keys.map((open) => reading(keyFile, open)))
  for (const one of opened) {
    const chain = chainOf(one, bundle.certificates)
    if (chain.length > 0) return { certificate: pemOf(chain), key: pemOfKey(one) }
  }
  throw refuse(
    keyFile,
    'unusable-certificate',
    `the key is not that of the certificate in ${cert}`,
    'give the key that the certificate was requested with',
  )
}

function pemOf(certificates: readonly X509Certificate[]): string {
  return certificates.map(String).join('')
}

function pemOfKey(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

async function bundleOf(
  file: string,
  passphrase: string | undefined,
  context: CommandContext,
): Promise<Bundle> {
  const remedy = 'name a file of certificates or keys'
  await refuseOtherThanFile(file, remedy, context)
  const bytes = await readFile(pathOf(file, context)).catch((error: unknown) => {
    throw machineError(`cannot read ${file}`, error) ?? unreadable(file, error, remedy)
  })
  if (bytes.length === 0) throw refuse(file, 'empty-file', 'this file is empty', 'export it again')
  if (hasIndefiniteLength(bytes)) {
    throw refuse(
      file,
      'indefinite-length',
      'it is written in BER, of which only DER is read',
      `convert it: ${opensslCommand('pkcs12', file)}, or for PKCS#7 ${opensslCommand('pkcs7 -inform der -print_certs', file)}`,
    )
  }
  return reading(file, () => readBundle(bytes, passphrase))
}

/** A sequence without a length (X.690, 8.1.3.6): BER allows it, DER does not. */
function hasIndefiniteLength(bytes: Buffer): boolean {
  return bytes[0] === 0x30 && bytes[1] === 0x80
}

function opensslCommand(command: string, file: string): string {
  return `openssl ${command} -in ${quoted(file)} -out ${quoted(`${file}.pem`)}`
}

/** The sentence for each way in which a file stays closed, and what to do. */
const closed: Record<
  DecryptionFault,
  (file: string, what: DecryptionError['what']) => [message: string, remedy: string]
> = {
  'passphrase-missing': () => ['it is encrypted', 'give its passphrase in a file: --passphrase-file FILE'],
  'passphrase-wrong': () => [
    'the passphrase does not open it',
    'give the one that it was exported with in the first line of --passphrase-file',
  ],
  'unknown-encryption': (file, what) => [
    'it is encrypted in a way that cannot be opened here',
    `convert it: ${opensslCommand(legacyCommands[what], file)}`,
  ],
}

const legacyCommands: Record<DecryptionError['what'], string> = {
  key: 'pkey -aes256 -provider legacy -provider default',
  'PKCS#12': 'pkcs12 -legacy',
}

/** Reads a part of a file, and says what is wrong with it without the parser's own message, which may quote a key. */
async function reading<T>(file: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DecryptionError) {
      const [message, remedy] = closed[error.fault](file, error.what)
      throw refuse(file, error.fault, message, remedy)
    }
    if (error instanceof RangeError)
      throw refuse(file, 'damaged-file', 'it cannot be read: it is cut short or altered', 'export it again')
    throw error
  }
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
