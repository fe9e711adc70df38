import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createSemaphore } from '../semaphore.ts'
import { pkiLayout, type CredentialFiles } from './pki-layout.ts'
import type { Credential, Holder, Pki } from '../pki.ts'
import type { CertificateRecipe } from '../../sim/vocabulary/certificate.ts'

/** Which certificates to write. */
export interface PkiContents {
  systems: readonly (Holder & { recipe: CertificateRecipe })[]
  clients: readonly (Holder & { recipes: readonly CertificateRecipe[] })[]
  /** Codes of the sites whose signing certificates are wanted. */
  sites: readonly string[]
}

/** Writes a PKI where `pkiFromDirectory` and other programs find it; what is there under the same names goes. */
export async function writePki(pki: Pki, directory: string, contents: PkiContents): Promise<void> {
  const layout = pkiLayout(directory)
  const { root, issuing } = await pki.authorities()
  await write(layout.authorities, root + issuing, 0o644)
  for (const { name, pem } of await pki.crls()) await write(layout.crl(name), pem, 0o644)

  const limited = createSemaphore(8)
  const credential = (files: CredentialFiles, obtain: () => Promise<Credential>): Promise<void> =>
    limited(async () => {
      const { certificate, key } = await obtain()
      await write(files.certificate, certificate, 0o644)
      // A key of an earlier run must not stay where this certificate has none.
      if (key === undefined) await rm(files.key, { force: true })
      else await write(files.key, key, 0o600)
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
}

/** Removes first: writing over a file would keep its mode, and follow a link. */
async function write(file: string, text: string, mode: number): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await rm(file, { force: true })
  await writeFile(file, text, { flag: 'wx', mode })
}
