import { createPrivateKey, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { PkiFileError } from '../../sim/errors.ts'
import { pemBlocks, pemToDer, type PemLabel } from '../pem.ts'
import { pkiLayout, type CredentialFiles } from './pki-layout.ts'
import type { KeyedCredential, Pki } from '../pki.ts'

/** The PKI that `writePki` put in a directory, or files of the same names that somebody's own authority issued. */
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
      // Whoever brings files along has these two.
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
    webServer: async ({ name }) => readCredential(layout.system(name)),
    async client({ name }, recipe) {
      const further = layout.client(name, recipe)
      return readCredential(existsSync(further.certificate) ? further : layout.client(name))
    },
    siteServerSigning: async (siteCode) => readCredential(layout.site(siteCode)),
  }
}

function withoutAuthority(directory: string, act: string): PkiFileError {
  return new PkiFileError(
    `cannot ${act}: the key of the authority in ${directory} is not at hand; leave out --pki`,
  )
}

async function readCredential(files: CredentialFiles): Promise<KeyedCredential> {
  const certificate = (await readPem(files.certificate, 'CERTIFICATE')).join('')
  const key = (await readPem(files.key, 'PRIVATE KEY')).join('')
  const leaf = check(files.certificate, 'it holds no certificate', () => new X509Certificate(certificate))
  const secret = check(files.key, 'it holds no private key', () => createPrivateKey(key))
  if (!leaf.checkPrivateKey(secret)) throw unusable(files.key, `it is not the key of ${files.certificate}`)
  return { certificate, key }
}

/** The first list of a file. */
async function readCrl(file: string): Promise<string> {
  const [crl = ''] = await readPem(file, 'X509 CRL')
  check(file, 'it holds no revocation list', () => createSecureContext({ crl }))
  return crl
}

/** Here a bad file can be named; later it would be a handshake that fails for nobody knows what. */
function check<T>(file: string, why: string, parse: () => T): T {
  try {
    return parse()
  } catch {
    // Not the parser's own words: they may quote what they could not read.
    throw unusable(file, why)
  }
}

async function readPem(file: string, label: PemLabel): Promise<string[]> {
  // A pipe would keep us waiting for ever.
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => true,
  )
  if (!isFile) throw unusable(file, 'it is no file')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, error instanceof Error ? error.message : String(error))
  })
  const blocks = pemBlocks(text, label)
  if (blocks.length === 0) throw unusable(file, `it holds no whole ${label}`)
  return blocks
}

function unusable(file: string, why: string): PkiFileError {
  return new PkiFileError(`cannot use ${file}: ${why}; write it anew with \`sitemode certs\``)
}
