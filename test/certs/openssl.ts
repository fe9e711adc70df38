import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { Credential } from '../../certs/credential.ts'
import type { Pki } from '../../certs/pki.ts'

export const openssl = (...args: string[]) => spawnSync('openssl', args, { encoding: 'utf8' })
export const withoutOpenssl = openssl('version').status === 0 ? false : 'openssl is not on the PATH'

/** The number of the first error that `openssl verify` reports for a credential as sent; 0 if there is none. */
export async function opensslError(
  t: Test,
  pki: Pki,
  credential: Credential,
  options: string[],
  lists = '-crl_check_all',
): Promise<number> {
  const { root } = await pki.authorities()
  const sent = credentialFile(t, credential)
  const trusted = join(t.testdirName, 'trusted.pem')
  writeFileSync(trusted, root + (await pki.crls()).map(({ pem }) => pem).join(''))
  const run = openssl(
    'verify',
    ...(lists === '' ? [] : [lists]),
    '-auth_level',
    '2',
    '-CAfile',
    trusted,
    '-CRLfile',
    trusted,
    '-untrusted',
    sent,
    ...options,
    sent,
  )
  if (run.status === 0) return 0
  const [, error] = /error (\d+) at/.exec(run.stderr) ?? []
  if (error === undefined) throw new Error(run.stderr)
  return Number(error)
}

export function credentialFile(t: Test, credential: Credential): string {
  const file = join(t.testdir(), 'sent.pem')
  writeFileSync(file, credential.certificate)
  return file
}
