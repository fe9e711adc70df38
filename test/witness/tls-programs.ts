import { join } from 'node:path'
import type { CredentialFiles } from '../../certs/pki-directory.ts'
import { mpListPath } from '../../sim/wire/management-point/management-point-list.ts'
import { root } from '../cli/command.ts'
import { lacks, run, type Ran } from './run-program.ts'

/** Where a program turns to, and with what. */
export interface Visit {
  address: string
  /** The name that it asks for, and expects in the server's certificate. */
  fqdn: string
  /** File of the authorities that it trusts. */
  authorities: string
  /** The certificate that it is given; undefined: none. */
  own?: CredentialFiles | undefined
}

/** A program that asks a management point for its list over TLS. */
interface TlsProgram {
  missing: string | false
  ask(visit: Visit): Promise<Ran>
}

const port = '8443'
const request = ({ fqdn }: Visit): string =>
  `GET ${mpListPath} HTTP/1.1\r\nHost: ${fqdn}\r\nConnection: close\r\n\r\n`

/** A program has to lower its security level before it can load a weak certificate of its own. */
const anyStrength = ['-cipher', 'DEFAULT@SECLEVEL=0']

export const tlsPrograms = {
  curl: {
    missing: lacks('curl', '--version'),
    ask: ({ address, fqdn, authorities, own }) =>
      run('curl', [
        ...['--silent', '--show-error', '--noproxy', '*', '--resolve', `${fqdn}:${port}:${address}`],
        ...['--cacert', authorities, ...(own ? ['--cert', own.certificate, '--key', own.key] : [])],
        `https://${fqdn}:${port}${mpListPath}`,
      ]),
  },
  openssl: {
    missing: lacks('openssl', 'version'),
    ask(visit) {
      const { address, fqdn, authorities, own } = visit
      const connect = ['-quiet', '-connect', `${address}:${port}`, '-servername', fqdn, ...anyStrength]
      // For the server's certificate alone: with -CAfile the authorities would complete the client's chain.
      const trust = ['-verifyCAfile', authorities, '-verify_hostname', fqdn, '-verify_return_error']
      const credential = own && ['-cert', own.certificate, '-cert_chain', own.certificate, '-key', own.key]
      return run('openssl', ['s_client', ...connect, ...trust, ...(credential ?? [])], request(visit))
    },
  },
  'gnutls-cli': {
    missing: lacks('gnutls-cli', '--version'),
    ask(visit) {
      const { address, fqdn, authorities, own } = visit
      const connect = ['--port', port, '--sni-hostname', fqdn, '--verify-hostname', fqdn, address]
      const credential = own && ['--x509certfile', own.certificate, '--x509keyfile', own.key]
      return run(
        'gnutls-cli',
        ['--x509cafile', authorities, ...(credential ?? []), ...connect],
        request(visit),
      )
    },
  },
  python: {
    missing: lacks('python3', '--version'),
    ask: ({ address, fqdn, authorities, own }) =>
      run('python3', [
        join(root, 'test/witness/tls-client.py'),
        ...[address, port, fqdn, mpListPath, authorities],
        ...(own ? [own.certificate, own.key] : []),
      ]),
  },
} as const satisfies Readonly<Record<string, TlsProgram>>

export type TlsProgramName = keyof typeof tlsPrograms
