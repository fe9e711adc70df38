import type { KeyObject, X509Certificate } from 'node:crypto'
import { chainOf, readBundle, type Bundle } from '../../certs/bundle.ts'
import { isSelfSigned } from '../../certs/certificates.ts'
import { DecryptionError, type DecryptionFault } from '../../certs/pkcs12.ts'
import { refuse } from '../model/source/source.ts'
import { certificateName, issuerName } from '../probe/chain-warnings.ts'
import type { ProbeCredentials } from '../probe/probe.ts'

/** What a file of certificates or keys holds, in PEM, DER, PKCS#7 or PKCS#12: the contents tell which. */
export interface CredentialFile {
  /** The name of the file, or of the option that has its contents. */
  name: string
  contents: Buffer
}

/** A prober's own certificate, and the authorities that it trusts, as they were given. */
export interface GivenCredentials {
  certificate: CredentialFile | undefined
  /** By default the key is in the file of the certificate. */
  key: CredentialFile | undefined
  authorities: CredentialFile | undefined
  /** Of everything that is encrypted. */
  passphrase: string | undefined
}

/** What to do, in the words of those who gave the credentials: by options of the command, or of a function. */
export interface CredentialRemedies {
  giveKey: string
  givePassphrase: string
  giveOtherPassphrase: string
  /** Has OpenSSL read what is not read here. `command`: its own command with the options, without the files. */
  convert(name: string, command: string): string
}

/** Throws an `InputError` that names the file or option, and never quotes a key or a passphrase. */
export async function credentialsOf(
  { certificate, key, authorities, passphrase }: GivenCredentials,
  remedies: CredentialRemedies,
): Promise<ProbeCredentials> {
  const bundleIn = (file: CredentialFile): Promise<Bundle> => bundleOf(file, passphrase, remedies)
  const trusted = authorities && authoritiesIn(authorities.name, await bundleIn(authorities))
  const own = certificate && (await ownOf(certificate, key, bundleIn, remedies))
  return { ...(own && { own }), ...(trusted !== undefined && { authorities: trusted }) }
}

function authoritiesIn(name: string, { certificates, keys }: Bundle): string {
  const remedy =
    'give the certificate of the root, and of the authorities below it if the server does not send them'
  const [first] = certificates
  if (!first) {
    const what = keys.length > 0 ? 'it holds a private key, and ' : ''
    throw refuse(name, 'no-certificate', `${what}there is no certificate in it`, remedy)
  }
  if (!certificates.some((one) => one.ca || isSelfSigned(one))) {
    const [holder, issuer] = [certificateName(first), issuerName(first)]
    const message = `it holds the certificate of ${holder}, which is no authority: ${issuer} issued it`
    throw refuse(name, 'no-authority', message, remedy)
  }
  return pemOf(certificates)
}

async function ownOf(
  certificate: CredentialFile,
  key: CredentialFile | undefined,
  bundleIn: (file: CredentialFile) => Promise<Bundle>,
  remedies: CredentialRemedies,
): Promise<NonNullable<ProbeCredentials['own']>> {
  const { name } = certificate
  const bundle = await bundleIn(certificate)
  if (bundle.certificates.length === 0) {
    throw refuse(name, 'no-certificate', 'there is no certificate in it', 'give a file with the certificate')
  }
  const keyName = key?.name ?? name
  const { keys } = key ? await bundleIn(key) : bundle
  if (keys.length === 0) {
    throw key
      ? refuse(keyName, 'no-key', 'there is no private key in it', 'give the file of the private key')
      : refuse(
          name,
          'certificate-without-key',
          'a certificate needs its key, which is not in it',
          remedies.giveKey,
        )
  }
  const opened = await Promise.all(keys.map((open) => reading(keyName, open, remedies)))
  for (const one of opened) {
    const chain = chainOf(one, bundle.certificates)
    if (chain.length > 0) return { certificate: pemOf(chain), key: pemOfKey(one) }
  }
  throw refuse(
    keyName,
    'unusable-certificate',
    `the key is not that of the certificate in ${name}`,
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
  { name, contents }: CredentialFile,
  passphrase: string | undefined,
  remedies: CredentialRemedies,
): Promise<Bundle> {
  if (contents.length === 0) throw refuse(name, 'empty-file', 'this file is empty', 'export it again')
  if (hasIndefiniteLength(contents)) {
    throw refuse(
      name,
      'indefinite-length',
      'it is written in BER, of which only DER is read',
      `${remedies.convert(name, 'pkcs12')}, or for PKCS#7 ${remedies.convert(name, 'pkcs7 -inform der -print_certs')}`,
    )
  }
  return reading(name, () => readBundle(contents, passphrase), remedies)
}

/** A sequence without a length (X.690, 8.1.3.6): BER allows it, DER does not. */
function hasIndefiniteLength(bytes: Buffer): boolean {
  return bytes[0] === 0x30 && bytes[1] === 0x80
}

/** The sentence for each way in which a file stays closed, and what to do. */
const closed: Readonly<
  Record<
    DecryptionFault,
    (
      remedies: CredentialRemedies,
      name: string,
      what: DecryptionError['what'],
    ) => [message: string, remedy: string]
  >
> = {
  'passphrase-missing': ({ givePassphrase }) => ['it is encrypted', givePassphrase],
  'passphrase-wrong': ({ giveOtherPassphrase }) => ['the passphrase does not open it', giveOtherPassphrase],
  'unknown-encryption': ({ convert }, name, what) => [
    'it is encrypted in a way that cannot be opened here',
    convert(name, legacyCommands[what]),
  ],
}

const legacyCommands: Record<DecryptionError['what'], string> = {
  key: 'pkey -aes256 -provider legacy -provider default',
  'PKCS#12': 'pkcs12 -legacy',
}

/** Reads a part of a file, and says what is wrong with it without the parser's own message, which may quote a key. */
async function reading<T>(
  name: string,
  read: () => T | Promise<T>,
  remedies: CredentialRemedies,
): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof DecryptionError) {
      const [message, remedy] = closed[error.fault](remedies, name, error.what)
      throw refuse(name, error.fault, message, remedy)
    }
    if (error instanceof RangeError)
      throw refuse(name, 'damaged-file', 'it cannot be read: it is cut short or altered', 'export it again')
    throw error
  }
}
