import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createSecureContext } from 'node:tls'
import { machineError, PkiFileError, whyUnreadable } from '../sim/errors.ts'
import { createSemaphore } from '../sim/semaphore.ts'
import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'
import { cannotWrite, writeWhole, type WholeFile } from '../sim/whole-files.ts'
import {
  pemBlocks,
  pemToDer,
  type Credential,
  type Holder,
  type KeyedCredential,
  type PemLabel,
} from './credential.ts'
import type { Pki } from './pki.ts'
import { recipeOf } from './recipes.ts'

export interface CredentialFiles {
  certificate: string
  key: string
}

/** Paths in a directory that holds a PKI. */
export interface PkiLayout {
  /** The root, then the issuing authority. */
  authorities: string
  /** The root alone: all that other programs need to trust, since servers send the issuing authority. */
  root: string
  /** List of the authority with this name: `root`, `issuing`. */
  crl(name: string): string
  system(name: string): CredentialFiles
  /** The first certificate of a client's store; further ones have their recipe in the name: `PC1.expired`. */
  client(name: string, recipe?: CertificateRecipe): CredentialFiles
  site(code: string): CredentialFiles
}

export function pkiLayout(directory: string): PkiLayout {
  const credential = (folder: string, name: string): CredentialFiles => ({
    certificate: join(directory, folder, `${name}.pem`),
    key: join(directory, folder, `${name}.key`),
  })
  return {
    authorities: join(directory, 'ca.pem'),
    root: join(directory, 'root.pem'),
    crl: (name) => join(directory, 'crl', `${fileName(name)}.pem`),
    system: (name) => credential('systems', fileName(name)),
    client: (name, recipe) => credential('clients', fileName(recipe ? `${name}.${recipe}` : name)),
    site: (code) => credential('sites', fileName(code)),
  }
}

/** Names come from files that people write; one with a slash would lead out of the folder. */
function fileName(name: string): string {
  if (!/^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(name)) {
    throw new Error(`"${name}" cannot name a certificate file`)
  }
  return name
}

/** The certificates to write. */
export interface PkiContents {
  systems: readonly (Holder & { recipe: CertificateRecipe })[]
  clients: readonly (Holder & { recipes: readonly CertificateRecipe[] })[]
  /** Codes of the sites whose signing certificates to write. */
  sites: readonly string[]
}

/**
 * Writes a PKI for `pkiFromDirectory` and other programs; replaces files of the same names, all of them or none. Throws an
 * `EnvironmentError`.
 */
export async function writePki(pki: Pki, directory: string, contents: PkiContents): Promise<void> {
  const layout = pkiLayout(directory)
  const { root, issuing } = await pki.authorities()
  const readable = (path: string, text: string): WholeFile => ({ path, text, mode: 0o644 })
  const files = [
    readable(layout.authorities, root + issuing),
    readable(layout.root, root),
    ...(await pki.crls()).map(({ name, pem }) => readable(layout.crl(name), pem)),
  ]
  const withoutKey: string[] = []
  const limited = createSemaphore(8)
  const credential = (named: CredentialFiles, obtain: () => Promise<Credential>): Promise<void> =>
    limited(async () => {
      const { certificate, key } = await obtain()
      files.push(readable(named.certificate, certificate))
      if (key === undefined) withoutKey.push(named.key)
      else files.push({ path: named.key, text: key, mode: 0o600 })
    })
  await Promise.all([
    ...contents.systems.map((system) =>
      credential(layout.system(system.name), () => pki.webServer(system, system.recipe)),
    ),
    ...contents.clients.flatMap((client) =>
      client.recipes.map((recipe, index) =>
        credential(layout.client(client.name, index === 0 ? undefined : recipe), () =>
          pki.client(client, recipe),
        ),
      ),
    ),
    ...contents.sites.map((code) => credential(layout.site(code), () => pki.siteServerSigning(code))),
  ])
  for (const folder of new Set(files.map(({ path }) => dirname(path))))
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch(cannotWrite(folder))
  await writeWhole(files)
  // A key from an earlier run must not stay beside a certificate that has none.
  for (const key of withoutKey) await rm(key, { force: true }).catch(cannotWrite(key))
}

