import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { PkiFileError } from './pki-file-error.ts'
import { pemBlocks, type PemLabel } from './pem.ts'
import { pkiLayout, type CredentialFiles } from './pki-layout.ts'
import type { Credential, Pki } from './pki.ts'

/** The PKI that `writePki` put in a directory, or files of the same names that somebody's own authority issued. */
export function pkiFromDirectory(directory: string): Pki {
  const layout = pkiLayout(directory)
  return {
    async authorities() {
      const [root, issuing] = await readPem(layout.authorities, 'CERTIFICATE')
      if (root === undefined || issuing === undefined) {
        throw unusable(layout.authorities, 'it should hold the root and then the issuing authority')
      }
      return { root, issuing }
    },
    async crls() {
      const lists = [readPem(layout.crls.root, 'X509 CRL'), readPem(layout.crls.issuing, 'X509 CRL')]
      return (await Promise.all(lists)).flat()
    },
    webServer: async ({ name }) => readCredential(layout.system(name)),
    async client({ name }, recipe) {
      const further = layout.client(name, recipe)
      return readCredential(existsSync(further.certificate) ? further : layout.client(name))
    },
    siteServerSigning: async (siteCode) => readCredential(layout.site(siteCode)),
  }
}

async function readCredential(files: CredentialFiles): Promise<Credential> {
  const certificate = await readPem(files.certificate, 'CERTIFICATE')
  const key = await readPem(files.key, 'PRIVATE KEY')
  return { certificate: certificate.join(''), key: key.join('') }
}

async function readPem(file: string, label: PemLabel): Promise<string[]> {
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
