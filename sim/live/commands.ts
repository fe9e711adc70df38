import { quoted, shellWord } from '../printable.ts'
import type { HttpExchange } from '../evidence/connection.ts'
import type { AttemptEnded } from '../evidence/recording/event.ts'

/** The folder in which another program finds the certificates, and what writes them there; null where they are there already. */
export interface PkiFolder {
  folder: string
  writtenBy: string | null
  trusted: 'root.pem' | 'ca.pem'
}

/** What repeats an attempt in a shell. */
export interface Commands {
  curl: string
  /** null without TLS. */
  openssl: string | null
}

/** undefined for an attempt that opened no socket, and for what curl is not the program for. */
export function commandsFor(line: AttemptEnded, pki: PkiFolder, addressOf: AddressOf): Commands | undefined {
  const { attempt, ends } = line
  if (attempt.url === null || !/^https?:/.test(attempt.url)) return undefined
  const url = new URL(attempt.url)
  const isSecure = url.protocol === 'https:'
  const port = url.port || (isSecure ? '443' : '80')
  const address = ends?.serverAddress ?? addressOf(url.hostname)
  const credential = isSecure ? credentialOf(line, pki) : undefined
  const root = quoted(`${pki.folder}/${pki.trusted}`)
  const curl = [
    'curl --include',
    ...(address === undefined ? [] : [`--resolve ${shellWord(`${url.hostname}:${port}:${address}`)}`]),
    ...(isSecure ? [`--cacert ${root}`] : []),
    ...(credential ? [`--cert ${credential.certificate} --key ${credential.key}`] : []),
    ...requestOf(line.exchanges[0]),
    shellWord(attempt.url),
  ]
  const openssl = [
    `openssl s_client -connect ${shellWord(`${address ?? url.hostname}:${port}`)}`,
    `-servername ${shellWord(url.hostname)}`,
    `-CAfile ${root}`,
    ...(credential ? [`-cert ${credential.certificate} -key ${credential.key}`] : []),
  ]
  return {
    curl: curl.join(' \\\n  '),
    openssl: isSecure ? openssl.join(' \\\n  ') : null,
  }
}

/** The address of a host, by FQDN. */
export type AddressOf = (fqdn: string) => string | undefined

/** The files with the client's certificate, if it showed one. */
function credentialOf({ attempt }: AttemptEnded, { folder }: PkiFolder) {
  const { client, tls, client_end } = attempt
  const hasOne = tls?.clientCertificate === true || Boolean(client_end?.own?.certificate)
  if (!hasOne) return undefined
  const files = `${folder}/clients/${client}`
  return { certificate: quoted(`${files}.pem`), key: quoted(`${files}.key`) }
}

/** Headers that curl writes by itself. */
const written = ['host', 'content-length', 'connection', 'transfer-encoding', 'expect']

function requestOf(exchange: HttpExchange | undefined): string[] {
  if (!exchange) return []
  const { method, requestHeaders, requestBody } = exchange
  const headers = requestHeaders.filter(([name]) => !written.includes(name.toLowerCase()))
  return [
    ...(method === 'GET' ? [] : [`--request ${shellWord(method)}`]),
    ...headers.map(([name, value]) => `--header ${shellWord(`${name}: ${value}`)}`),
    ...(requestBody.bytes > 0 ? [bodyOf(requestBody.text)] : []),
  ]
}

/** A body that was not kept, or that no shell takes as a word, has to be in a file. */
function bodyOf(text: string | undefined): string {
  const isPlain = text !== undefined && !/[^\P{Cc}\t\n\r]/u.test(text) && !text.startsWith('@')
  return isPlain ? `--data-raw ${shellWord(text)}` : '--data-binary @body'
}