/** A PKI read from a directory: one that `writePki` wrote, or files of the same names from another authority. */
export function pkiFromDirectory(directory: string): Pki {
  const layout = pkiLayout(directory)
  return {
    async authorities() {
      const [root, issuing] = await readPem(layout.authorities, 'CERTIFICATE')
      if (root === undefined || issuing === undefined) {
        throw unusable(layout.authorities, 'it should hold the root and then the issuing authority')
      }
      for (const certificate of [root, issuing]) {
        check(layout.authorities, 'it holds no certificate', () => new X509Certificate(certificate))
      }
      return { root, issuing }
    },
    async crls() {
      // Files from another authority include these two.
      return Promise.all(
        ['root', 'issuing'].map(async (name) => ({ name, pem: await readCrl(layout.crl(name)) })),
      )
    },
    async publishedList(path, flaw) {
      const [, name] = /^\/([\w-]+)\.crl$/.exec(path) ?? []
      if (name === undefined || flaw === 'list-missing' || !existsSync(layout.crl(name))) return undefined
      if (flaw !== undefined) throw withoutAuthority(directory, 'make a revocation list that is wrong')
      return pemToDer(await readCrl(layout.crl(name)))
    },
    revoke() {
      throw withoutAuthority(directory, 'revoke a certificate')
    },
    webServer: async ({ name }, recipe) => readCredential(layout.system(name), recipe),
    async client({ name }, recipe) {
      const further = layout.client(name, recipe)
      return readCredential(existsSync(further.certificate) ? further : layout.client(name), recipe)
    },
    siteServerSigning: async (siteCode) => readKeyed(layout.site(siteCode)),
  }
}

function withoutAuthority(directory: string, act: string): PkiFileError {
  return new PkiFileError(
    `cannot ${act}: the key of the authority in ${directory} is not at hand; leave out --pki`,
  )
}

/** A recipe may be without a key, or have another certificate's. */
async function readCredential(files: CredentialFiles, recipe: CertificateRecipe): Promise<Credential> {
  switch (recipeOf(recipe).privateKey) {
    case 'own':
      return readKeyed(files)
    case 'of-another':
      return { ...(await readCertificate(files)), ...(await readKey(files)) }
    case 'none':
      return readCertificate(files)
  }
}

async function readKeyed(files: CredentialFiles): Promise<KeyedCredential> {
  const { certificate } = await readCertificate(files)
  const { key } = await readKey(files)
  const matches = new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
  if (!matches) throw unusable(files.key, `it is not the key of ${files.certificate}`)
  return { certificate, key }
}

async function readCertificate({ certificate: file }: CredentialFiles): Promise<{ certificate: string }> {
  const certificate = (await readPem(file, 'CERTIFICATE')).join('')
  check(file, 'it holds no certificate', () => new X509Certificate(certificate))
  return { certificate }
}

async function readKey({ key: file }: CredentialFiles): Promise<{ key: string }> {
  const key = (await readPem(file, 'PRIVATE KEY')).join('')
  check(file, 'it holds no private key', () => createPrivateKey(key))
  return { key }
}

/** The first list in a file. */
async function readCrl(file: string): Promise<string> {
  const [crl = ''] = await readPem(file, 'X509 CRL')
  check(file, 'it holds no revocation list', () => createSecureContext({ crl }))
  return crl
}

/** Checks early, while the bad file can be named; later it would be a handshake that fails without a reason. */
function check<T>(file: string, why: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    // The parser's own message is left out: it may quote parts of a key.
    throw unusable(file, why)
  }
}

async function readPem(file: string, label: PemLabel): Promise<string[]> {
  // Reading a pipe could wait for ever.
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => true,
  )
  if (!isFile) throw unusable(file, 'it is no file')
  const text = await readFile(file, 'utf8').catch(async (error: unknown) => {
    throw machineError(`cannot read ${file}`, error) ?? (await unreadable(file, error))
  })
  const blocks = pemBlocks(text, label)
  if (blocks.length === 0) throw unusable(file, `it holds no whole ${label}`)
  return blocks
}

/** Tells of the folder, where that is what is missing. */
async function unreadable(path: string, error: unknown, what?: 'folder'): Promise<PkiFileError> {
  const folder = dirname(path)
  try {
    const isFolder = (await stat(folder)).isDirectory()
    return isFolder
      ? unusable(path, whyUnreadable(error, what).message)
      : unusable(folder, 'this is not a folder')
  } catch (ofFolder) {
    return unreadable(folder, ofFolder, 'folder')
  }
}

function unusable(file: string, why: string): PkiFileError {
  return new PkiFileError(`cannot use ${file}: ${why}; write it anew with \`sitemode certs\``)
}
