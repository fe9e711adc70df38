import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeyedCredential } from '../../certs/credential.ts'
import { openssl } from './openssl.ts'

export const passphrase = 'sécret of 2007'

/** Files that OpenSSL makes of the same certificates. The passphrase is that of every encrypted file. */
export interface CertificateFiles {
  pem: string
  /** The first certificate alone: DER has room for one. */
  der: string
  pkcs7: string
  pkcs12: string
  passphrase: string
}

/** Files of a certificate with its chain, and of its key, which is in the PKCS#12 file as well. */
export interface CredentialFiles extends CertificateFiles {
  key: string
  keyDer: string
  encryptedKey: string
}

/** All files have the same ending: the contents alone tell what a file holds. */
export function exportedCertificates(folder: string, name: string, certificates: string): CertificateFiles {
  const files = certificateFiles(folder, name, certificates)
  make('pkcs12', '-export', '-nokeys', '-in', files.pem, '-out', files.pkcs12, ...out(files))
  return files
}

export function exportedCredential(
  folder: string,
  name: string,
  { certificate, key }: KeyedCredential,
): CredentialFiles {
  const file = (what: string): string => join(folder, `${name}.${what}.file`)
  const files = {
    ...certificateFiles(folder, name, certificate),
    key: file('key'),
    keyDer: file('key-der'),
    encryptedKey: file('key-encrypted'),
  }
  writeFileSync(files.key, key)
  pkcs12(files, files.pkcs12)
  make('pkey', '-in', files.key, '-outform', 'der', '-out', files.keyDer)
  make('pkcs8', '-topk8', '-in', files.key, '-out', files.encryptedKey, ...out(files))
  return files
}

function certificateFiles(folder: string, name: string, certificates: string): CertificateFiles {
  const file = (what: string): string => join(folder, `${name}.${what}.file`)
  const files = {
    pem: file('pem'),
    der: file('der'),
    pkcs7: file('p7b'),
    pkcs12: file('pfx'),
    passphrase: file('passphrase'),
  }
  writeFileSync(files.pem, certificates)
  writeFileSync(files.passphrase, `${passphrase}\n`)
  make('x509', '-in', files.pem, '-outform', 'der', '-out', files.der)
  make('crl2pkcs7', '-nocrl', '-certfile', files.pem, '-outform', 'der', '-out', files.pkcs7)
  return files
}

/** Writes the same as PKCS#12 with other options: its encryption. */
export function pkcs12(files: CredentialFiles, to: string, ...options: string[]): void {
  make('pkcs12', '-export', '-in', files.pem, '-inkey', files.key, '-out', to, ...options, ...out(files))
}

/** Its provider of old ciphers may not be installed; false if it is. */
export const withoutLegacy =
  openssl('list', '-providers', '-provider', 'legacy').status === 0 ? false : 'no provider of old ciphers'

const out = (files: CertificateFiles): string[] => ['-passout', `file:${files.passphrase}`]

export function make(...args: string[]): void {
  const { status, stderr } = openssl(...args)
  if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
}
